import { sql } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { beforeAll, describe, expect, test } from "vitest";
import { postgresError } from "../../src/db/postgres-errors.ts";
import type { Deps } from "../../src/deps.ts";
import { createPaymentFile } from "../../src/disbursements/create-payment-file.ts";
import { downloadPaymentFile } from "../../src/disbursements/download-payment-file.ts";
import { explainDifference } from "../../src/reconciliation/explain-difference.ts";
import { importBankStatement } from "../../src/reconciliation/import-bank-statement.ts";
import { executePain001 } from "../../src/sandbox/bank/pretend-bank.ts";
import { testDatabase } from "../support/database.ts";
import { testDeps } from "../support/deps.ts";
import { aGrant, anOrder, aRequest, aStaffMember, joinOrganisation } from "../support/grants.ts";

const base = testDatabase();
const ids: Record<string, string> = {};

beforeAll(async () => {
  const deps: Deps = await testDeps(base.db);
  const paymaster = await aStaffMember(deps, "paymaster");
  const grant = await aGrant(base, deps, 100_000n);
  const unsigned = await aGrant(base, deps, 100_000n, { isSigned: false });
  const sent = await anOrder(deps, grant, 20_000n);
  const { paymentFileId = "" } = await createPaymentFile(deps, paymaster);
  const { xml } = await downloadPaymentFile(deps, paymaster, { paymentFileId });
  const incomingTransfers = [{ amountCents: 700n, debtorName: "X", debtorIban: "BE68539007547034" }];
  const statement = executePain001(xml, { bankDate: "2027-03-10", openingCents: 0n, incomingTransfers });
  await importBankStatement(deps, paymaster, { xml: statement });
  const requested = await aRequest(deps, grant, 10_000n);
  const ordered = await anOrder(deps, grant, 10_000n);
  const member = await aStaffMember(deps, "authoriser");
  await joinOrganisation(deps, grant.organisationId, member.userId);
  const other = await aStaffMember(deps, "authoriser", "paymaster");
  const [line] = await base.owner.execute<{ id: string }>(sql`select id from bank_lines where state = 'open'`);
  const [difference] = await base.owner.execute<{ id: string }>(
    sql`select id from differences where kind = 'bank-line'`,
  );
  await explainDifference(deps, paymaster, { differenceId: difference?.id ?? "", reason: "Vu", resolution: "reason" });
  Object.assign(ids, {
    fund: deps.fundId,
    grant: grant.grantId,
    campaign: grant.id,
    unsigned: unsigned.grantId,
    owner: grant.owner.userId,
    member: member.userId,
    other: other.userId,
    paymaster: paymaster.userId,
    authoriser: ordered.authoriser.userId,
    paid: sent.disbursementId,
    requested: requested.disbursementId,
    ordered: ordered.disbursementId,
    account: grant.bankAccountId,
    file: paymentFileId,
    line: line?.id ?? "",
    difference: difference?.id ?? "",
    unknown: uuidv7(),
  });
});

/** The constraint that refuses a statement, in an announced transaction of the database's owner; `:name` stands for an id. */
async function refusalOf(statement: string): Promise<string | undefined> {
  const written = statement.replace(/(?<!:):([a-z]+)/g, (whole, name: string) =>
    ids[name] ? `'${ids[name]}'` : whole,
  );
  try {
    await base.owner.transaction(async (tx) => {
      await tx.execute(sql`select set_config('app.tx', 'test', true)`);
      await tx.execute(sql.raw(written));
    });
    return undefined;
  } catch (error) {
    return postgresError(error)?.constraint ?? String(error);
  }
}

/** Copies one row of a table under a new id, with some columns changed. */
const copied = (table: string, from: string, changes: Readonly<Record<string, string>>) => {
  const set = Object.entries({ id: "gen_random_uuid()", ...changes }).map(
    ([column, value]) => `r.${column} := ${value};`,
  );
  return `do $$ declare r ${table}; begin select * into strict r from ${table} where ${from}; ${set.join(" ")} insert into ${table} values (r.*); end $$`;
};

const approval = (disbursement: string, step: string, user: string, hash = "x.content_hash") =>
  `insert into disbursement_approvals (fund_id, id, disbursement_id, step, user_id, content_hash, created_at)
   select fund_id, gen_random_uuid(), id, '${step}', :${user}, ${hash}, now() from disbursements x where id = :${disbursement}`;

const reversal = ({ amount = "1", reason = "'r'", disbursement = ":paid" }) =>
  `insert into transfer_reversals (fund_id, id, disbursement_id, amount_cents, reason, state, proposed_by, proposed_at)
   values (:fund, gen_random_uuid(), ${disbursement}, ${amount}, ${reason}, 'proposed', :other, now())`;

describe("every constraint refuses what it is named for, in raw SQL", () => {
  test.each([
    [
      "grants_amount_positive",
      "update grants set amount_cents = 0, engaged_cents = 0, paid_cents = 0 where id = :unsigned",
    ],
    ["grants_awaiting_not_payable", "update grants set engaged_cents = amount_cents + 1 where id = :unsigned"],
    ["grants_awaiting_not_payable", "update grants set awaiting_cents = -1 where id = :unsigned"],
    ["grants_never_overpaid", "update grants set reduced_cents = amount_cents, engaged_cents = 1 where id = :unsigned"],
    ["grants_never_overpaid", "update grants set paid_cents = -1 where id = :unsigned"],
    ["grants_one_per_campaign", copied("grants", "id = :grant", {})],
    ["grants_campaign", copied("grants", "id = :grant", { campaign_id: ":unknown" })],
    ["grants_organisation_id_organisations_id_fk", "update grants set organisation_id = :unknown where id = :unsigned"],
    ["grants_signed_by_two", "update grants set fund_signed_by = holder_signed_by where id = :grant"],
    ["grants_signatures_whole", "update grants set holder_signed_at = now() where id = :unsigned"],
    ["grants_signatures_whole", "update grants set agreement_hash = null where id = :grant"],
    ["grants_signatures_whole", "update grants set fund_signed_by = null where id = :grant"],
    [
      "grants_holder_signs_first",
      "update grants set fund_signed_at = now(), fund_signed_by = :other where id = :unsigned",
    ],
    ["grants_append_only", "delete from grants where id = :unsigned"],
    [
      "organisations_stripe_connected_whole",
      "update organisations set stripe_connected_at = now() where id = (select organisation_id from grants where id = :grant)",
    ],
    [
      "payee_account_open",
      "update bank_accounts set verified_at = fund_now() where id = :account; update disbursements set state = 'sent', sent_at = now(), payment_file_id = :file where id = :ordered",
    ],
    [
      "payment_file_downloads_append_only",
      "update payment_file_downloads set downloaded_at = now() where payment_file_id = :file",
    ],
    ["payment_file_downloads_file", copied("payment_file_downloads", "true", { payment_file_id: ":unknown" })],
    ["transfer_reversals_amount_positive", reversal({ amount: "0" })],
    ["transfer_reversals_has_reason", reversal({ reason: "''" })],
    ["transfer_reversals_disbursement", reversal({ disbursement: ":unknown" })],
    ["transfer_reversals_one_open", `${reversal({ reason: "'first'" })}; ${reversal({ reason: "'second'" })}`],
    [
      "transfer_reversals_two_people",
      `${reversal({})}; update transfer_reversals set state = 'confirmed', decided_by = proposed_by, decided_at = now()`,
    ],
    ["transfer_reversals_frozen", `${reversal({})}; update transfer_reversals set amount_cents = 2`],

    [
      "disbursements_start_requested",
      copied("disbursements", "id = :requested", { state: "'authorised'", end_to_end_id: "'E1'" }),
    ],
    [
      "grants_awaiting_not_payable",
      copied("disbursements", "id = :requested", { amount_cents: "60001", end_to_end_id: "'E2'" }),
    ],
    [
      "disbursements_amount_positive",
      copied("disbursements", "id = :requested", { amount_cents: "99", end_to_end_id: "'E3'" }),
    ],
    ["disbursements_end_to_end_unique", copied("disbursements", "id = :requested", {})],
    [
      "disbursements_grant",
      copied("disbursements", "id = :requested", { grant_id: ":unknown", end_to_end_id: "'E4'" }),
    ],
    [
      "disbursements_rail_names_payee",
      copied("disbursements", "id = :requested", { bank_account_id: "null", end_to_end_id: "'E5'" }),
    ],
    [
      "disbursements_rail_names_payee",
      copied("disbursements", "id = :requested", { rail: "'cash'", end_to_end_id: "'E6'" }),
    ],
    [
      "disbursements_state_transition",
      "update disbursements set state = 'paid', paid_at = now() where id = :requested",
    ],
    [
      "disbursements_state_known",
      "insert into state_transitions values ('disbursement', 'requested', 'lost'); update disbursements set state = 'lost' where id = :requested",
    ],
    ["disbursements_approved_by_two", "update disbursements set state = 'authorised' where id = :requested"],
    ["disbursements_ended_has_reason", "update disbursements set state = 'cancelled' where id = :requested"],
    ["disbursements_sent_by_their_rail", "update disbursements set state = 'sent' where id = :ordered"],
    [
      "disbursements_sent_by_their_rail",
      "update disbursements set state = 'sent', sent_at = now(), stripe_transfer_id = 'tr_1' where id = :ordered",
    ],
    [
      "disbursements_file",
      "update disbursements set state = 'sent', sent_at = now(), payment_file_id = :unknown where id = :ordered",
    ],
    [
      "disbursements_transfer_started_while_ordered",
      "update disbursements set transfer_started_at = now(), transfer_attempt = 1 where id = :ordered",
    ],
    ["disbursements_content_frozen", "update disbursements set amount_cents = 20000 where id = :ordered"],
    [
      "disbursements_content_frozen",
      "update disbursements set state = 'requested', purpose = 'autre' where id = :ordered",
    ],
    ["disbursements_content_frozen", "update disbursements set requested_by = :other where id = :requested"],
    ["disbursements_content_frozen", "update disbursements set end_to_end_id = 'E7' where id = :paid"],
    ["disbursements_sent_once", "update disbursements set payment_file_id = :unknown where id = :paid"],
    ["disbursements_paid_at_matches_state", "update disbursements set paid_at = null where id = :paid"],
    ["disbursements_append_only", "delete from disbursements where id = :requested"],

    ["disbursement_approvals_independent", approval("requested", "authorise", "owner")],
    ["disbursement_approvals_independent", approval("requested", "authorise", "member")],
    ["disbursement_approvals_of_this_content", approval("requested", "authorise", "other", "'0'")],
    ["disbursement_approvals_step_known", approval("requested", "sign", "other")],
    ["disbursement_approvals_one_a_step", approval("ordered", "authorise", "other")],
    [
      "disbursement_approvals_two_people",
      `${approval("requested", "authorise", "other")}; ${approval("requested", "order", "other")}`,
    ],
    [
      "disbursement_approvals_frozen",
      "update disbursement_approvals set user_id = :other where disbursement_id = :ordered",
    ],
    [
      "disbursement_approvals_frozen",
      "update disbursement_approvals set voided_at = now() where disbursement_id = :ordered; update disbursement_approvals set voided_at = null where disbursement_id = :ordered",
    ],
    [
      "disbursements_approved_by_two",
      "update disbursement_approvals set voided_at = now() where disbursement_id = :ordered and step = 'order'; update disbursements set state = 'sent', sent_at = now(), payment_file_id = :file where id = :ordered",
    ],
    [
      "disbursements_content_frozen",
      `${approval("requested", "authorise", "other")}; update disbursements set content_hash = 'changed' where id = :requested`,
    ],
    [
      "disbursements_approved_by_two",
      `${approval("requested", "authorise", "other")}; update disbursement_approvals set voided_at = now() where disbursement_id = :requested; update disbursements set content_hash = 'changed' where id = :requested; update disbursements set state = 'authorised' where id = :requested`,
    ],
    [
      "disbursements_approved_by_two",
      `${approval("requested", "authorise", "other")}; update disbursements set state = 'authorised' where id = :requested; update disbursements set state = 'ordered' where id = :requested`,
    ],
    [
      "disbursement_approvals_two_people",
      `${approval("requested", "authorise", "other")}; update disbursements set state = 'authorised' where id = :requested; ${approval("requested", "order", "other")}`,
    ],
    ["disbursement_approvals_independent", approval("requested", "order", "owner")],
    ["disbursement_approvals_append_only", "delete from disbursement_approvals"],

    [
      "payment_files_message_unique",
      "do $$ declare r payment_files; begin select * into r from payment_files; r.id := gen_random_uuid(); insert into payment_files values (r.*); end $$",
    ],
    [
      "payment_files_control_sum_positive",
      copied("payment_files", "id = :file", { message_id: "'M2'", control_sum_cents: "0" }),
    ],
    ["payment_files_append_only", "update payment_files set xml_ciphertext = 'x'"],

    ["bank_statements_once", copied("bank_statements", "fund_id = :fund", {})],
    [
      "bank_statements_days_in_order",
      copied("bank_statements", "fund_id = :fund", { statement_id: "'S2'", from_on: "r.to_on + 1" }),
    ],
    ["bank_statements_append_only", "update bank_statements set closing_cents = 0"],

    ["bank_lines_once", copied("bank_lines", "id = :line", {})],
    ["bank_lines_statement", copied("bank_lines", "id = :line", { line_ref: "'L1'", statement_id: ":unknown" })],
    ["bank_lines_amount_not_zero", copied("bank_lines", "id = :line", { line_ref: "'L2'", amount_cents: "0" })],
    ["bank_lines_state_known", copied("bank_lines", "id = :line", { line_ref: "'L3'", state: "'lost'" })],
    ["bank_lines_booked_has_entry", "update bank_lines set state = 'booked' where id = :line"],
    ["bank_lines_frozen", "update bank_lines set amount_cents = 1 where id = :line"],
    ["bank_lines_frozen", "update bank_lines set state = 'open', entry_key = null where state = 'booked'"],
    ["bank_lines_append_only", "delete from bank_lines where id = :line"],

    ["differences_once_per_subject", copied("differences", "id = :difference", {})],
    ["differences_state_known", copied("differences", "id = :difference", { subject: "'s1'", state: "'lost'" })],
    [
      "differences_state_transition",
      "update differences set state = 'closed', closed_at = now(), closed_by = 'user:x', closing_entry_id = gen_random_uuid() where id = :difference; update differences set state = 'open' where id = :difference",
    ],
    ["differences_explained_has_reason", "update differences set explanation = null where id = :difference"],
    ["differences_explained_has_reason", "update differences set explanation = '' where id = :difference"],
    ["differences_closed_by_entry_or_second_person", "update differences set state = 'closed' where id = :difference"],
    [
      "differences_closed_by_entry_or_second_person",
      "update differences set state = 'closed', closed_at = now(), closed_by = 'user:' || explained_by where id = :difference",
    ],
    ["differences_append_only", "delete from differences where id = :difference"],
  ])("%s: %s", async (constraint, statement) => {
    expect(await refusalOf(statement)).toBe(constraint);
  });
});

test("L1: none of these tables is written outside an announced transaction", async () => {
  for (const table of ["grants", "disbursements", "disbursement_approvals", "bank_lines", "differences"]) {
    const error = await base.owner.execute(sql.raw(`update ${table} set fund_id = fund_id`)).catch((e: unknown) => e);
    expect(postgresError(error)?.constraint).toBe("announced_transaction");
  }
});

test("D3: an order cannot be authorised in raw SQL under an agreement that is not signed", async () => {
  const unsignedOrder = `insert into disbursements (fund_id, id, grant_id, instalment_id, amount_cents, rail, bank_account_id, purpose, state, content_hash, requested_by, created_at, end_to_end_id)
    values (:fund, gen_random_uuid(), :unsigned, (select id from instalments where grant_id = :unsigned), 1000, 'sepa', :account, 'p', 'requested', 'h', :owner, now(), 'E9');
    insert into disbursement_approvals (fund_id, id, disbursement_id, step, user_id, content_hash, created_at)
      select fund_id, gen_random_uuid(), id, 'authorise', :other, 'h', now() from disbursements where end_to_end_id = 'E9';
    update disbursements set state = 'authorised' where end_to_end_id = 'E9'`;

  expect(await refusalOf(unsignedOrder)).toBe("disbursements_agreement_signed");
});
