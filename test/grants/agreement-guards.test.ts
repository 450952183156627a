import { sql } from "drizzle-orm";
import { beforeAll, expect, test } from "vitest";
import { postgresError } from "../../src/db/postgres-errors.ts";
import { DEFAULT_TEMPLATE } from "../../src/grants/default-template.ts";
import { writeTemplate } from "../../src/grants/write-template.ts";
import { addReportFile } from "../../src/spending-reports/report-files.ts";
import { submitReport } from "../../src/spending-reports/submit-report.ts";
import { testDatabase } from "../support/database.ts";
import { testDeps } from "../support/deps.ts";
import { aGrant, aStaffMember } from "../support/grants.ts";
import { aPdf } from "../support/instalments.ts";
import { writeReport } from "../support/reports.ts";

const database = testDatabase();
const ids: Record<string, string> = {};

beforeAll(async () => {
  const deps = await testDeps(database.db);
  const [grant, handedIn] = [await aGrant(database, deps), await aGrant(database, deps)];
  await writeReport(deps, grant, 100n);
  await addReportFile(deps, grant.owner, { grantId: grant.grantId, file: aPdf() });
  await writeReport(deps, handedIn, 100n);
  await addReportFile(deps, handedIn.owner, { grantId: handedIn.grantId, file: aPdf() });
  await submitReport(deps, handedIn.owner, handedIn);
  await writeTemplate(deps, await aStaffMember(deps, "administrator"), {
    baseVersion: 0,
    bodyFr: DEFAULT_TEMPLATE.fr,
    bodyEn: DEFAULT_TEMPLATE.en,
  });
  Object.assign(ids, {
    fund: deps.fundId,
    user: grant.owner.userId,
    grant: grant.grantId,
    handedIn: handedIn.grantId,
  });
});

/** Raw SQL as the owner, in an announced transaction; without the triggers only the constraint stands in the way. */
async function brokenBy(statement: string, triggers: "on" | "off"): Promise<string | undefined> {
  const filled = statement.replace(/:(\w+):/g, (_, name: string) => `'${ids[name]}'`);
  try {
    await database.owner.transaction(async (tx) => {
      await tx.execute(sql`select set_config('app.tx', 'test', true)`);
      if (triggers === "off") await tx.execute(sql`set local session_replication_role = replica`);
      await tx.execute(sql.raw(filled));
    });
    return undefined;
  } catch (error) {
    return postgresError(error)?.constraint;
  }
}

const OWN_REPORT = "(select id from spending_reports where grant_id = :grant:)";
const file = (name: string) =>
  `insert into spending_report_files select fund_id, gen_random_uuid(), report_id, sha256, '${name}', added_by, now() from spending_report_files where report_id = ${OWN_REPORT} limit 1`;
const onGrant = (change: string) => `update grants set ${change} where id = :grant:`;
const onReport = (change: string) => `update spending_reports set ${change} where grant_id = :grant:`;
const onHandedIn = (change: string) => `update spending_reports set ${change} where grant_id = :handedIn:`;
const template = (version: number, body: string) =>
  `insert into agreement_templates values (:fund:, ${version}, '${body}', 'x', :user:, now())`;
const aid = (amount: number, granter: string) =>
  `insert into de_minimis_aids select fund_id, id, 9, '${granter}', ${amount}, '2027-01-01' from de_minimis_declarations limit 1`;
const expense = (amount: number, supplier: string) =>
  `insert into spending_report_expenses select fund_id, report_id, 99, position, '${supplier}', '2027-01-01', ${amount} from spending_report_lines where report_id = ${OWN_REPORT} limit 1`;
const accepted = (returned: string) =>
  onReport(
    `state = 'accepted', submitted_at = now(), submitted_by = :user:, decided_at = now(), decided_by = gen_random_uuid()${returned}`,
  );

test.each([
  ["grants_period_in_order", onGrant("ends_on = starts_on - 1")],
  ["grants_commitment_whole", onGrant("commitment_agreed_by = null")],
  ["grants_signed_with_commitment", onGrant("commitment_agreed_at = null, commitment_agreed_by = null")],
  ["agreement_templates_version_positive", template(0, "x")],
  ["agreement_templates_written", template(99, "")],
  ["signed_agreements_hash_shape", "insert into signed_agreements values (:fund:, :grant:, 'short', '[]', now())"],
  ["de_minimis_aids_amount_positive", aid(0, "Région")],
  ["de_minimis_aids_granter_named", aid(1, "")],
  ["grant_reminders_kind_known", "insert into grant_reminders values (:fund:, :grant:, 'whim', now())"],
  [
    "spending_reports_one_per_grant",
    "insert into spending_reports (fund_id, id, grant_id, state, created_at) values (:fund:, gen_random_uuid(), :grant:, 'draft', now())",
  ],
  ["spending_reports_state_known", onReport("state = 'lost', submitted_at = now(), submitted_by = :user:")],
  ["spending_reports_other_funding_not_negative", onReport("other_funding_cents = -1")],
  ["spending_reports_submitted_whole", onReport("state = 'submitted'")],
  ["spending_reports_decided_whole", onReport("decided_at = now()")],
  [
    "spending_reports_second_person",
    onHandedIn("state = 'changes_requested', decided_at = now(), decided_by = submitted_by, decision_note = 'x'"),
  ],
  [
    "spending_reports_changes_said",
    onHandedIn("state = 'changes_requested', decided_at = now(), decided_by = gen_random_uuid()"),
  ],
  ["spending_reports_return_whole", accepted("")],
  [
    "spending_reports_return_adds_up",
    accepted(", kept_back_cents = 1, claimed_cents = 1, to_pots_cents = 1, to_reserve_cents = 0"),
  ],
  [
    "spending_report_lines_not_negative",
    `update spending_report_lines set spent_cents = -1 where report_id = ${OWN_REPORT}`,
  ],
  ["spending_report_expenses_amount_positive", expense(0, "Vis SA")],
  ["spending_report_expenses_supplier_named", expense(1, "")],
  ["spending_report_files_named", file("")],
  ["spending_report_files_once", file("facture.pdf")],
])("raw SQL cannot get past %s", async (constraint, statement) => {
  expect(await brokenBy(statement, "off")).toBe(constraint);
});

test.each([
  ["agreement_templates_append_only", "update agreement_templates set body_fr = 'x'"],
  ["signed_agreements_append_only", "update signed_agreements set paragraphs = '[]'"],
  ["signed_agreements_append_only", "delete from signed_agreements"],
  ["de_minimis_declarations_append_only", "update de_minimis_declarations set has_economic_activity = true"],
  ["de_minimis_aids_append_only", "delete from de_minimis_aids"],
  ["grant_reminders_append_only", "delete from grant_reminders"],
  [
    "spending_reports_state_transition",
    accepted(", kept_back_cents = 0, claimed_cents = 0, to_pots_cents = 0, to_reserve_cents = 0"),
  ],
  ["spending_reports_handed_in", onHandedIn("other_funding_cents = 5")],
  ["spending_reports_handed_in", "delete from spending_reports where grant_id = :handedIn:"],
  [
    "spending_reports_handed_in",
    "update spending_report_lines set spent_cents = 5 where report_id = (select id from spending_reports where grant_id = :handedIn:)",
  ],
  [
    "spending_reports_handed_in",
    "insert into spending_report_expenses select fund_id, report_id, 99, position, 'Vis SA', '2027-01-01', 1 from spending_report_lines where report_id = (select id from spending_reports where grant_id = :handedIn:) limit 1",
  ],
])("D2, X2: what was signed, declared or handed in stays, for raw SQL too: %s", async (constraint, statement) => {
  expect(await brokenBy(statement, "on")).toBe(constraint);
});

const ofHandedIn = "(select id from spending_reports where grant_id = :handedIn:)";

test.each([
  ["spending_reports_handed_in", onHandedIn("other_funding_cents = 5")],
  ["spending_reports_handed_in", "delete from spending_reports where grant_id = :handedIn:"],
  ["spending_reports_handed_in", `update spending_report_lines set spent_cents = 5 where report_id = ${ofHandedIn}`],
  ["spending_reports_handed_in", `delete from spending_report_lines where report_id = ${ofHandedIn}`],
  [
    "spending_report_files_handed_in",
    `update spending_report_files set removed_at = now() where report_id = ${ofHandedIn}`,
  ],
  [
    "spending_report_files_handed_in",
    `update spending_report_files set filename = 'x' where report_id = ${OWN_REPORT}`,
  ],
  ["spending_report_files_append_only", "delete from spending_report_files"],
  ["spending_reports_append_only", "truncate spending_reports cascade"],
  ["spending_report_lines_append_only", "truncate spending_report_lines cascade"],
  ["spending_report_expenses_append_only", "truncate spending_report_expenses"],
  ["signed_agreements_append_only", "truncate signed_agreements"],
])("D2, X2: %s holds in a session that replays others' writes too: %s", async (constraint, statement) => {
  expect(await brokenBy(statement, "off")).toBe(constraint);
});
