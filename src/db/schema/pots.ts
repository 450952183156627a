import { sql } from "drizzle-orm";
import {
  check,
  date,
  foreignKey,
  index,
  integer,
  pgTable,
  primaryKey,
  text,
  unique,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { cents, createdAt, fundId, id, instant, position } from "./columns.ts";
import { paymentFiles } from "./disbursements.ts";
import { users } from "./identity.ts";
import { matchingPots, potFundings } from "./matching.ts";
import { bankAccounts } from "./organisations.ts";

/** What happened to a pot besides its receipts and matches: written by triggers alone, never changed. */
export const potEvents = pgTable(
  "pot_events",
  {
    fundId: fundId(),
    id: uuid("id").notNull().default(sql`gen_random_uuid()`),
    potId: uuid("pot_id").notNull(),
    /** `promised`, or a withdrawal's new state: `withdrawal_requested` and so on. */
    kind: text("kind").notNull(),
    /** The withdrawal; the pot itself for a promise. */
    subjectId: uuid("subject_id").notNull(),
    /** The change of the promise, signed; the withdrawal's amount. */
    amountCents: cents("amount_cents").notNull(),
    recordedAt: instant("recorded_at").notNull().default(sql`transaction_instant()`),
    position: position(),
  },
  (t) => [
    primaryKey({ columns: [t.fundId, t.id] }),
    foreignKey({
      columns: [t.fundId, t.potId],
      foreignColumns: [matchingPots.fundId, matchingPots.id],
      name: "pot_events_pot",
    }),
    check("pot_events_kind_known", sql`${t.kind} = 'promised' or ${t.kind} like 'withdrawal\\_%'`),
    index("pot_events_of_pot").on(t.fundId, t.potId, t.recordedAt),
  ],
);

/** A funding's transfer that went back to the partner's bank (R3): once a bank line, never more than was received. */
export const potFundingReturns = pgTable(
  "pot_funding_returns",
  {
    fundId: fundId(),
    id: id(),
    potId: uuid("pot_id").notNull(),
    fundingId: uuid("funding_id").notNull(),
    amountCents: cents("amount_cents").notNull(),
    /** What proves it, unique to it: the bank line that shows the debit. */
    reference: text("reference").notNull(),
    createdAt: createdAt(),
    position: position(),
  },
  (t) => [
    primaryKey({ columns: [t.fundId, t.id] }),
    foreignKey({
      columns: [t.fundId, t.fundingId],
      foreignColumns: [potFundings.fundId, potFundings.id],
      name: "pot_funding_returns_funding",
    }),
    unique("pot_funding_returns_once").on(t.fundId, t.reference),
    check("pot_funding_returns_amount_positive", sql`${t.amountCents} > 0`),
    index("pot_funding_returns_pot").on(t.fundId, t.potId),
    index("pot_funding_returns_funding").on(t.fundId, t.fundingId),
  ],
);

/** A pot's standing account at Stripe: a customer and an IBAN of its own, so that whatever arrives there is this pot's. */
export const potStripeAccounts = pgTable(
  "pot_stripe_accounts",
  {
    fundId: fundId(),
    potId: uuid("pot_id").notNull(),
    customerId: text("customer_id").notNull(),
    holderName: text("holder_name").notNull(),
    ibanCiphertext: text("iban_ciphertext").notNull(),
    ibanMasked: text("iban_masked").notNull(),
    bic: text("bic").notNull(),
    openedAt: instant("opened_at").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.fundId, t.potId] }),
    foreignKey({
      columns: [t.fundId, t.potId],
      foreignColumns: [matchingPots.fundId, matchingPots.id],
      name: "pot_stripe_accounts_pot",
    }),
    unique("pot_stripe_accounts_customer_once").on(t.fundId, t.customerId),
  ],
);

/** One payment that takes what arrived on a pot's standing account; one at a time, numbered (S1). */
export const potCollections = pgTable(
  "pot_collections",
  {
    fundId: fundId(),
    id: id(),
    potId: uuid("pot_id").notNull(),
    sequence: integer("sequence").notNull(),
    amountCents: cents("amount_cents").notNull(),
    state: text("state").notNull(),
    paymentIntentId: text("payment_intent_id"),
    chargeId: text("charge_id"),
    createdAt: createdAt(),
    endedAt: instant("ended_at"),
  },
  (t) => [
    primaryKey({ columns: [t.fundId, t.id] }),
    foreignKey({
      columns: [t.fundId, t.potId],
      foreignColumns: [potStripeAccounts.fundId, potStripeAccounts.potId],
      name: "pot_collections_account",
    }),
    unique("pot_collections_in_order").on(t.fundId, t.potId, t.sequence),
    unique("pot_collections_charge_once").on(t.fundId, t.chargeId),
    uniqueIndex("pot_collections_one_open").on(t.fundId, t.potId).where(sql`${t.state} = 'started'`),
    check("pot_collections_amount_positive", sql`${t.amountCents} > 0`),
    check("pot_collections_state_known", sql`${t.state} in ('started', 'captured', 'cancelled')`),
    check("pot_collections_captured_has_charge", sql`(${t.state} = 'captured') = (${t.chargeId} is not null)`),
    check("pot_collections_ended_at_matches_state", sql`(${t.state} = 'started') = (${t.endedAt} is null)`),
  ],
);

/** Money a partner takes back from its pot; counted as withdrawn from the request on, by a trigger (M2, D8). */
export const potWithdrawals = pgTable(
  "pot_withdrawals",
  {
    fundId: fundId(),
    id: id(),
    potId: uuid("pot_id").notNull(),
    amountCents: cents("amount_cents").notNull(),
    bankAccountId: uuid("bank_account_id")
      .notNull()
      .references(() => bankAccounts.id),
    reason: text("reason").notNull(),
    state: text("state").notNull(),
    /** SHA-256 of what is approved: amount, pot, payee, account, reason (D4). */
    contentHash: text("content_hash").notNull(),
    requestedBy: uuid("requested_by")
      .notNull()
      .references(() => users.id),
    createdAt: createdAt(),
    /** How often it was ordered: each order has an entry of its own, and each order taken back another. */
    orders: integer("orders").notNull().default(0),
    endToEndId: text("end_to_end_id").notNull(),
    paymentFileId: uuid("payment_file_id"),
    sentAt: instant("sent_at"),
    paidAt: instant("paid_at"),
    endedReason: text("ended_reason"),
  },
  (t) => [
    primaryKey({ columns: [t.fundId, t.id] }),
    foreignKey({
      columns: [t.fundId, t.potId],
      foreignColumns: [matchingPots.fundId, matchingPots.id],
      name: "pot_withdrawals_pot",
    }),
    foreignKey({
      columns: [t.fundId, t.paymentFileId],
      foreignColumns: [paymentFiles.fundId, paymentFiles.id],
      name: "pot_withdrawals_file",
    }),
    unique("pot_withdrawals_end_to_end_unique").on(t.fundId, t.endToEndId),
    check("pot_withdrawals_amount_positive", sql`${t.amountCents} >= 100`),
    check("pot_withdrawals_has_reason", sql`length(${t.reason}) > 0`),
    check(
      "pot_withdrawals_state_known",
      sql`${t.state} in ('requested', 'authorised', 'ordered', 'sent', 'paid', 'refused', 'cancelled', 'returned')`,
    ),
    check(
      "pot_withdrawals_sent_in_a_file",
      sql`(${t.state} in ('sent', 'paid', 'returned')) = (${t.sentAt} is not null) and (${t.paymentFileId} is not null) = (${t.sentAt} is not null)`,
    ),
    check("pot_withdrawals_paid_at_matches_state", sql`${t.state} <> 'paid' or ${t.paidAt} is not null`),
    check(
      "pot_withdrawals_ended_has_reason",
      sql`${t.state} not in ('refused', 'cancelled', 'returned') or coalesce(length(${t.endedReason}), 0) > 0`,
    ),
    index("pot_withdrawals_of_pot").on(t.fundId, t.potId),
    index("pot_withdrawals_state").on(t.fundId, t.state),
  ],
);

/** Two approvals by two people outside the partner, tied to what they saw (D3, D4). */
export const potWithdrawalApprovals = pgTable(
  "pot_withdrawal_approvals",
  {
    fundId: fundId(),
    id: id(),
    withdrawalId: uuid("withdrawal_id").notNull(),
    step: text("step").notNull(),
    userId: uuid("user_id")
      .notNull()
      .references(() => users.id),
    contentHash: text("content_hash").notNull(),
    createdAt: createdAt(),
    voidedAt: instant("voided_at"),
  },
  (t) => [
    primaryKey({ columns: [t.fundId, t.id] }),
    foreignKey({
      columns: [t.fundId, t.withdrawalId],
      foreignColumns: [potWithdrawals.fundId, potWithdrawals.id],
      name: "pot_withdrawal_approvals_withdrawal",
    }),
    check("pot_withdrawal_approvals_step_known", sql`${t.step} in ('authorise', 'order')`),
    uniqueIndex("pot_withdrawal_approvals_one_a_step")
      .on(t.fundId, t.withdrawalId, t.step)
      .where(sql`${t.voidedAt} is null`),
    uniqueIndex("pot_withdrawal_approvals_two_people")
      .on(t.fundId, t.withdrawalId, t.userId)
      .where(sql`${t.voidedAt} is null`),
  ],
);

/** A call for funds: asks for promised money, moves none. Its number is given by a trigger, without gaps in a year. */
export const fundCalls = pgTable(
  "fund_calls",
  {
    fundId: fundId(),
    id: id(),
    potId: uuid("pot_id").notNull(),
    year: integer("year").notNull(),
    number: integer("number").notNull().default(sql`0`),
    amountCents: cents("amount_cents").notNull(),
    dueOn: date("due_on").notNull(),
    note: text("note"),
    issuedBy: text("issued_by").notNull(),
    issuedAt: instant("issued_at").notNull(),
    cancelledAt: instant("cancelled_at"),
    cancelReason: text("cancel_reason"),
    remindedAt: instant("reminded_at"),
  },
  (t) => [
    primaryKey({ columns: [t.fundId, t.id] }),
    foreignKey({
      columns: [t.fundId, t.potId],
      foreignColumns: [matchingPots.fundId, matchingPots.id],
      name: "fund_calls_pot",
    }),
    unique("fund_calls_number_once").on(t.fundId, t.year, t.number),
    check("fund_calls_amount_positive", sql`${t.amountCents} > 0`),
    check("fund_calls_number_positive", sql`${t.number} >= 1`),
    check(
      "fund_calls_cancelled_has_reason",
      sql`(${t.cancelledAt} is null) = (${t.cancelReason} is null) and (${t.cancelReason} is null or length(${t.cancelReason}) > 0)`,
    ),
    index("fund_calls_of_pot").on(t.fundId, t.potId),
  ],
);

/** A call that the schedule of an agreement foresees; a job issues it on its day. */
export const plannedCalls = pgTable(
  "planned_calls",
  {
    fundId: fundId(),
    id: id(),
    potId: uuid("pot_id").notNull(),
    amountCents: cents("amount_cents").notNull(),
    issueOn: date("issue_on").notNull(),
    dueOn: date("due_on").notNull(),
    createdAt: createdAt(),
    state: text("state").notNull(),
    callId: uuid("call_id"),
  },
  (t) => [
    primaryKey({ columns: [t.fundId, t.id] }),
    foreignKey({
      columns: [t.fundId, t.potId],
      foreignColumns: [matchingPots.fundId, matchingPots.id],
      name: "planned_calls_pot",
    }),
    foreignKey({
      columns: [t.fundId, t.callId],
      foreignColumns: [fundCalls.fundId, fundCalls.id],
      name: "planned_calls_call",
    }),
    unique("planned_calls_call_once").on(t.fundId, t.callId),
    check("planned_calls_amount_positive", sql`${t.amountCents} > 0`),
    check("planned_calls_days_in_order", sql`${t.issueOn} <= ${t.dueOn}`),
    check("planned_calls_state_known", sql`${t.state} in ('planned', 'issued', 'dropped')`),
    check("planned_calls_issued_has_call", sql`(${t.state} = 'issued') = (${t.callId} is not null)`),
    index("planned_calls_due").on(t.fundId, t.issueOn).where(sql`${t.state} = 'planned'`),
  ],
);
