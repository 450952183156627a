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
import { campaigns } from "./campaigns.ts";
import { cents, createdAt, fundId, id, instant } from "./columns.ts";
import { users } from "./identity.ts";
import { bankAccounts, organisations } from "./organisations.ts";

/** What a project is owed. The ledger account `grant:<id>` holds the payable (D1). */
export const grants = pgTable(
  "grants",
  {
    fundId: fundId(),
    id: id(),
    campaignId: uuid("campaign_id").notNull(),
    organisationId: uuid("organisation_id")
      .notNull()
      .references(() => organisations.id),
    /** As granted, and as the agreement says. */
    amountCents: cents("amount_cents").notNull(),
    /** What refunds and lost disputes took back of it since (F2). */
    reducedCents: cents("reduced_cents").notNull().default(sql`0`),
    /** Part of the amount that an amendment adds and that is not signed yet: not payable (D3). Kept by a trigger. */
    awaitingCents: cents("awaiting_cents").notNull().default(sql`0`),
    /** Requested, authorised, ordered or sent and not yet paid; both counters are kept by a trigger on disbursements. */
    engagedCents: cents("engaged_cents").notNull().default(sql`0`),
    paidCents: cents("paid_cents").notNull().default(sql`0`),
    createdAt: createdAt(),
    /** SHA-256 of the agreement's text as the holder signed it; the fund signs the same text or none. */
    agreementHash: text("agreement_hash"),
    holderSignedAt: instant("holder_signed_at"),
    holderSignedBy: uuid("holder_signed_by").references(() => users.id),
    fundSignedAt: instant("fund_signed_at"),
    fundSignedBy: uuid("fund_signed_by").references(() => users.id),
    /** The wording it was made with; 0 is the one every fund begins with. */
    templateVersion: integer("template_version").notNull().default(0),
    /** First and last day of the project's period, and what the fund asks beyond its template. */
    startsOn: date("starts_on").notNull(),
    endsOn: date("ends_on").notNull(),
    conditions: text("conditions").notNull().default(""),
    /** Who subscribed for the holder to the contrat d'engagement républicain (décret n° 2021-1947). */
    commitmentAgreedAt: instant("commitment_agreed_at"),
    commitmentAgreedBy: uuid("commitment_agreed_by").references(() => users.id),
  },
  (t) => [
    primaryKey({ columns: [t.fundId, t.id] }),
    foreignKey({
      columns: [t.fundId, t.campaignId],
      foreignColumns: [campaigns.fundId, campaigns.id],
      name: "grants_campaign",
    }),
    unique("grants_one_per_campaign").on(t.fundId, t.campaignId),
    check("grants_amount_positive", sql`${t.amountCents} > 0`),
    check(
      "grants_never_overpaid",
      sql`${t.engagedCents} >= 0 and ${t.paidCents} >= 0 and ${t.engagedCents} + ${t.paidCents} <= ${t.amountCents} - ${t.reducedCents}`,
    ),
    check(
      "grants_awaiting_not_payable",
      sql`${t.awaitingCents} >= 0 and ${t.engagedCents} + ${t.paidCents} + ${t.awaitingCents} <= ${t.amountCents}`,
    ),
    check("grants_reduced_within_amount", sql`${t.reducedCents} between 0 and ${t.amountCents}`),
    check(
      "grants_signed_by_two",
      sql`${t.holderSignedBy} is null or ${t.fundSignedBy} is null or ${t.holderSignedBy} <> ${t.fundSignedBy}`,
    ),
    check(
      "grants_signatures_whole",
      sql`(${t.holderSignedAt} is null) = (${t.holderSignedBy} is null) and (${t.holderSignedAt} is null) = (${t.agreementHash} is null) and (${t.fundSignedAt} is null) = (${t.fundSignedBy} is null)`,
    ),
    check("grants_period_in_order", sql`${t.startsOn} <= ${t.endsOn}`),
    check("grants_commitment_whole", sql`(${t.commitmentAgreedAt} is null) = (${t.commitmentAgreedBy} is null)`),
    check("grants_signed_with_commitment", sql`${t.holderSignedAt} is null or ${t.commitmentAgreedAt} is not null`),
    check("grants_holder_signs_first", sql`${t.fundSignedAt} is null or ${t.holderSignedAt} is not null`),
  ],
);

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

/** One payment order (D8). */
export const disbursements = pgTable(
  "disbursements",
  {
    fundId: fundId(),
    id: id(),
    grantId: uuid("grant_id").notNull(),
    amountCents: cents("amount_cents").notNull(),
    rail: text("rail").notNull(),
    bankAccountId: uuid("bank_account_id").references(() => bankAccounts.id),
    stripeAccountId: text("stripe_account_id"),
    purpose: text("purpose").notNull(),
    state: text("state").notNull(),
    /** SHA-256 of what is approved: amount, payee, account, purpose (D4). */
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
