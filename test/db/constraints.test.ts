import { sql } from "drizzle-orm";
import { beforeAll, expect, test } from "vitest";
import { postgresError } from "../../src/db/postgres-errors.ts";
import { aCampaign } from "../support/campaigns.ts";
import { testDatabase } from "../support/database.ts";
import { testDeps } from "../support/deps.ts";
import { aMatchingPot } from "../support/matching.ts";
import { aFirmPledge, aPledge } from "../support/pledges.ts";
import { testSandbox } from "../support/stripe-sandbox.ts";

const database = testDatabase();
const sandbox = testSandbox();
const ids: Record<string, string> = {};

beforeAll(async () => {
  const deps = await testDeps(database.db, sandbox.gateway);
  const { potId } = await aMatchingPot(deps, 100_000n);
  const campaign = await aCampaign(deps, "live", { mode: "keep_what_you_raise" });
  const captured = await aFirmPledge(deps, campaign.id, 5_000n);
  const { pledgeId: draft } = await aPledge(deps, campaign.id, 5_000n);
  const { pledgeId: other } = await aPledge(deps, campaign.id, 5_000n);
  Object.assign(ids, {
    fund: deps.fundId,
    user: campaign.owner.userId,
    pot: potId,
    campaign: campaign.id,
    captured,
    draft,
    other,
  });
});

/** Raw SQL as the owner, past every trigger that can be passed: only the constraint itself stands in the way. */
async function brokenBy(statements: string): Promise<string | undefined> {
  const filled = statements.replace(/:(\w+):/g, (_, name: string) => `'${ids[name]}'`);
  try {
    await database.owner.transaction(async (tx) => {
      await tx.execute(sql`select set_config('app.tx', 'test', true)`);
      await tx.execute(sql`set local session_replication_role = replica`);
      for (const statement of filled.split(";")) await tx.execute(sql.raw(statement));
    });
    return undefined;
  } catch (error) {
    return postgresError(error)?.constraint;
  }
}

const onDraft = (change: string) => `update pledges set ${change} where id = :draft:`;
const attempt = (number: number, state: string, ended: string) =>
  `insert into charge_attempts (fund_id, pledge_id, attempt, state, started_at, ended_at) values (:fund:, :draft:, ${number}, '${state}', now(), ${ended})`;
const refund = (reason: string, amount: number, state: string, stripeId = "null") =>
  `insert into refunds (fund_id, id, pledge_id, charge_id, reason, amount_cents, gift_cents, state, stripe_refund_id, created_at) values (:fund:, gen_random_uuid(), :captured:, 'ch_raw', '${reason}', ${amount}, 0, '${state}', ${stripeId}, now())`;
const settlement = (state: string, windowEnds: string, decidedAt = "null") =>
  `insert into settlements (fund_id, id, campaign_id, state, started_at, window_ends_at, decided_at) values (:fund:, gen_random_uuid(), :campaign:, '${state}', now(), ${windowEnds}, ${decidedAt})`;
const statementLine = (net: number, entry: string) =>
  `insert into balance_transactions (fund_id, id, type, reporting_category, amount_cents, fee_cents, net_cents, occurred_at, available_at, imported_at, entry_id) values (:fund:, 'txn_raw', 'charge', 'charge', 100, 10, ${net}, now(), now(), now(), ${entry})`;
const payout = (id: string, amount: number) =>
  `insert into stripe_payouts (fund_id, id, amount_cents, state, arrives_at, bank_line_id) values (:fund:, '${id}', ${amount}, 'paid', now(), :pot:)`;
const funding = (amount: number, reference: string) =>
  `insert into pot_fundings (fund_id, id, pot_id, amount_cents, source, reference, created_at) values (:fund:, gen_random_uuid(), :pot:, ${amount}, 'bank', ${reference}, now())`;
const entry = (key: string) =>
  `insert into journal_entries (fund_id, id, key, kind, occurred_at, recorded_at, actor, source, input_hash) values (:fund:, :draft:, ${key}, 'raw', now(), now(), 'test', 'test', 'x')`;
const answer = (state: string) =>
  `insert into idempotency_keys (actor, key, route, request_hash, state, created_at) values ('raw', 'key', 'r', 'h', '${state}', now())`;
const person = (email: string, language: string) =>
  `insert into users (id, email, language, created_at, updated_at) values (gen_random_uuid(), ${email}, '${language}', now(), now())`;
const token = `insert into api_tokens (id, user_id, name, token_hash, created_at, expires_at) values (gen_random_uuid(), :user:, 'x', 'same', now(), now())`;
const keptForm = (path: string) =>
  `insert into kept_forms (fund_id, id, browser, owner, path, sealed, had_files, kept_at) values (:fund:, gen_random_uuid(), 'b', '', '${path}', 's', false, now())`;
const formDraft = (version: number) =>
  `insert into form_drafts (fund_id, form, version, sealed, saved_by, saved_at) values (:fund:, '/f', ${version}, 's', :user:, now())`;
const transfer = (endToEnd: string) =>
  `insert into disbursements (fund_id, id, grant_id, instalment_id, amount_cents, rail, stripe_account_id, purpose, state, content_hash, requested_by, created_at, end_to_end_id) values (:fund:, gen_random_uuid(), :pot:, gen_random_uuid(), 100, 'stripe', 'acct_1', 'x', 'requested', 'h', :user:, now(), '${endToEnd}')`;

test.each([
  ["pledges_amount_accepted", onDraft("amount_cents = 99")],
  ["pledges_tip_not_negative", onDraft("tip_cents = -1")],
  ["pledges_state_known", onDraft("state = 'lost'")],
  ["pledges_captured_at_matches_state", onDraft("captured_at = now()")],
  ["pledges_captured_whole_amount", onDraft("captured_cents = 1")],
  ["pledges_returned_within_captured", "update pledges set returned_cents = 5001 where id = :captured:"],
  ["pledges_ended_at_matches_state", onDraft("ended_at = now()")],
  ["pledges_reward_held_is_named", onDraft("reward_held = true")],
  ["pledges_one_open_checkout", onDraft("donor_id = (select donor_id from pledges where id = :other:)")],
  [
    "pledges_checkout_session_unique",
    onDraft("checkout_session_id = (select checkout_session_id from pledges where id = :other:)"),
  ],
  [
    "pledges_payment_intent_unique",
    onDraft("payment_intent_id = (select payment_intent_id from pledges where id = :captured:)"),
  ],
  ["pledges_charge_unique", onDraft("charge_id = (select charge_id from pledges where id = :captured:)")],
  ["kept_forms_own_path", keptForm("//ailleurs.example")],
  ["kept_forms_own_path", keptForm("ailleurs")],
  ["form_drafts_version_positive", formDraft(0)],
  ["form_drafts_fund_id_form_pk", `${formDraft(1)};${formDraft(2)}`],
  ["donor_keys_kind_known", "update donor_keys set kind = 'shoe'"],
  ["charge_attempts_state_known", attempt(1, "lost", "now()")],
  ["charge_attempts_ended_at_matches_state", attempt(1, "started", "now()")],
  ["charge_attempts_one_open", `${attempt(1, "started", "null")};${attempt(2, "started", "null")}`],
  ["refunds_amount_positive", refund("late_money", 0, "requested")],
  ["refunds_reason_known", refund("whim", 1, "requested")],
  ["refunds_state_known", refund("late_money", 1, "lost")],
  ["refunds_late_money_once", `${refund("late_money", 1, "requested")};${refund("late_money", 1, "requested")}`],
  [
    "refunds_stripe_refund_unique",
    `${refund("donor_request", 1, "pending", "'re_same'")};${refund("donor_request", 1, "pending", "'re_same'")}`,
  ],
  ["matches_amount_positive", "update matches set amount_cents = 0"],
  ["matches_state_known", "update matches set state = 'lost'"],
  [
    "match_traces_pot_adds_up",
    "insert into match_traces select fund_id, gen_random_uuid(), pledge_id, match_id, rule_id, rule_version, sequence, evaluated_at, trace, amount_cents, bound_by, pot_before_cents, pot_after_cents + 1 from match_traces limit 1",
  ],
  ["matching_pots_counters_never_negative", "update matching_pots set paid_cents = -1"],
  ["matching_pots_never_overdrawn", "update matching_pots set paid_cents = funded_cents"],
  [
    "matching_pots_funding_reference_unique",
    "insert into matching_pots (fund_id, id, agreement_id, name, funding_reference, promised_cents) select fund_id, gen_random_uuid(), agreement_id, name, funding_reference, 0 from matching_pots limit 1",
  ],
  ["matching_rules_caps_positive", "update matching_rules set cap_per_gift_cents = 0"],
  ["matching_rules_dates_in_order", "update matching_rules set ends_at = starts_at"],
  ["matching_rules_ratio_positive", "update matching_rules set ratio_numerator = 0"],
  ["matching_rules_version_positive", "update matching_rules set version = 0"],
  ["cooperation_agreements_dates_in_order", "update cooperation_agreements set ends_at = signed_at"],
  [
    "cooperation_agreements_reference_unique",
    "insert into cooperation_agreements (fund_id, id, partner_id, reference, signed_at, ends_at) select fund_id, gen_random_uuid(), partner_id, reference, signed_at, ends_at from cooperation_agreements limit 1",
  ],
  ["pot_fundings_amount_positive", funding(0, "'raw'")],
  ["pot_fundings_once", funding(1, "(select reference from pot_fundings limit 1)")],
  ["settlements_state_known", settlement("lost", "now()")],
  ["settlements_window_after_start", settlement("charging", "now() - interval '1 second'")],
  ["settlements_decided_whole", settlement("decided", "now()", "now()")],
  ["balance_transactions_net_adds_up", statementLine(91, "null")],
  ["balance_transactions_tied_is_reconciled", statementLine(90, "gen_random_uuid()")],
  ["stripe_payouts_amount_not_zero", payout("po_1", 0)],
  ["stripe_payouts_bank_line_once", `${payout("po_1", 1)};${payout("po_2", 1)}`],
  [
    "disbursements_transfer_unique",
    `alter table disbursements disable trigger disbursement_instalment;${transfer("E1")};${transfer("E2")};update disbursements set state = 'paid', sent_at = now(), paid_at = now(), stripe_transfer_id = 'tr_same'`,
  ],
  ["funds_currency_euro", "update funds set currency = 'USD'"],
  ["funds_declared_fee_share", "update funds set declared_fee_bps = 2001"],
  ["fund_clock_moves_in_sandbox_only", "update fund_clock set sandbox = false, ahead = interval '1 hour'"],
  ["fund_clock_never_back", "update fund_clock set sandbox = true, ahead = interval '-1 hour'"],
  ["fund_clock_single_row", "insert into fund_clock (id) values (2)"],
  ["account_kinds_class_known", "update account_kinds set class = 'dream'"],
  ["account_kinds_side_known", "update account_kinds set normal_side = 'left'"],
  ["accounts_counters_never_negative", "update accounts set debit_cents = -1 where code = 'stripe'"],
  ["journal_entries_key_unique", entry("(select key from journal_entries limit 1)")],
  [
    "postings_amount_not_zero",
    `${entry("'raw'")};insert into postings (fund_id, entry_id, line, account, amount_cents) values (:fund:, :draft:, 1, 'stripe', 0)`,
  ],
  ["state_transitions_change", "insert into state_transitions values ('pledge', 'draft', 'draft')"],
  ["idempotency_keys_state_known", answer("lost")],
  ["idempotency_keys_answered_has_response", answer("answered")],
  ["staff_roles_known", "insert into staff_roles (user_id, role, granted_at) values (:user:, 'king', now())"],
  ["users_email_unique", person("(select upper(email) from users limit 1)", "fr")],
  ["users_language_known", person("'raw@example.org'", "la")],
  ["api_tokens_hash_unique", `${token};${token}`],
])("raw SQL cannot get past %s", async (constraint, statements) => {
  expect(await brokenBy(statements)).toBe(constraint);
});
