import { eq } from "drizzle-orm";
import { pledges } from "../../src/db/schema/pledges.ts";
import type { Deps } from "../../src/deps.ts";
import type { Actor } from "../../src/domain/actor.ts";
import { worker } from "../../src/domain/actor.ts";
import { cents } from "../../src/domain/money.ts";
import { type OpenedPledge, openPledge } from "../../src/pledges/open-pledge.ts";
import { syncCheckoutSession } from "../../src/pledges/sync-checkout-session.ts";
import { completeCheckout } from "../../src/sandbox/stripe/client.ts";

export const CARDS = {
  good: "4242424242424242",
  declined: "4000000000000002",
  noFunds: "4000000000009995",
  authenticateOnSetup: "4000002500003155",
  authenticateAlways: "4000002760003184",
  declinesLater: "4000000000000341",
  authenticateThenNoFunds: "4000008260003178",
} as const;

let counter = 0;

/** A guest's pledge with its checkout open. */
export function aPledge(
  deps: Deps,
  campaignId: string,
  amountCents: bigint,
  more: { email?: string; tipCents?: bigint; rewardId?: string; actor?: Actor } = {},
): Promise<OpenedPledge> {
  counter += 1;
  return openPledge(deps, more.actor ?? { kind: "guest" }, {
    campaignId,
    amountCents: cents(amountCents),
    tipCents: cents(more.tipCents ?? 0n),
    rewardId: more.rewardId,
    email: more.email ?? `donor-${counter}-${process.pid}@example.org`,
    displayName: "Solène V.",
    anonymous: false,
    language: "fr",
  });
}

/**
 * The donor pays on the hosted page; whether the service hears of it is left to the test. Each gift is paid by a card
 * of its own unless a holder is named: the same number and name are the same card (M6).
 */
export const pay = (pledge: OpenedPledge, card: string = CARDS.good, holder = `Solène ${pledge.pledgeId}`) =>
  completeCheckout(pledge.checkoutUrl, { card, email: "donor@example.org", name: holder });

/** A pledge whose card is saved, or whose money is taken, and the service knows. */
export async function aFirmPledge(
  deps: Deps,
  campaignId: string,
  amountCents: bigint,
  more: Parameters<typeof aPledge>[3] & { card?: string; holder?: string } = {},
): Promise<string> {
  const pledge = await aPledge(deps, campaignId, amountCents, more);
  await pay(pledge, more.card, more.holder);
  const { checkoutSessionId } = await thePledge(deps, pledge.pledgeId);
  await syncCheckoutSession(deps, worker("test"), checkoutSessionId ?? "");
  return pledge.pledgeId;
}

export async function thePledge(deps: Deps, pledgeId: string) {
  const [row] = await deps.db.select().from(pledges).where(eq(pledges.id, pledgeId));
  if (row === undefined) throw new Error(`pledge ${pledgeId} does not exist`);
  return row;
}
