import { sql } from "drizzle-orm";
import { beforeAll, expect, test } from "vitest";
import { postgresError } from "../../src/db/postgres-errors.ts";
import type { Deps } from "../../src/deps.ts";
import { syncDispute } from "../../src/disputes/sync-dispute.ts";
import { worker } from "../../src/domain/actor.ts";
import { cents } from "../../src/domain/money.ts";
import { proposeRefund } from "../../src/refunds/propose-refund.ts";
import { aCampaign } from "../support/campaigns.ts";
import { testDatabase } from "../support/database.ts";
import { aUser, testDeps } from "../support/deps.ts";
import { aMatchingPot } from "../support/matching.ts";
import { aFirmPledge, thePledge } from "../support/pledges.ts";
import { testSandbox } from "../support/stripe-sandbox.ts";
import { KEEP, refund } from "../support/undoing.ts";

const database = testDatabase();
const sandbox = testSandbox();
let deps: Deps;
const known: Record<string, string> = {};

/** A gift returned in part, one disputed, one whose refund waits for a second person, and one untouched. */
beforeAll(async () => {
  deps = await testDeps(database.db, sandbox.gateway);
  await aMatchingPot(deps, 500_000n);
  const { id } = await aCampaign(deps, "live", KEEP);
  const card = { holder: "Alix Serre" };
  const [partly, disputed, proposed, kept] = [
    await aFirmPledge(deps, id, 5_000n, card),
    await aFirmPledge(deps, id, 5_000n, card),
    await aFirmPledge(deps, id, 100_000n),
    await aFirmPledge(deps, id, 5_000n),
  ];
  await refund(deps, partly, 1_000n);
  const { chargeId } = await thePledge(deps, disputed);
  const { id: dispute } = await sandbox.controls.openDispute(chargeId ?? "");
  await syncDispute(deps, worker("test"), dispute);
  const officer = await aUser(deps.db, { staffRoles: ["case_officer"] });
  const parts = { giftCents: cents(60_000n), tipCents: cents(0n) };
  await proposeRefund(deps, officer, { pledgeId: proposed, parts, reason: "Erreur." });
  Object.assign(known, {
    fund: deps.fundId,
    partly,
    disputed,
    proposed,
    kept,
    officer: officer.userId,
    charge: (await thePledge(deps, kept)).chargeId ?? "",
  });
});

/** As the owner; `free`: past every trigger that can be passed, so that only the constraint itself stands in the way. */
async function refusalOf(statement: string, free = false): Promise<string | undefined> {
  const text = statement.replace(/:(\w+):/g, (_, name: string) => `'${known[name]}'`);
  const outcome = await database.owner
    .transaction(async (tx) => {
      await tx.execute(sql`select set_config('app.tx', 'test', true)`);
      if (free) await tx.execute(sql`set local session_replication_role = replica`);
      await tx.execute(sql.raw(text));
    })
    .catch((error: unknown) => error);
  return postgresError(outcome)?.constraint;
}

const dispute = (state: string, cents: number, more = "now(), null") =>
  `insert into disputes (fund_id, id, stripe_dispute_id, charge_id, pledge_id, state, reason, stripe_status, amount_cents,
    gift_cents, opened_at, withdrawn_at, ended_at)
   values (:fund:, gen_random_uuid(), 'du_raw', :charge:, :kept:, '${state}', 'x', 'x', ${cents}, ${cents}, now(), ${more})`;
const request = (state: string, more: string) =>
  `insert into refund_requests (fund_id, id, pledge_id, reason, created_at, state, gift_cents, tip_cents, ${more.split("|")[0]})
   values (:fund:, gen_random_uuid(), :kept:, 'x', now(), '${state}', ${more.split("|")[1]})`;
const merge = (kind: string, pledge: string, into = "(select donor_id from pledges where id = :kept:)") =>
  `insert into donor_merges (fund_id, id, from_donor_id, into_donor_id, key_kind, pledge_id, merged_at)
   values (:fund:, gen_random_uuid(), (select donor_id from pledges where id = :proposed:), ${into}, '${kind}', ${pledge}, now())`;

test.each([
  ["F1: a dispute of more than was captured", dispute("open", 5_001), "pledges_returned_within_captured"],
  ["F4: a dispute that begins decided", dispute("lost", 100, "now(), now()"), "disputes_begin_open"],
  ["F4: a dispute that grows", "update disputes set amount_cents = 6000", "disputes_frozen"],
  [
    "F4: a dispute that shrinks while it is open",
    "update disputes set amount_cents = 4000, gift_cents = 4000",
    "disputes_frozen",
  ],
  [
    "F1: a dispute lost that takes more of the gift than it froze",
    "update disputes set state = 'lost', ended_at = now(), amount_cents = 4999, gift_cents = 4000, tip_cents = 999",
    "disputes_frozen",
  ],
  ["F4: a dispute undecided again", "update disputes set state = 'inquiry'", "disputes_state_transition"],
  ["F4: a dispute that vanishes", "delete from disputes", "disputes_append_only"],
  ["F1: a refund of another part", "update refunds set gift_cents = gift_cents - 1", "refunds_frozen"],
  ["F5: a refund renumbered without having failed", "update refunds set attempt = 2", "refunds_attempt_follows"],
  [
    "F1: the returned part of a gift forgotten",
    "update pledges set returned_gift_cents = 0 where id = :partly:",
    "pledges_returned_never_shrinks",
  ],
  [
    "M6: a match that changes its donor",
    "update matches set donor_id = (select donor_id from pledges where id = :kept:) where pledge_id = :partly:",
    "matches_donor_changes_by_merge",
  ],
  [
    "M6: a card that changes its donor",
    "update donor_keys set donor_id = (select donor_id from pledges where id = :kept:) where donor_id <> (select donor_id from pledges where id = :kept:)",
    "donor_keys_donor_changes_by_merge",
  ],
  ["M6: a merge forgotten", "delete from donor_merges", "donor_merges_append_only"],
  ["M10: why a match fell rewritten", "update match_reductions set cause = 'refund'", "match_reductions_append_only"],
  ["a revocation forgotten", "delete from match_revocations", "match_revocations_append_only"],
  [
    "F3: an answered request asked again",
    "update refund_requests set state = 'asked'",
    "refund_requests_state_transition",
  ],
  ["a request that vanishes", "delete from refund_requests", "refund_requests_append_only"],
])("the database refuses %s", async (_, statement, constraint) => {
  expect(await refusalOf(statement)).toBe(constraint);
});

test.each([
  ["pledges_undone_by_parts", "update pledges set returned_cents = 10, returned_gift_cents = 0 where id = :kept:"],
  ["refunds_gift_part", "update refunds set gift_cents = amount_cents + 1"],
  ["refunds_attempt_positive", "update refunds set attempt = 0"],
  [
    "grants_reduced_within_amount",
    `insert into grants (fund_id, id, campaign_id, organisation_id, amount_cents, reduced_cents, starts_on, ends_on, created_at)
    values (:fund:, gen_random_uuid(), :kept:, :kept:, 100, -1, '2027-01-01', '2027-12-31', now())`,
  ],
  [
    "grants_never_overpaid",
    `insert into grants (fund_id, id, campaign_id, organisation_id, amount_cents, reduced_cents, paid_cents, starts_on,
      ends_on, created_at)
    values (:fund:, gen_random_uuid(), :kept:, :kept:, 100, 60, 50, '2027-01-01', '2027-12-31', now())`,
  ],
  ["funds_refund_second_person_positive", "update funds set refund_second_person_above_cents = -1"],
  ["disputes_state_known", dispute("unsure", 100)],
  ["disputes_amount_positive", dispute("open", 0)],
  ["disputes_parts_within_amount", "update disputes set gift_cents = amount_cents + 1"],
  ["disputes_withdrawn_matches_state", dispute("open", 100, "null, null")],
  ["disputes_ended_matches_state", dispute("open", 100, "now(), now()")],
  [
    "disputes_stripe_dispute_unique",
    "insert into disputes select fund_id, gen_random_uuid(), stripe_dispute_id, charge_id, pledge_id, state, reason, stripe_status, amount_cents, 0, 0, opened_at, withdrawn_at, ended_at from disputes",
  ],
  ["donor_merges_two_donors", merge("card", ":kept:", "(select donor_id from pledges where id = :proposed:)")],
  ["donor_merges_key_known", merge("shoe", ":kept:")],
  ["donor_merges_payment_named", merge("email", ":kept:")],
  [
    "donor_merges_from_once",
    "insert into donor_merges select fund_id, gen_random_uuid(), from_donor_id, into_donor_id, key_kind, pledge_id, merged_at from donor_merges",
  ],
  [
    "match_reductions_cause_known",
    "insert into match_reductions select fund_id, gen_random_uuid(), match_id, 'whim', 1, null, now() from match_reductions limit 1",
  ],
  [
    "match_reductions_amount_positive",
    "insert into match_reductions select fund_id, gen_random_uuid(), match_id, cause, 0, null, now() from match_reductions limit 1",
  ],
  [
    "match_revocations_has_reason",
    "insert into match_revocations (fund_id, id, pledge_id, rule_id, reason, revoked_by, created_at) values (:fund:, gen_random_uuid(), :kept:, :kept:, '', :officer:, now())",
  ],
  ["refund_requests_asked_by_known", request("asked", "asked_by|1, 0, 'whoever'")],
  ["refund_requests_state_known", request("unsure", "decided_at|1, 0, null")],
  ["refund_requests_amount_positive", request("asked", "decided_at|0, 0, null")],
  ["refund_requests_proposed_whole", request("proposed", "decided_at|1, 0, null")],
  ["refund_requests_decided_whole", request("refused", "refusal|1, 0, null")],
  [
    "refund_requests_one_open",
    "insert into refund_requests (fund_id, id, pledge_id, state, gift_cents, tip_cents, reason, created_at) select fund_id, gen_random_uuid(), pledge_id, 'asked', 1, 0, 'x', now() from refund_requests where state = 'proposed'",
  ],
  [
    "refund_requests_second_person",
    "update refund_requests set state = 'accepted', decided_by = proposed_by, decided_at = now(), refund_id = gen_random_uuid() where state = 'proposed'",
  ],
])("raw SQL cannot get past %s", async (constraint, statement) => {
  expect(await refusalOf(statement, true)).toBe(constraint);
});
