import { sql } from "drizzle-orm";
import { beforeAll, expect, test } from "vitest";
import { acceptVersion } from "../../src/agreements/accept-version.ts";
import { recordDelivery } from "../../src/agreements/record-delivery.ts";
import { suspendAgreement } from "../../src/agreements/suspend-agreement.ts";
import { postgresError } from "../../src/db/postgres-errors.ts";
import { aProposal, aSignedAgreement, bothSides, DAYS_KEY, GOODS_KEY, textOf } from "../support/agreements.ts";
import { testDatabase } from "../support/database.ts";
import { testDeps } from "../support/deps.ts";
import { dayFromNow } from "../support/partners.ts";

const database = testDatabase();
const ids: Record<string, string> = {};

/** One agreement in force with a delivery, one suspended, one proposed, and one whose text waits for signatures. */
beforeAll(async () => {
  const deps = await testDeps(database.db);
  const signed = await aSignedAgreement(deps);
  const stopped = await aSignedAgreement(deps);
  const { agreementId: suspended } = stopped;
  await suspendAgreement(deps, stopped.administrator, { agreementId: suspended, reason: "Essai." });
  const sides = await bothSides(deps);
  const proposed = await aProposal(deps, sides);
  const accepted = await aProposal(deps, sides);
  await acceptVersion(deps, sides.administrator, { agreementId: accepted, version: 1 });
  const delivery = await recordDelivery(deps, signed.member, {
    agreementId: signed.agreementId,
    commitmentKey: DAYS_KEY,
    deliveredOn: await dayFromNow(deps, 0),
    quantity: 10,
    note: "",
    evidence: { filename: "preuve.pdf", bytes: new TextEncoder().encode("%PDF-1.7") },
  });
  Object.assign(ids, {
    fund: deps.fundId,
    signed: signed.agreementId,
    suspended,
    proposed,
    accepted,
    delivery,
    recorder: signed.member.userId,
    decider: signed.administrator.userId,
    owner: sides.owner.userId,
    member: sides.member.userId,
    administrator: sides.administrator.userId,
    hash: (await textOf(deps, sides.owner, accepted)).hash,
    zeros: "0".repeat(64),
  });
});

/** Raw SQL as the owner: what stands in the way is the table itself. */
async function brokenBy(statements: string): Promise<string | undefined> {
  const filled = statements.replace(/:(\w+):/g, (_, name: string) => `'${ids[name]}'`);
  try {
    await database.owner.transaction(async (tx) => {
      await tx.execute(sql`select set_config('app.tx', 'test', true)`);
      for (const statement of filled.split(";")) await tx.execute(sql.raw(statement));
    });
    return undefined;
  } catch (error) {
    return postgresError(error)?.constraint;
  }
}

const negotiationOf = (agreement: string) =>
  `(select id from agreement_negotiations where agreement_id = ${agreement} order by id desc limit 1)`;
const version = (agreement: string, number: number, more = "'fund'") =>
  `insert into agreement_versions (fund_id, agreement_id, version, negotiation_id, side, proposed_by, message, terms, terms_hash, created_at) values (:fund:, ${agreement}, ${number}, ${negotiationOf(agreement)}, ${more}, :administrator:, '', '{}', :zeros:, now())`;
const acceptance = (number: number, side: string, hash = ":zeros:") =>
  `insert into agreement_acceptances (fund_id, agreement_id, version, side, accepted_by, text, text_hash, needs_second, created_at) values (:fund:, :proposed:, ${number}, ${side}, :administrator:, '[]', ${hash}, false, now())`;
const signature = (side: string, seat: number, person: string, hash = ":hash:", number = 1) =>
  `insert into agreement_signatures (fund_id, id, agreement_id, version, side, seat, signed_by, text_hash, created_at) values (:fund:, gen_random_uuid(), :accepted:, ${number}, ${side}, ${seat}, ${person}, ${hash}, now())`;
const delivery = (key: string, quantity: string, state = "'recorded'") =>
  `insert into commitment_deliveries (fund_id, id, agreement_id, commitment_key, state, delivered_on, quantity, note, recorded_side, recorded_by, created_at) values (:fund:, gen_random_uuid(), :signed:, '${key}', ${state}, now(), ${quantity}, '', 'partner', :recorder:, now())`;
const decided = (side: string, person: string, state = "'confirmed'", refusal = "null") =>
  `update commitment_deliveries set state = ${state}, decided_side = ${side}, decided_by = ${person}, decided_at = now(), refusal = ${refusal} where id = :delivery:`;
const suspension = (state: string, reason: string, columns: string, values: string) =>
  `insert into agreement_suspensions (fund_id, id, agreement_id, state, asked_side, asked_by, created_at, reason${columns}) values (:fund:, gen_random_uuid(), :signed:, ${state}, 'fund', :decider:, now(), ${reason}${values})`;

test.each([
  ["agreement_versions_append_only", "update agreement_versions set message = 'autre' where agreement_id = :proposed:"],
  ["agreement_versions_append_only", "delete from agreement_versions where agreement_id = :proposed:"],
  ["agreement_versions_one_after_another", version(":proposed:", 3)],
  ["agreement_versions_one_after_another", version(":proposed:", 1)],
  ["agreement_versions_while_open", version(":signed:", 2)],
  ["agreement_versions_side_known", version(":proposed:", 2, "'nobody'")],
  ["agreement_versions_hash_shape", version(":proposed:", 2).replace(":zeros:", "'no hash'")],
  ["agreement_acceptances_by_other_side", acceptance(1, "'partner'")],
  ["agreement_acceptances_of_latest_version", acceptance(2, "'fund'")],
  ["agreement_acceptances_of_latest_version", `${version(":proposed:", 2)};${acceptance(1, "'fund'")}`],
  ["agreement_acceptances_hash_shape", acceptance(1, "'fund'", "'short'")],
  [
    "agreement_acceptances_append_only",
    "update agreement_acceptances set needs_second = false where agreement_id = :accepted:",
  ],
  ["agreement_signatures_of_this_text", signature("'fund'", 1, ":administrator:", ":zeros:")],
  [
    "agreement_signatures_of_latest_version",
    `${version(":accepted:", 2)};${signature("'fund'", 1, ":administrator:")}`,
  ],
  ["agreement_signatures_for_own_side", signature("'partner'", 1, ":member:")],
  ["agreement_signatures_for_own_side", signature("'partner'", 1, ":administrator:")],
  ["agreement_signatures_for_own_side", signature("'fund'", 1, ":owner:")],
  ["agreement_signatures_seat_known", signature("'fund'", 3, ":administrator:")],
  ["agreement_signatures_seat_known", signature("'partner'", 2, ":owner:")],
  [
    "agreement_signatures_one_a_person",
    `${signature("'fund'", 1, ":administrator:")};${signature("'fund'", 2, ":administrator:")}`,
  ],
  [
    "agreement_signatures_one_a_seat",
    `${signature("'fund'", 1, ":administrator:")};${signature("'fund'", 1, ":decider:")}`,
  ],
  ["agreement_signatures_append_only", "delete from agreement_signatures"],
  [
    "agreement_negotiations_one_open",
    "insert into agreement_negotiations (fund_id, id, agreement_id, state, opened_by, created_at) values (:fund:, gen_random_uuid(), :proposed:, 'open', :owner:, now())",
  ],
  [
    "agreement_negotiations_signed_by_all",
    "update agreement_negotiations set state = 'signed', closed_at = now() where agreement_id = :proposed:",
  ],
  [
    "agreement_negotiations_signed_by_all",
    `${signature("'fund'", 1, ":administrator:")};update agreement_negotiations set state = 'signed', closed_at = now() where agreement_id = :accepted:`,
  ],
  [
    "agreement_negotiations_closed_whole",
    "update agreement_negotiations set closed_at = now() where agreement_id = :proposed:",
  ],
  [
    "agreement_negotiations_abandoned_has_reason",
    "update agreement_negotiations set state = 'abandoned', closed_at = now() where agreement_id = :proposed:",
  ],
  [
    "agreement_negotiations_state_transition",
    "update agreement_negotiations set state = 'open', closed_at = null where agreement_id = :signed:",
  ],
  [
    "agreement_negotiations_frozen",
    "update agreement_negotiations set opened_by = :owner: where agreement_id = :signed:",
  ],
  ["agreement_negotiations_append_only", "delete from agreement_negotiations"],
  [
    "cooperation_agreements_as_signed",
    "update cooperation_agreements set ends_at = ends_at + interval '1 year' where id = :signed:",
  ],
  ["cooperation_agreements_as_signed", "update cooperation_agreements set signed_version = null where id = :signed:"],
  [
    "cooperation_agreements_as_signed",
    "update cooperation_agreements set state = 'in_force', signed_at = now(), ends_at = now() + interval '1 day' where id = :proposed:",
  ],
  [
    "cooperation_agreements_as_signed",
    "update cooperation_agreements set state = 'in_force', signed_version = 1, signed_at = now(), ends_at = now() + interval '1 day' where id = :accepted:",
  ],
  [
    "cooperation_agreements_signed_version",
    "update cooperation_agreements set signed_version = 9 where id = :proposed:",
  ],
  ["cooperation_agreements_signed_whole", "update cooperation_agreements set signed_at = now() where id = :proposed:"],
  ["cooperation_agreements_frozen", "update cooperation_agreements set reference = 'AUTRE' where id = :signed:"],
  ["cooperation_agreements_ended_whole", "update cooperation_agreements set ended_at = now() where id = :signed:"],
  [
    "cooperation_agreements_ended_whole",
    "update cooperation_agreements set state = 'ended', ended_at = now(), ended_side = 'fund' where id = :signed:",
  ],
  [
    "cooperation_agreements_state_transition",
    "update cooperation_agreements set state = 'negotiating' where id = :signed:",
  ],
  ["cooperation_agreements_append_only", "delete from cooperation_agreements"],
  [
    "agreement_suspensions_one_open",
    "insert into agreement_suspensions (fund_id, id, agreement_id, state, asked_side, asked_by, created_at, reason) values (:fund:, gen_random_uuid(), :suspended:, 'asked', 'fund', :decider:, now(), 'x')",
  ],
  ["agreement_suspensions_has_reason", suspension("'asked'", "''", "", "")],
  ["agreement_suspensions_started_whole", suspension("'running'", "'x'", "", "")],
  ["agreement_suspensions_over_has_reason", suspension("'declined'", "'x'", ", over_at", ", now()")],
  ["agreement_suspensions_state_transition", "update agreement_suspensions set state = 'asked', started_at = null"],
  ["suspended_rules_append_only", "delete from suspended_rules"],
  [
    "commitments_never_over_confirmed",
    "update commitments set promised_quantity = 9 where key = 'jours' and agreement_id = :signed:;update commitment_deliveries set state = 'confirmed', decided_side = 'fund', decided_by = :decider:, decided_at = now() where id = :delivery:",
  ],
  [
    "commitments_quantities_never_negative",
    "update commitments set confirmed_quantity = delivered_quantity + 1 where key = 'tablettes'",
  ],
  ["commitments_goods_whole", "update commitments set promised_quantity = 1.5 where key = 'tablettes'"],
  ["commitments_kind_whole", "update commitments set promised_quantity = 1 where key = 'argent'"],
  ["commitments_kind_known", "update commitments set kind = 'time' where key = 'jours'"],
  ["commitments_nature_known", "update commitments set nature = 'dream' where key = 'jours'"],
  ["commitments_append_only", "delete from commitments"],
  ["commitment_deliveries_of_goods_or_days", delivery("argent", "1")],
  ["commitment_deliveries_of_goods_or_days", delivery(GOODS_KEY, "1.5")],
  ["commitment_deliveries_of_goods_or_days", delivery(DAYS_KEY, "1", "'confirmed'")],
  ["commitment_deliveries_quantity_positive", delivery(DAYS_KEY, "0")],
  ["commitment_deliveries_decided_by_other_side", decided("'partner'", ":decider:")],
  ["commitment_deliveries_decided_by_other_side", decided("'fund'", ":recorder:")],
  ["commitment_deliveries_decided_whole", "update commitment_deliveries set state = 'confirmed' where id = :delivery:"],
  ["commitment_deliveries_refused_has_reason", decided("'fund'", ":decider:", "'refused'")],
  ["commitment_deliveries_frozen", "update commitment_deliveries set quantity = 1 where id = :delivery:"],
  [
    "commitment_deliveries_frozen",
    `${decided("'fund'", ":decider:")};update commitment_deliveries set decided_by = :owner: where id = :delivery:`,
  ],
  ["commitment_deliveries_append_only", "delete from commitment_deliveries"],
  ["delivery_evidence_append_only", "update delivery_evidence set filename = 'autre'"],
  ["funds_second_signature_positive", "update funds set second_signature_above_cents = -1 where id = :fund:"],
])("raw SQL cannot get past %s (%#)", async (constraint, statements) => {
  expect(await brokenBy(statements)).toBe(constraint);
});

test("the service may not rewrite what was proposed, accepted or signed", async () => {
  const tables = ["agreement_versions", "agreement_acceptances", "agreement_signatures", "delivery_evidence"];

  const rights = await database.owner.execute(
    sql`select table_name from information_schema.role_table_grants where grantee = 'fund_app' and privilege_type in ('UPDATE', 'DELETE') and table_name in ${tables}`,
  );

  expect([...rights]).toEqual([]);
});

test.each(["agreement_versions", "agreement_signatures", "commitment_deliveries", "commitments"])(
  "a write to %s outside an announced transaction is refused",
  async (table) => {
    const stray = database.owner.execute(sql.raw(`delete from ${table} where false`));

    await expect(stray).rejects.toSatisfy((error) => postgresError(error)?.constraint === "announced_transaction");
  },
);
