import { beforeEach, expect, test } from "vitest";
import { suspendAgreement } from "../../src/agreements/suspend-agreement.ts";
import { cancelCampaign } from "../../src/campaigns/cancel-campaign.ts";
import { progressOfOne } from "../../src/campaigns/progress.ts";
import { suspendCampaign } from "../../src/campaigns/suspend-campaign.ts";
import type { Deps } from "../../src/deps.ts";
import { syncDispute } from "../../src/disputes/sync-dispute.ts";
import { worker } from "../../src/domain/actor.ts";
import { cents } from "../../src/domain/money.ts";
import { quoteMatch } from "../../src/matching/quote-match.ts";
import { revokeMatches } from "../../src/matching/revoke-match.ts";
import { accessToken } from "../../src/pledges/access-token.ts";
import { cancelPledge } from "../../src/pledges/cancel-pledge.ts";
import { sweepCharges } from "../../src/pledges/sweep-charges.ts";
import { sweepCheckouts } from "../../src/pledges/sweep-checkouts.ts";
import { sweepSettlements } from "../../src/settlement/sweep-settlements.ts";
import { aCampaign } from "../support/campaigns.ts";
import { DAY, moveClock } from "../support/clock.ts";
import { testDatabase } from "../support/database.ts";
import { aUser, testDeps } from "../support/deps.ts";
import { runJobs } from "../support/jobs.ts";
import { aFirmPledge, aPledge, CARDS, thePledge } from "../support/pledges.ts";
import { aPot, askBack, type TestPot } from "../support/pots.ts";
import { testSandbox } from "../support/stripe-sandbox.ts";
import { booksHold, KEEP, refund, standOf } from "../support/undoing.ts";

const database = testDatabase();
const sandbox = testSandbox();
const sweep = worker("sweep");
let deps: Deps;

beforeEach(async () => {
  deps = await testDeps(database.db, sandbox.gateway);
});

const administrator = () => aUser(deps.db, { staffRoles: ["administrator"] });

type World = { readonly pot: TestPot; readonly campaignId: string; readonly pledgeId: string };

/** A draft, a firm pledge of a campaign that charges later, or a captured gift: 50 € each, matched with 50 €. */
type Start = "draft" | "firm" | "firm on a card that fails" | "captured";

type Outcome = {
  readonly reserved: bigint;
  readonly committed: bigint;
  readonly potAccount: bigint;
  /** What the campaign's page counts as firm: gifts and matches. */
  readonly gifts: bigint;
  readonly matches: bigint;
  /** What 70 € more would trigger for the same donor, and 100 € for anybody else, in a campaign that is open. */
  readonly sameDonor: bigint;
  readonly otherDonor: bigint;
};

type Case = {
  readonly what: string;
  readonly start: Start;
  readonly undo: (world: World) => Promise<unknown>;
  readonly outcome: Outcome;
};

// The pot holds 80 €, and one person is matched with at most 70 €.
const UNTOUCHED = { reserved: 0n, committed: 0n, potAccount: 8_000n, gifts: 0n, matches: 0n };
const FREE = { sameDonor: 7_000n, otherDonor: 7_000n };
const HELD = { reserved: 5_000n, committed: 0n, potAccount: 8_000n };
const COMMITTED = { reserved: 0n, committed: 5_000n, potAccount: 3_000n };
const TAKEN = { sameDonor: 2_000n, otherDonor: 3_000n };
const NOTHING = { sameDonor: 0n, otherDonor: 0n };

async function settle(): Promise<void> {
  await moveClock(database, sandbox, 31 * DAY);
  for (let round = 0; round < 3; round += 1) {
    await sweepCharges(deps, sweep);
    await sweepSettlements(deps, sweep);
    await runJobs(deps);
  }
}

const dispute = async ({ pledgeId }: World, amount?: number) => {
  const { chargeId } = await thePledge(deps, pledgeId);
  const opened = await sandbox.controls.openDispute(chargeId ?? "", "fraudulent", amount);
  await syncDispute(deps, sweep, opened.id);
  return opened;
};
const decide = async (world: World, outcome: "won" | "lost", amount?: number) => {
  const { id } = await dispute(world, amount);
  await sandbox.controls.closeDispute(id, outcome);
  await syncDispute(deps, sweep, id);
};
const suspendRules = async ({ pot }: World) =>
  suspendAgreement(deps, await administrator(), { agreementId: pot.agreementId, reason: "Virement contesté." });
const cancelAll = async ({ campaignId }: World) => {
  await cancelCampaign(deps, await administrator(), campaignId, "Fraude.");
  await runJobs(deps);
};
const suspendIt = async ({ campaignId }: World) => {
  await suspendCampaign(deps, await administrator(), campaignId, "À vérifier.");
  await runJobs(deps);
};
const revoke = async ({ pledgeId }: World) =>
  revokeMatches(deps, await administrator(), { kind: "pledge", pledgeId }, "Hors du territoire.");

const CASES: readonly Case[] = [
  {
    what: "the checkout expires",
    start: "draft",
    undo: async () => {
      await moveClock(database, sandbox, 32 * 60);
      await sweepCheckouts(deps, sweep);
    },
    outcome: { ...UNTOUCHED, ...FREE },
  },
  {
    what: "the donor cancels",
    start: "firm",
    undo: ({ pledgeId }) =>
      cancelPledge(deps, { kind: "guest" }, { pledgeId, token: accessToken(deps.cipher, pledgeId) }),
    outcome: { ...UNTOUCHED, ...FREE },
  },
  {
    what: "the charge fails for good",
    start: "firm on a card that fails",
    undo: async () => {
      await settle();
      await moveClock(database, sandbox, 8 * DAY);
      await settle();
    },
    outcome: { ...UNTOUCHED, ...FREE },
  },
  {
    what: "the campaign is suspended before payment",
    start: "draft",
    undo: suspendIt,
    outcome: { ...UNTOUCHED, ...FREE },
  },
  {
    what: "the campaign is suspended: a firm pledge waits with its match",
    start: "firm",
    undo: suspendIt,
    outcome: { ...HELD, gifts: 5_000n, matches: 5_000n, ...TAKEN },
  },
  {
    what: "the campaign is cancelled before charging",
    start: "firm",
    undo: cancelAll,
    outcome: { ...UNTOUCHED, ...FREE },
  },
  {
    what: "the campaign is cancelled after capture",
    start: "captured",
    undo: cancelAll,
    outcome: { ...UNTOUCHED, ...FREE },
  },
  {
    what: "the gift is refunded whole",
    start: "captured",
    undo: ({ pledgeId }) => refund(deps, pledgeId, 5_000n),
    outcome: { ...UNTOUCHED, ...FREE },
  },
  {
    what: "the gift is refunded in part",
    start: "captured",
    undo: ({ pledgeId }) => refund(deps, pledgeId, 2_000n),
    outcome: {
      reserved: 0n,
      committed: 3_000n,
      potAccount: 5_000n,
      gifts: 3_000n,
      matches: 3_000n,
      sameDonor: 4_000n,
      otherDonor: 5_000n,
    },
  },
  {
    what: "the payment is disputed: frozen, neither counted nor free",
    start: "captured",
    undo: (world) => dispute(world),
    outcome: { ...COMMITTED, gifts: 0n, matches: 0n, ...TAKEN },
  },
  {
    what: "the dispute is won",
    start: "captured",
    undo: (world) => decide(world, "won"),
    outcome: { ...COMMITTED, gifts: 5_000n, matches: 5_000n, ...TAKEN },
  },
  {
    what: "the dispute is lost",
    start: "captured",
    undo: (world) => decide(world, "lost"),
    outcome: { ...UNTOUCHED, ...FREE },
  },
  {
    what: "a dispute of a part is lost",
    start: "captured",
    undo: (world) => decide(world, "lost", 4_000),
    outcome: {
      reserved: 0n,
      committed: 1_000n,
      potAccount: 7_000n,
      gifts: 1_000n,
      matches: 1_000n,
      sameDonor: 6_000n,
      otherDonor: 7_000n,
    },
  },
  {
    what: "the partner's rules are suspended: what is held stays, later gifts get nothing",
    start: "firm",
    undo: suspendRules,
    outcome: { ...HELD, gifts: 5_000n, matches: 5_000n, ...NOTHING },
  },
  {
    what: "the partner's rules are suspended: what is committed stays",
    start: "captured",
    undo: suspendRules,
    outcome: { ...COMMITTED, gifts: 5_000n, matches: 5_000n, ...NOTHING },
  },
  {
    what: "the partner takes back what is left: what is held stays, later gifts get nothing",
    start: "firm",
    undo: ({ pot }) => askBack(deps, pot, 3_000n),
    outcome: { ...HELD, gifts: 5_000n, matches: 5_000n, ...NOTHING },
  },
  {
    what: "the partner takes back what is left: what is committed stays",
    start: "captured",
    undo: ({ pot }) => askBack(deps, pot, 3_000n),
    outcome: { ...COMMITTED, gifts: 5_000n, matches: 5_000n, ...NOTHING },
  },
  {
    what: "a held match was not due",
    start: "firm",
    undo: revoke,
    outcome: { ...UNTOUCHED, gifts: 5_000n, ...FREE },
  },
  {
    what: "a committed match was not due",
    start: "captured",
    undo: revoke,
    outcome: { ...UNTOUCHED, gifts: 5_000n, ...FREE },
  },
];

/** The gift stands as told, behind a pot of 80 € whose rule gives one for one, up to 70 € a person. */
async function begin(start: Start, email: string): Promise<World> {
  const pot = await aPot(deps, 8_000n, { capPerDonorCents: 7_000n });
  const { id: campaignId } = await aCampaign(deps, "live", start === "captured" ? KEEP : { goalCents: 10_000 });
  const card = start === "firm on a card that fails" ? CARDS.declinesLater : CARDS.good;
  const pledgeId =
    start === "draft"
      ? (await aPledge(deps, campaignId, 5_000n, { email })).pledgeId
      : await aFirmPledge(deps, campaignId, 5_000n, { email, card });
  return { pot, campaignId, pledgeId };
}

test.each(CASES)("M4, M5, M10, M11, P11, F4: $start, then $what", async ({ start, undo, outcome }) => {
  const email = `donor-${deps.fundId}@example.org`;
  const world = await begin(start, email);

  await undo(world);

  const { id: open } = await aCampaign(deps);
  const { potAccount, reserved, committed } = await standOf(deps, { ...world, potId: world.pot.potId });
  const progress = await progressOfOne(deps.db, deps.fundId, world.campaignId);
  const other = await quoteMatch(deps, { kind: "guest" }, { campaignId: open, amountCents: cents(10_000n) });
  const same = await aPledge(deps, open, 7_000n, { email });
  expect({
    reserved,
    committed,
    potAccount,
    gifts: progress.giftsFirmCents,
    matches: progress.matchesCents,
    sameDonor: same.matchCents,
    otherDonor: other.matchCents,
  }).toEqual(outcome);
  await booksHold(deps);
});
