import { eq, sql } from "drizzle-orm";
import { beforeEach, expect, test } from "vitest";
import { campaigns, outbox, pledges } from "../../src/db/schema/index.ts";
import type { Deps } from "../../src/deps.ts";
import { worker } from "../../src/domain/actor.ts";
import { findBrokenInvariants } from "../../src/ledger/invariants.ts";
import type { PaymentAttempt, PaymentGateway } from "../../src/payments/gateway.ts";
import { chargeCampaign } from "../../src/pledges/charge-campaign.ts";
import { takeChargeTurn } from "../../src/pledges/charge-pace.ts";
import { sweepCharges } from "../../src/pledges/sweep-charges.ts";
import { listSettlements, readSettlement } from "../../src/settlement/progress.ts";
import { settleCampaign } from "../../src/settlement/settle-campaign.ts";
import { aCampaign } from "../support/campaigns.ts";
import { DAY, moveClock } from "../support/clock.ts";
import { testDatabase } from "../support/database.ts";
import { aUser, testDeps } from "../support/deps.ts";
import { runJobs } from "../support/jobs.ts";

const database = testDatabase();
const sweep = worker("sweep");
const MANY = 170;
let deps: Deps;
let asked: string[];

/** A Stripe that takes every card at once: what is measured and broken here is on our side of it. */
const generousGateway = new Proxy({} as PaymentGateway, {
  get(_, name) {
    if (name !== "chargeOffSession") return async () => undefined;
    return async ({ pledgeId, amountCents, idempotencyKey }: Parameters<PaymentGateway["chargeOffSession"]>[0]) => {
      asked.push(idempotencyKey);
      return {
        paymentIntentId: `pi_${pledgeId}`,
        pledgeId,
        customerId: "cus_1",
        paymentMethodId: `pm_${pledgeId}`,
        fingerprint: undefined,
        outcome: { kind: "captured", chargeId: `ch_${pledgeId}`, amountCents, currency: "eur", capturedAt: new Date() },
      } satisfies PaymentAttempt;
    };
  },
});

beforeEach(async () => {
  asked = [];
  deps = await testDeps(database.db, generousGateway);
});

/** A campaign past its deadline with many saved cards, seeded by SQL. */
async function aCrowd(count: number) {
  const campaign = await aCampaign(deps, "live", { goalCents: 20_000 });
  await database.owner.transaction(async (tx) => {
    await tx.execute(sql`select set_config('app.tx', 'test', true)`);
    await tx.execute(sql`
      with made as (
        insert into donors (fund_id, id, created_at)
        select ${deps.fundId}, gen_random_uuid(), fund_now() from generate_series(1, ${count}) returning id
      )
      insert into pledges (fund_id, id, campaign_id, donor_id, email, display_name, amount_cents, state, mode, created_at,
        checkout_expires_at, customer_id, payment_method_id, authorised_at)
      select ${deps.fundId}, gen_random_uuid(), ${campaign.id}, id, 'a@example.org', 'A', 1000, 'authorised',
        'all_or_nothing', fund_now(), fund_now(), 'cus_1', 'pm_' || id, fund_now() from made`);
  });
  await moveClock(database, undefined, 31 * DAY);
  await settleCampaign(deps, sweep, campaign.id);
  return campaign;
}

const states = async (campaignId: string) =>
  Object.fromEntries(
    (
      await deps.db
        .select({ state: pledges.state, count: sql<number>`count(*)::int` })
        .from(pledges)
        .where(eq(pledges.campaignId, campaignId))
        .groupBy(pledges.state)
    ).map(({ state, count }) => [state, count]),
  );

test("P4, S1: many pledges are charged in batches; a run cut off goes on, two at once charge nobody twice", async () => {
  const campaign = await aCrowd(MANY);
  const jobs = await deps.db.select().from(outbox).where(sql`payload ->> 'campaignId' = ${campaign.id}`);
  expect(jobs.map(({ job }) => job)).toEqual(["charge-campaign"]);

  // The first worker dies after its batch, before it asked for the next.
  await Promise.all([
    chargeCampaign(deps, sweep, { campaignId: campaign.id }),
    chargeCampaign(deps, sweep, { campaignId: campaign.id }),
  ]);
  await database.owner.transaction(async (tx) => {
    await tx.execute(sql`select set_config('app.tx', 'test', true)`);
    await tx.execute(sql`delete from outbox where payload ->> 'campaignId' = ${campaign.id}`);
  });
  expect(await states(campaign.id)).toMatchObject({ captured: 50, authorised: MANY - 50 });

  await moveClock(database, undefined, 120);
  await sweepCharges(deps, sweep);
  await runJobs(deps);

  expect(await states(campaign.id)).toEqual({ captured: MANY });
  expect(new Set(asked).size).toBe(asked.length);
  const [decided] = await deps.db.select().from(campaigns).where(eq(campaigns.id, campaign.id));
  expect(decided?.state).toBe("succeeded");
  expect(await findBrokenInvariants(deps.db, deps.fundId)).toEqual([]);
});

test("charges of all processes together keep one rate", async () => {
  const paced = { ...deps, chargesPerSecond: 50 };
  const start = performance.now();
  await Promise.all(Array.from({ length: 11 }, () => takeChargeTurn(paced)));
  // Eleven turns at fifty a second: ten pauses of 20 ms; a slow machine only takes longer.
  expect(performance.now() - start).toBeGreaterThan(190);
});

test("staff and holder see how far the charges are, nobody else (X1)", async () => {
  const campaign = await aCrowd(60);
  await chargeCampaign(deps, sweep, { campaignId: campaign.id });

  const auditor = await aUser(deps.db, { staffRoles: ["auditor"] });
  const [shown] = await listSettlements(deps, auditor);
  expect(shown).toMatchObject({ campaignId: campaign.id, charged: 50, toDo: 10, perMinute: 50, failed: 0 });
  expect(shown?.expectedEndAt?.getTime()).toBeGreaterThan(Date.now());
  expect(await readSettlement(deps, campaign.owner, campaign.id)).toMatchObject({ charged: 50 });
  const other = await aUser(deps.db);
  await expect(listSettlements(deps, other)).rejects.toMatchObject({ status: 404 });
  await expect(readSettlement(deps, other, campaign.id)).rejects.toMatchObject({ status: 404 });
});
