import { and, eq, ne, sql } from "drizzle-orm";
import { afterEach, beforeEach, expect, test } from "vitest";
import { cancelCampaign } from "../../src/campaigns/cancel-campaign.ts";
import { progressOfOne } from "../../src/campaigns/progress.ts";
import { postgresError } from "../../src/db/postgres-errors.ts";
import { differences, disputes, refunds } from "../../src/db/schema/index.ts";
import type { Deps } from "../../src/deps.ts";
import { sweepDisputes } from "../../src/disputes/sweep-disputes.ts";
import { syncDispute } from "../../src/disputes/sync-dispute.ts";
import { worker } from "../../src/domain/actor.ts";
import { readGrant } from "../../src/grants/queries.ts";
import { GatewayUnavailable, type PaymentGateway } from "../../src/payments/gateway.ts";
import { sweepCharges } from "../../src/pledges/sweep-charges.ts";
import { reconcileStripe } from "../../src/reconciliation/reconcile-stripe.ts";
import { sweepStripe } from "../../src/reconciliation/sweep-stripe.ts";
import { resendRefund } from "../../src/refunds/resend-refund.ts";
import { sendRefund, syncRefund } from "../../src/refunds/send-refund.ts";
import { sweepSettlements } from "../../src/settlement/sweep-settlements.ts";
import { aCampaign } from "../support/campaigns.ts";
import { DAY, moveClock } from "../support/clock.ts";
import { testDatabase } from "../support/database.ts";
import { aUser, testDeps } from "../support/deps.ts";
import { race } from "../support/grants.ts";
import { runJobs } from "../support/jobs.ts";
import { aMatchingPot } from "../support/matching.ts";
import { aFirmPledge, thePledge } from "../support/pledges.ts";
import { startTestSandbox, type TestSandbox } from "../support/stripe-sandbox.ts";
import {
  balanceOf,
  booksHold,
  KEEP,
  matchesOf,
  reductionsOf,
  refund,
  standOf,
  stateOf,
  theGrantOf,
} from "../support/undoing.ts";

const database = testDatabase();
const actor = worker("test");
let sandbox: TestSandbox;
let deps: Deps;

// A Stripe account of its own for each test, at the fund's time: its statement is compared with the books.
beforeEach(async () => {
  sandbox = await startTestSandbox();
  const [clock] = await database.owner.execute<{ ahead: number }>(
    sql`select extract(epoch from ahead)::int as ahead from fund_clock`,
  );
  if (clock !== undefined && clock.ahead > 0) await sandbox.controls.advanceClock(clock.ahead);
  deps = await testDeps(database.db, sandbox.gateway);
});
afterEach(() => sandbox.sandbox.close());

async function aMatchedGift(tipCents = 0n) {
  const { potId } = await aMatchingPot(deps, 100_000n);
  const campaign = await aCampaign(deps, "live", KEEP);
  const pledgeId = await aFirmPledge(deps, campaign.id, 5_000n, { tipCents });
  const { chargeId } = await thePledge(deps, pledgeId);
  return { potId, campaign, campaignId: campaign.id, pledgeId, chargeId: chargeId ?? "" };
}

type Gift = Awaited<ReturnType<typeof aMatchedGift>>;
type Dispute = { readonly id: string };

const hear = (dispute: Dispute) => syncDispute(deps, actor, dispute.id);
const open = async (gift: Gift, amount?: number) => {
  const dispute = await sandbox.controls.openDispute(gift.chargeId, "fraudulent", amount);
  await hear(dispute);
  return dispute;
};
const close = async (dispute: Dispute, outcome: "won" | "lost", backCents?: number) => {
  await sandbox.controls.closeDispute(dispute.id, outcome, backCents);
  await hear(dispute);
};
const theDisputes = () => deps.db.select().from(disputes).where(eq(disputes.fundId, deps.fundId));

/** Everything at Stripe ties with the books: gifts, refunds, and what disputes took and gave back (R1). */
async function statementTies(): Promise<void> {
  for (let round = 0; round < 2; round += 1) {
    await moveClock(database, sandbox, 3 * DAY);
    await reconcileStripe(deps, actor);
  }
  const found = await deps.db
    .select({ kind: differences.kind, cause: differences.proposedCause })
    .from(differences)
    .where(and(eq(differences.fundId, deps.fundId), ne(differences.state, "closed")));
  expect(found).toEqual([]);
  await booksHold(deps);
}

const stand = async (gift: Gift) => ({ ...(await standOf(deps, gift)), disputed: await balanceOf(deps, "disputed") });

type Case = {
  readonly what: string;
  readonly steps: (gift: Gift) => Promise<unknown>;
  readonly state: string;
  readonly match: readonly [bigint, string];
  readonly stand: { readonly gifts: bigint; readonly committed: bigint; readonly disputed: bigint };
  readonly returned: bigint;
};

const CASES: readonly Case[] = [
  {
    what: "an inquiry moves no money",
    steps: async (gift) => hear(await sandbox.controls.openDispute(gift.chargeId, "inquiry")),
    state: "inquiry",
    match: [5_000n, "committed"],
    stand: { gifts: 5_000n, committed: 5_000n, disputed: 0n },
    returned: 0n,
  },
  {
    what: "an inquiry that is closed leaves no trace but its record",
    steps: async (gift) => {
      const inquiry = await sandbox.controls.openDispute(gift.chargeId, "inquiry");
      await hear(inquiry);
      await close(inquiry, "won");
    },
    state: "closed",
    match: [5_000n, "committed"],
    stand: { gifts: 5_000n, committed: 5_000n, disputed: 0n },
    returned: 0n,
  },
  {
    what: "an inquiry that escalates takes the money then",
    steps: async (gift) => {
      const inquiry = await sandbox.controls.openDispute(gift.chargeId, "inquiry");
      await hear(inquiry);
      await hear(await sandbox.controls.escalateInquiry(inquiry.id));
    },
    state: "open",
    match: [5_000n, "committed"],
    stand: { gifts: 5_000n, committed: 5_000n, disputed: 5_000n },
    returned: 0n,
  },
  {
    what: "open: gift and match stay, frozen, and the money stands as disputed",
    steps: (gift) => open(gift),
    state: "open",
    match: [5_000n, "committed"],
    stand: { gifts: 5_000n, committed: 5_000n, disputed: 5_000n },
    returned: 0n,
  },
  {
    what: "won: the money is back, once",
    steps: async (gift) => {
      const dispute = await open(gift);
      await close(dispute, "won");
      await Promise.all([hear(dispute), hear(dispute)]);
    },
    state: "won",
    match: [5_000n, "committed"],
    stand: { gifts: 5_000n, committed: 5_000n, disputed: 0n },
    returned: 0n,
  },
  {
    what: "lost: as a refund of the whole",
    steps: async (gift) => {
      const dispute = await open(gift);
      await close(dispute, "lost");
      await Promise.all([hear(dispute), hear(dispute)]);
    },
    state: "lost",
    match: [5_000n, "reversed"],
    stand: { gifts: 0n, committed: 0n, disputed: 0n },
    returned: 5_000n,
  },
  {
    what: "lost in part: the match is recomputed on the rest",
    steps: async (gift) => close(await open(gift, 2_000), "lost"),
    state: "lost",
    match: [3_000n, "committed"],
    stand: { gifts: 3_000n, committed: 3_000n, disputed: 0n },
    returned: 2_000n,
  },
  {
    what: "lost after a partial refund: only the rest",
    steps: async (gift) => {
      await refund(deps, gift.pledgeId, 1_000n);
      await runJobs(deps);
      await close(await open(gift), "lost");
    },
    state: "lost",
    match: [4_000n, "reversed"],
    stand: { gifts: 0n, committed: 0n, disputed: 0n },
    returned: 5_000n,
  },
  {
    what: "lost, a part of it given back",
    steps: async (gift) => {
      const dispute = await open(gift);
      await close(dispute, "lost", 3_000);
      await Promise.all([hear(dispute), hear(dispute)]);
    },
    state: "lost",
    match: [3_000n, "committed"],
    stand: { gifts: 3_000n, committed: 3_000n, disputed: 0n },
    returned: 2_000n,
  },
  {
    what: "taken whole after a partial refund, that part given back",
    steps: async (gift) => {
      await refund(deps, gift.pledgeId, 1_000n);
      await runJobs(deps);
      await close(await open(gift, 5_000), "lost", 1_000);
      expect(await balanceOf(deps, "losses")).toBe(0n);
    },
    state: "lost",
    match: [4_000n, "reversed"],
    stand: { gifts: 0n, committed: 0n, disputed: 0n },
    returned: 5_000n,
  },
];

test.each(CASES)("F4: $what", async (one) => {
  const gift = await aMatchedGift();

  await one.steps(gift);

  expect(await theDisputes()).toMatchObject([{ state: one.state }]);
  expect((await matchesOf(deps, gift.pledgeId)).map((m) => [m.amountCents, m.state])).toEqual([one.match]);
  expect(await stand(gift)).toMatchObject({ ...one.stand, potAccount: 100_000n - one.stand.committed });
  expect(await thePledge(deps, gift.pledgeId)).toMatchObject({ returnedCents: one.returned });
  await statementTies();
});

test("S2, S3: events of a dispute in any order, twice or never, end in the same books", async () => {
  const gift = await aMatchedGift();
  const dispute = await sandbox.controls.openDispute(gift.chargeId);
  await sandbox.controls.closeDispute(dispute.id, "lost");

  await sweepStripe(deps, actor);
  await runJobs(deps);
  await Promise.all([hear(dispute), hear(dispute)]);

  expect(await theDisputes()).toMatchObject([{ state: "lost" }]);
  expect(await stand(gift)).toMatchObject({ gifts: 0n, committed: 0n, disputed: 0n });
  expect(await reductionsOf(deps)).toEqual([["dispute_lost", 5_000n]]);
  await statementTies();
});

test("S3, F4: the end of a dispute that no event ever told of is read at Stripe by the sweep", async () => {
  const gift = await aMatchedGift();
  const dispute = await open(gift);
  await sandbox.controls.closeDispute(dispute.id, "lost");

  await sweepDisputes(deps, actor);

  expect(await theDisputes()).toMatchObject([{ state: "lost" }]);
  expect(await thePledge(deps, gift.pledgeId)).toMatchObject({ disputedCents: 0n, returnedCents: 5_000n });
  await booksHold(deps);
});

test("F1, F4: nothing of a disputed gift is refunded, by us or by raw SQL; after it is won it can be", async () => {
  const gift = await aMatchedGift();
  const dispute = await open(gift, 3_000);

  await expect(refund(deps, gift.pledgeId, 100n)).rejects.toMatchObject({ type: "refund-not-possible" });
  const raw = await database.owner
    .transaction(async (tx) => {
      await tx.execute(sql`select set_config('app.tx', 'test', true)`);
      await tx.execute(sql`insert into refunds (fund_id, id, pledge_id, charge_id, reason, amount_cents, gift_cents, state, created_at)
        values (${deps.fundId}, gen_random_uuid(), ${gift.pledgeId}, ${gift.chargeId}, 'staff_decision', 2001, 2001, 'requested', now())`);
    })
    .catch((error: unknown) => error);
  expect(postgresError(raw)?.constraint).toBe("pledges_returned_within_captured");

  await close(dispute, "won");
  await refund(deps, gift.pledgeId, 5_000n);
  await runJobs(deps);
  await statementTies();
});

test("F1: a refund that races the dispute never returns more than was captured", async () => {
  const gift = await aMatchedGift();
  const dispute = await sandbox.controls.openDispute(gift.chargeId);

  await race([refund(deps, gift.pledgeId, 5_000n), hear(dispute)]);
  await runJobs(deps);
  await close(dispute, "lost");

  expect(await thePledge(deps, gift.pledgeId)).toMatchObject({ returnedCents: 5_000n, disputedCents: 0n });
  expect(await stand(gift)).toMatchObject({ gifts: 0n, committed: 0n, disputed: 0n, owed: 0n });
  expect(await balanceOf(deps, "losses")).toBe(0n);
  await statementTies();
});

test("F4, F5: a refund decided before the dispute and never paid is settled by losing it", async () => {
  const gift = await aMatchedGift();
  const dispute = await sandbox.controls.openDispute(gift.chargeId);
  await refund(deps, gift.pledgeId, 5_000n);
  await hear(dispute);
  await runJobs(deps);
  expect((await stand(gift)).owed).toBe(5_000n);

  await close(dispute, "lost");

  const [owed] = await deps.db.select().from(refunds).where(eq(refunds.pledgeId, gift.pledgeId));
  expect(owed).toMatchObject({ state: "closed" });
  expect(await stand(gift)).toMatchObject({ owed: 0n, disputed: 0n, gifts: 0n });
  await statementTies();
});

test("F4, F5, R2: a refund that failed twice and is settled by losing the dispute leaves nothing open", async () => {
  const gift = await aMatchedGift();
  await refund(deps, gift.pledgeId, 2_000n);
  for (const isSecond of [false, true]) {
    const [sent] = await deps.db.select().from(refunds).where(eq(refunds.pledgeId, gift.pledgeId));
    if (isSecond) await resendRefund(deps, await aUser(deps.db, { staffRoles: ["case_officer"] }), sent?.id ?? "");
    await runJobs(deps);
    const [paid] = await deps.db.select().from(refunds).where(eq(refunds.pledgeId, gift.pledgeId));
    await sandbox.controls.failRefund(paid?.stripeRefundId ?? "");
    await syncRefund(deps, actor, paid?.stripeRefundId ?? "");
  }

  await close(await open(gift, 5_000), "lost");

  const failures = await deps.db.select().from(differences).where(eq(differences.fundId, deps.fundId));
  expect(failures.map(({ state }) => state)).toEqual(["closed", "closed"]);
  expect(await stand(gift)).toMatchObject({ gifts: 0n, owed: 0n, disputed: 0n });
  await statementTies();
});

test("F1, F4: a refund whose answer was lost, settled by a dispute and yet paid, is a loss once Stripe tells of it", async () => {
  const gift = await aMatchedGift();
  await refund(deps, gift.pledgeId, 2_000n);
  const [owed] = await deps.db.select().from(refunds).where(eq(refunds.pledgeId, gift.pledgeId));
  const { gateway } = deps;
  const deaf: Pick<PaymentGateway, "refund"> = {
    refund: async (request) => {
      await gateway.refund(request);
      throw new GatewayUnavailable("the answer was lost");
    },
  };
  await expect(sendRefund({ ...deps, gateway: { ...gateway, ...deaf } }, actor, owed?.id ?? "")).rejects.toThrow();

  await close(await open(gift, 5_000), "lost");
  for (let round = 0; round < 2; round += 1) {
    await sweepStripe(deps, actor);
    await runJobs(deps);
  }

  expect(await stand(gift)).toMatchObject({ gifts: 0n, owed: 0n, disputed: 0n });
  expect(await balanceOf(deps, "losses")).toBe(2_000n);
  await statementTies();
});

test("F4, M16: gift first, then the tip: a dispute of the whole charge takes both", async () => {
  const gift = await aMatchedGift(300n);

  await close(await open(gift), "lost");

  expect(await thePledge(deps, gift.pledgeId)).toMatchObject({ returnedCents: 5_300n, returnedGiftCents: 5_000n });
  expect(await balanceOf(deps, "fund:tips")).toBe(0n);
  expect(await balanceOf(deps, "fees:dispute")).toBe(0n);
  await statementTies();
  expect(await balanceOf(deps, "fees:dispute")).toBe(2_000n);
});

test("F4, P5: a disputed gift is not counted for the decision; in the grant it is frozen until it is won", async () => {
  const gift = await aMatchedGift();
  await aFirmPledge(deps, gift.campaignId, 2_000n);
  const dispute = await open(gift);
  expect(await progressOfOne(deps.db, deps.fundId, gift.campaignId)).toMatchObject({
    giftsFirmCents: 2_000n,
    giftsPendingCents: 5_000n,
    matchesCents: 2_000n,
    donors: 1,
  });

  await moveClock(database, sandbox, 31 * DAY);
  for (let round = 0; round < 2; round += 1) {
    await sweepSettlements(deps, actor);
    await runJobs(deps);
  }

  const grant = await theGrantOf(deps, gift.campaignId);
  const available = async () => (await readGrant(deps, gift.campaign.owner, grant.id)).availableCents;
  expect(grant.amountCents).toBe(14_000n);
  expect(await available()).toBe(4_000n);
  await close(dispute, "won");
  expect(await available()).toBe(14_000n);
  await statementTies();
});

test("F2, F4: lost after success, the grant gives back gift and match, or the reserve stands for them", async () => {
  const gift = await aMatchedGift();
  await aFirmPledge(deps, gift.campaignId, 2_000n);
  const dispute = await open(gift);
  await moveClock(database, sandbox, 31 * DAY);
  for (let round = 0; round < 2; round += 1) {
    await sweepSettlements(deps, actor);
    await runJobs(deps);
  }

  await close(dispute, "lost");

  expect(await theGrantOf(deps, gift.campaignId)).toMatchObject({ amountCents: 14_000n, reducedCents: 10_000n });
  expect(await matchesOf(deps, gift.pledgeId)).toMatchObject([{ amountCents: 5_000n, state: "reversed" }]);
  await statementTies();
});

test("F4, P11: a disputed gift of a cancelled campaign is refunded once the dispute is won", async () => {
  const gift = await aMatchedGift();
  const dispute = await open(gift);
  await cancelCampaign(deps, await aUser(deps.db, { staffRoles: ["administrator"] }), gift.campaignId, "Fraude.");
  await runJobs(deps);
  await sweepCharges(deps, actor);
  expect(await deps.db.select().from(refunds).where(eq(refunds.pledgeId, gift.pledgeId))).toEqual([]);
  expect(await stateOf(deps, gift.campaignId)).toBe("cancelled");

  await close(dispute, "won");
  await runJobs(deps);

  expect(await stand(gift)).toMatchObject({ gifts: 0n, committed: 0n, owed: 0n, disputed: 0n });
  await statementTies();
});
