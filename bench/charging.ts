import { parseArgs } from "node:util";
import { eq, sql } from "drizzle-orm";
import { connectDatabase } from "../src/db/client.ts";
import { outbox } from "../src/db/schema/platform.ts";
import { pledges as pledgeRows } from "../src/db/schema/pledges.ts";
import { inTransaction } from "../src/db/transaction.ts";
import type { Deps } from "../src/deps.ts";
import { worker } from "../src/domain/actor.ts";
import { findBrokenInvariants } from "../src/ledger/invariants.ts";
import type { PaymentGateway } from "../src/payments/gateway.ts";
import { chargeCampaign } from "../src/pledges/charge-campaign.ts";
import { readSettlement } from "../src/settlement/progress.ts";
import { settleCampaign } from "../src/settlement/settle-campaign.ts";
import { aCampaign } from "../test/support/campaigns.ts";
import { testDeps } from "../test/support/deps.ts";
import { analyse, withDatabase } from "./with-database.ts";

/**
 * How long a campaign of many pledges takes on our side of Stripe: to plan, to charge and book, to show. Stripe's answer
 * comes at once here. `npm run bench:charging -- 100000 --charge 5000 --database URL`
 */
const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { charge: { type: "string" }, database: { type: "string" } },
});
const pledges = Number(positionals[0] ?? 10_000);
const toCharge = Number(values.charge ?? pledges);
const actor = worker("bench");
const say = (line: string) => process.stdout.write(`${line}\n`);

/** Takes every card at once. */
const gateway = new Proxy({} as PaymentGateway, {
  get: () => async (charge: Parameters<PaymentGateway["chargeOffSession"]>[0]) => ({
    paymentIntentId: `pi_${charge.pledgeId}`,
    pledgeId: charge.pledgeId,
    outcome: {
      kind: "captured",
      chargeId: `ch_${charge.pledgeId}`,
      amountCents: charge.amountCents,
      currency: "eur",
      capturedAt: new Date(),
    },
  }),
});

await withDatabase(values.database, async (url) => {
  const { db, close } = connectDatabase(url, { poolSize: 10 });
  const deps = await testDeps(db, gateway);
  const { id: campaignId, owner } = await aCampaign(deps, "live", { goalCents: 20_000 });
  await seed(deps, campaignId);
  await analyse(url);
  await timed(`the settlement of ${pledges} pledges starts`, () => settleCampaign(deps, actor, campaignId));
  await timed("its progress is read", () => readSettlement(deps, owner, campaignId));
  const seconds = await timed(`${toCharge} of them are charged and booked`, () => chargeAll(deps, campaignId));
  say(`${Math.round(toCharge / seconds)} a second`);
  await timed("its progress is read", () => readSettlement(deps, owner, campaignId));
  await timed("the settlement is asked again", () => settleCampaign(deps, actor, campaignId));
  say(`broken invariants: ${(await findBrokenInvariants(db, deps.fundId)).length}`);
  await close();
});

async function timed(what: string, work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  const seconds = (performance.now() - start) / 1_000;
  say(`${what}: ${seconds.toFixed(2)} s`);
  return seconds;
}

/** Batch after batch, as the queue hands them on. */
async function chargeAll(deps: Deps, campaignId: string): Promise<void> {
  for (let charged = 0; charged < toCharge; charged += 50) {
    const batch = await nextBatch(deps);
    if (batch === undefined) break;
    await chargeCampaign(deps, actor, { campaignId, after: batch.after });
  }
  const captured = await deps.db.$count(pledgeRows, eq(pledgeRows.state, "captured"));
  if (captured < toCharge) throw new Error(`only ${captured} were charged`);
}

async function nextBatch(deps: Deps): Promise<{ readonly after?: string } | undefined> {
  const [next] = await inTransaction(deps.db, (tx) =>
    tx.delete(outbox).where(eq(outbox.job, "charge-campaign")).returning({ payload: outbox.payload }),
  );
  return next?.payload as { after?: string } | undefined;
}

async function seed(deps: Deps, campaignId: string): Promise<void> {
  await inTransaction(deps.db, async (tx) => {
    await tx.execute(sql`insert into donors (fund_id, id, created_at)
      select ${deps.fundId}, gen_random_uuid(), fund_now() from generate_series(1, ${pledges})`);
    await tx.execute(sql`insert into pledges (fund_id, id, campaign_id, donor_id, email, display_name, amount_cents, state,
        mode, created_at, checkout_expires_at, customer_id, payment_method_id, authorised_at)
      select fund_id, gen_random_uuid(), ${campaignId}, id, 'a@example.org', 'A', 1000, 'authorised',
        'all_or_nothing', fund_now(), fund_now(), 'cus_1', 'pm_' || id, fund_now()
      from donors where fund_id = ${deps.fundId}`);
  });
  await deps.db.execute(sql`update fund_clock set sandbox = true, ahead = ahead + interval '32 days'`);
}
