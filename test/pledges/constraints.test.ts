import { sql } from "drizzle-orm";
import { beforeAll, expect, test } from "vitest";
import { cancelCampaign } from "../../src/campaigns/cancel-campaign.ts";
import { postgresError } from "../../src/db/postgres-errors.ts";
import { worker } from "../../src/domain/actor.ts";
import { unwindPledge } from "../../src/pledges/unwind-pledge.ts";
import { aCampaign } from "../support/campaigns.ts";
import { testDatabase } from "../support/database.ts";
import { aUser, testDeps } from "../support/deps.ts";
import { aFirmPledge, thePledge } from "../support/pledges.ts";
import { testSandbox } from "../support/stripe-sandbox.ts";

const database = testDatabase();
const sandbox = testSandbox();
const known: Record<string, string> = {};

/** Two captured gifts of 50 €, of which one is owed back. */
beforeAll(async () => {
  const deps = await testDeps(database.db, sandbox.gateway);
  const campaign = await aCampaign(deps, "live", { mode: "keep_what_you_raise" });
  const kept = await thePledge(deps, await aFirmPledge(deps, campaign.id, 5_000n));
  const cancelled = await aCampaign(deps, "live", { mode: "keep_what_you_raise" });
  const owed = await thePledge(deps, await aFirmPledge(deps, cancelled.id, 5_000n));
  await cancelCampaign(deps, await aUser(deps.db, { staffRoles: ["administrator"] }), cancelled.id, "Fraude.");
  await unwindPledge(deps, worker("test"), owed.id);
  Object.assign(known, { fund: deps.fundId, kept: kept.id, charge: kept.chargeId ?? "", owed: owed.id });
});

/** The constraint that refused the statement, announced as the service's own are. */
async function refusalOf(statement: string): Promise<string | undefined> {
  const text = statement.replace(/\$(\w+)/g, (_, name: string) => `'${known[name]}'`);
  const outcome = await database.owner
    .transaction(async (tx) => {
      await tx.execute(sql`select set_config('app.tx', 'test', true)`);
      await tx.execute(sql.raw(text));
    })
    .catch((error: unknown) => error);
  return postgresError(outcome)?.constraint;
}

const refund = (pledge: string, charge: string, reason: string, cents: number) =>
  `insert into refunds (fund_id, id, pledge_id, charge_id, reason, amount_cents, gift_cents, state, created_at)
    values ($fund, gen_random_uuid(), ${pledge}, ${charge}, '${reason}', ${cents}, ${cents}, 'requested', now())`;

test.each([
  ["more than was captured", refund("$kept", "$charge", "donor_request", 5_001), "pledges_returned_within_captured"],
  [
    "a capture under the name of late money",
    refund("$kept", "$charge", "late_money", 1),
    "refunds_late_money_not_captured",
  ],
  ["a charge that is not the pledge's", refund("$kept", "'ch_other'", "donor_request", 1), "refunds_of_the_capture"],
  ["a charge of another pledge", refund("$owed", "$charge", "donor_request", 1), "refunds_of_the_capture"],
])("F1: the database refuses to give back %s", async (_, statement, constraint) => {
  expect(await refusalOf(statement)).toBe(constraint);
});

test.each([
  ["a refund grow", "update refunds set amount_cents = 9999 where pledge_id = $owed", "refunds_frozen"],
  ["a refund change its charge", "update refunds set charge_id = 'ch_2' where pledge_id = $owed", "refunds_frozen"],
  [
    "what was returned be forgotten",
    "update pledges set returned_cents = 0 where id = $owed",
    "pledges_returned_never_shrinks",
  ],
  ["a refund vanish", "delete from refunds where pledge_id = $owed", "refunds_append_only"],
  ["a pledge vanish", "delete from pledges where id = $kept", "pledges_append_only"],
  [
    "a pledge that stands be voided",
    "update pledges set voided_at = now() where id = $kept",
    "pledges_voided_once_ended",
  ],
])("F1, P2: the database doesn't let %s", async (_, statement, constraint) => {
  expect(await refusalOf(statement)).toBe(constraint);
});
