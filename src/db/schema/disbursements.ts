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
import { cents, createdAt, fundId, id, instant } from "./columns.ts";
import { grants } from "./grants.ts";
import { users } from "./identity.ts";
import { instalments } from "./instalments.ts";
import { bankAccounts } from "./organisations.ts";

export const paymentFiles = pgTable(
  "payment_files",
  {
    fundId: fundId(),
    id: id(),
    messageId: text("message_id").notNull(),
    /** The pain.001 text, encrypted: it holds whole IBANs. */
    xmlCiphertext: text("xml_ciphertext").notNull(),
    controlSumCents: cents("control_sum_cents").notNull(),
    executeOn: date("execute_on").notNull(),
    createdBy: uuid("created_by")
      .notNull()
      .references(() => users.id),
    createdAt: createdAt(),
  },
  (t) => [
    primaryKey({ columns: [t.fundId, t.id] }),
    unique("payment_files_message_unique").on(t.fundId, t.messageId),
    check("payment_files_control_sum_positive", sql`${t.controlSumCents} > 0`),
  ],
);

/** One payment order of one instalment (D2, D8). */
export const disbursements = pgTable(
  "disbursements",
  {
    fundId: fundId(),
    id: id(),
    grantId: uuid("grant_id").notNull(),
    instalmentId: uuid("instalment_id").notNull(),
    amountCents: cents("amount_cents").notNull(),
    rail: text("rail").notNull(),
    bankAccountId: uuid("bank_account_id").references(() => bankAccounts.id),
    stripeAccountId: text("stripe_account_id"),
    purpose: text("purpose").notNull(),
    state: text("state").notNull(),
    /** SHA-256 of what is approved: amount, payee, account, purpose, evidence (D4). */
    contentHash: text("content_hash").notNull(),
    requestedBy: uuid("requested_by")
      .notNull()
      .references(() => users.id),
    createdAt: createdAt(),
    endToEndId: text("end_to_end_id").notNull(),
    paymentFileId: uuid("payment_file_id"),
    stripeTransferId: text("stripe_transfer_id"),
    /** One key for Stripe an attempt (S1); the next one starts only once Stripe refused the last. */
    transferAttempt: integer("transfer_attempt").notNull().default(0),
    /** Set while a transfer may be on its way: the order can't be taken back until its outcome is known. */
    transferStartedAt: instant("transfer_started_at"),
    /** Taken back from the connected account since; kept by a trigger on `transfer_reversals`. */
    reversedCents: cents("reversed_cents").notNull().default(sql`0`),
    sentAt: instant("sent_at"),
    paidAt: instant("paid_at"),
    endedReason: text("ended_reason"),
  },
  (t) => [
    primaryKey({ columns: [t.fundId, t.id] }),
    foreignKey({
      columns: [t.fundId, t.grantId],
      foreignColumns: [grants.fundId, grants.id],
      name: "disbursements_grant",
    }),
    foreignKey({
      columns: [t.fundId, t.grantId, t.instalmentId],
      foreignColumns: [instalments.fundId, instalments.grantId, instalments.id],
      name: "disbursements_instalment",
    }),
    foreignKey({
      columns: [t.fundId, t.paymentFileId],
      foreignColumns: [paymentFiles.fundId, paymentFiles.id],
      name: "disbursements_file",
    }),
    check("disbursements_amount_positive", sql`${t.amountCents} >= 100`),
    check(
      "disbursements_rail_names_payee",
      sql`case ${t.rail} when 'sepa' then ${t.bankAccountId} is not null when 'stripe' then ${t.stripeAccountId} is not null else false end`,
    ),
    check(
      "disbursements_state_known",
      sql`${t.state} in ('requested', 'authorised', 'ordered', 'sent', 'paid', 'refused', 'cancelled', 'returned')`,
    ),
    check(
      "disbursements_sent_by_their_rail",
      sql`(${t.state} in ('sent', 'paid', 'returned')) = (${t.sentAt} is not null) and (${t.paymentFileId} is not null) = (${t.sentAt} is not null and ${t.rail} = 'sepa') and (${t.stripeTransferId} is not null) = (${t.sentAt} is not null and ${t.rail} = 'stripe')`,
    ),
    check(
      "disbursements_ended_has_reason",
      sql`${t.state} not in ('refused', 'cancelled', 'returned') or coalesce(length(${t.endedReason}), 0) > 0`,
    ),
    check(
      "disbursements_transfer_started_while_ordered",
      sql`${t.transferStartedAt} is null or (${t.state} = 'ordered' and ${t.rail} = 'stripe' and ${t.transferAttempt} > 0)`,
    ),
    check(
      "disbursements_reversed_within_amount",
      sql`${t.reversedCents} between 0 and ${t.amountCents} and (${t.reversedCents} = 0 or (${t.rail} = 'stripe' and ${t.state} in ('paid', 'returned')))`,
    ),
    check("disbursements_paid_at_matches_state", sql`${t.state} <> 'paid' or ${t.paidAt} is not null`),
    unique("disbursements_end_to_end_unique").on(t.fundId, t.endToEndId),
    unique("disbursements_transfer_unique").on(t.fundId, t.stripeTransferId),
    index("disbursements_state").on(t.fundId, t.state),
  ],
);

/** Two approvals by two people, tied to what they saw (D3, D4). */
export const disbursementApprovals = pgTable(
  "disbursement_approvals",
  {
    fundId: fundId(),
    id: id(),
    disbursementId: uuid("disbursement_id").notNull(),
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
      columns: [t.fundId, t.disbursementId],
      foreignColumns: [disbursements.fundId, disbursements.id],
      name: "disbursement_approvals_disbursement",
    }),
    check("disbursement_approvals_step_known", sql`${t.step} in ('authorise', 'order')`),
    uniqueIndex("disbursement_approvals_one_a_step")
      .on(t.fundId, t.disbursementId, t.step)
      .where(sql`${t.voidedAt} is null`),
    uniqueIndex("disbursement_approvals_two_people")
      .on(t.fundId, t.disbursementId, t.userId)
      .where(sql`${t.voidedAt} is null`),
  ],
);
