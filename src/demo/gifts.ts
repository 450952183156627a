import { and, eq, inArray } from "drizzle-orm";
import { campaigns } from "../db/schema/campaigns.ts";
import { pledges } from "../db/schema/pledges.ts";
import type { Deps } from "../deps.ts";
import { worker } from "../domain/actor.ts";
import { syncCheckoutSession } from "../pledges/sync-checkout-session.ts";
import { type Gift, openGift, payOnHostedPage } from "./give.ts";
import { actAs } from "./people.ts";
import { BUS, LIBRARY } from "./projects.ts";

const gift = (name: string, euros: number, more: Partial<Gift> = {}): Gift => ({
  name,
  email: `${name
    .normalize("NFD")
    .replace(/[^A-Za-z]+/g, ".")
    .replace(/\.$/, "")
    .toLowerCase()}@example.org`,
  amountCents: BigInt(euros) * 100n,
  ...more,
});

const GIFTS: readonly { readonly title: string; readonly gifts: readonly Gift[] }[] = [
  {
    title: BUS.project.title,
    gifts: [
      gift("Marcel Aubrac", 50),
      gift("Noémie Tarn", 30, { tipCents: 200n }),
      gift("Yasmine Belkacem", 120),
      gift("Dona Trice", 40, { email: "donatrice@example.org" }),
      gift("Lucien Causse", 20),
      gift("Jeanne Rouvière", 200, { anonymous: true, tipCents: 500n }),
      gift("Karim Lozeret", 75, { card: "asksEachTime" }),
      gift("Odile Chabrits", 25),
    ],
  },
  {
    title: LIBRARY.project.title,
    gifts: [
      gift("Bastien Florac", 60),
      gift("Solange Mimente", 160, { tipCents: 300n }),
      gift("Thi Lan Nguyen", 35),
      gift("Gilles Bougès", 15, { anonymous: true }),
      gift("Élodie Cévenol", 90),
    ],
  },
];

/**
 * Makes the demo's gifts at the sandbox's own checkout, so that books and sandbox agree. A gift that was made stays as
 * it is, and a campaign that takes none any more is passed over: it may be called again and again.
 */
export async function makeDemoGifts(deps: Deps, stop: AbortSignal): Promise<void> {
  const donor = await actAs(deps.db, "donor");
  for (const { title, gifts } of GIFTS) {
    const [campaign] = await deps.db
      .select({ id: campaigns.id })
      .from(campaigns)
      .where(and(eq(campaigns.fundId, deps.fundId), eq(campaigns.title, title), eq(campaigns.state, "live")));
    if (campaign === undefined) continue;
    for (const one of gifts) {
      if (stop.aborted) return;
      if (await isMade(deps, campaign.id, one.email)) continue;
      await make(deps, campaign.id, one.email === donor.email ? { ...one, actor: donor } : one);
    }
  }
}

async function make(deps: Deps, campaignId: string, one: Gift): Promise<void> {
  const { pledgeId, checkoutUrl } = await openGift(deps, campaignId, one);
  await payOnHostedPage(checkoutUrl, one);
  const [pledge] = await deps.db
    .select({ sessionId: pledges.checkoutSessionId })
    .from(pledges)
    .where(and(eq(pledges.fundId, deps.fundId), eq(pledges.id, pledgeId)));
  if (pledge?.sessionId != null) await syncCheckoutSession(deps, worker("demo-data"), pledge.sessionId);
}

/** A checkout left open is no gift: a new one takes its place. */
async function isMade({ db, fundId }: Deps, campaignId: string, email: string): Promise<boolean> {
  const [made] = await db
    .select({ id: pledges.id })
    .from(pledges)
    .where(
      and(
        eq(pledges.fundId, fundId),
        eq(pledges.campaignId, campaignId),
        eq(pledges.email, email),
        inArray(pledges.state, ["authorised", "charging", "action_required", "captured", "failed", "cancelled"]),
      ),
    )
    .limit(1);
  return made !== undefined;
}
