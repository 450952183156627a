import { sql } from "drizzle-orm";
import { check, foreignKey, index, pgTable, primaryKey, text, unique, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { cents, fundId, id, instant } from "./columns.ts";
import { disbursements, paymentFiles } from "./disbursements.ts";
import { funds } from "./fund.ts";
import { users } from "./identity.ts";

/**
 * Every change of a rule that protects the money (X3). The value in force is the latest one that took effect and was
 * not cancelled; before the first, the fund's own column holds.
 */
export const safetyChanges = pgTable(
  "safety_changes",
  {
    fundId: fundId().references(() => funds.id),
    id: id(),
    rule: text("rule").notNull(),
    /** The approver a limit is for; null: for everybody. */
    userId: uuid("user_id").references(() => users.id),
    fromCents: cents("from_cents").notNull(),
    toCents: cents("to_cents").notNull(),
    reason: text("reason").notNull(),
    proposedBy: uuid("proposed_by")
      .notNull()
      .references(() => users.id),
    proposedAt: instant("proposed_at").notNull(),
    confirmedBy: uuid("confirmed_by").references(() => users.id),
    confirmedAt: instant("confirmed_at"),
    /** Unknown until a second person confirms; a tightening takes effect when it is written. */
    takesEffectAt: instant("takes_effect_at"),
    cancelledBy: uuid("cancelled_by").references(() => users.id),
    cancelledAt: instant("cancelled_at"),
  },
  (t) => [
    primaryKey({ columns: [t.fundId, t.id] }),
    check(
      "safety_changes_rule_known",
      sql`${t.rule} in ('approval-single', 'approval-daily') or (${t.rule} in ('refund-second-person', 'agreement-second-signature') and ${t.userId} is null)`,
    ),
    check("safety_changes_figures", sql`${t.fromCents} >= 0 and ${t.toCents} >= 0 and ${t.fromCents} <> ${t.toCents}`),
    check("safety_changes_has_reason", sql`length(${t.reason}) > 0`),
    check("safety_changes_confirmed_whole", sql`(${t.confirmedBy} is null) = (${t.confirmedAt} is null)`),
    check("safety_changes_two_people", sql`${t.confirmedBy} is null or ${t.confirmedBy} <> ${t.proposedBy}`),
    check(
      "safety_changes_loosening_waits",
      sql`${t.takesEffectAt} is null or ${t.toCents} < ${t.fromCents} or coalesce(${t.takesEffectAt} >= ${t.confirmedAt} + interval '24 hours', false)`,
    ),
    check(
      "safety_changes_not_for_oneself",
      sql`${t.toCents} < ${t.fromCents} or (${t.userId} is distinct from ${t.proposedBy} and (${t.confirmedBy} is null or ${t.userId} is distinct from ${t.confirmedBy}))`,
    ),
    check("safety_changes_cancelled_whole", sql`(${t.cancelledBy} is null) = (${t.cancelledAt} is null)`),
    index("safety_changes_by_rule").on(t.fundId, t.rule, t.userId),
  ],
);

/** A transfer taken back from a connected account, wholly or in part (D6): by two people, or on Stripe's own pages. */
export const transferReversals = pgTable(
  "transfer_reversals",
  {
    fundId: fundId(),
    id: id(),
    disbursementId: uuid("disbursement_id").notNull(),
    amountCents: cents("amount_cents").notNull(),
    reason: text("reason").notNull(),
    state: text("state").notNull(),
    /** Null where it was made at Stripe and not here. */
    proposedBy: uuid("proposed_by").references(() => users.id),
    proposedAt: instant("proposed_at").notNull(),
    decidedBy: uuid("decided_by").references(() => users.id),
    decidedAt: instant("decided_at"),
    stripeReversalId: text("stripe_reversal_id"),
    doneAt: instant("done_at"),
    /** Stripe's code where it refused, or why it was cancelled. */
    endedReason: text("ended_reason"),
  },
  (t) => [
    primaryKey({ columns: [t.fundId, t.id] }),
    foreignKey({
      columns: [t.fundId, t.disbursementId],
      foreignColumns: [disbursements.fundId, disbursements.id],
      name: "transfer_reversals_disbursement",
    }),
    check("transfer_reversals_amount_positive", sql`${t.amountCents} > 0`),
    check("transfer_reversals_has_reason", sql`length(${t.reason}) > 0`),
    check(
      "transfer_reversals_state_known",
      sql`${t.state} in ('proposed', 'confirmed', 'done', 'refused', 'cancelled')`,
    ),
    check(
      "transfer_reversals_two_people",
      sql`${t.proposedBy} is null or ${t.state} in ('proposed', 'cancelled') or coalesce(${t.decidedBy} <> ${t.proposedBy}, false)`,
    ),
    check(
      "transfer_reversals_done_whole",
      sql`(${t.state} = 'done') = (${t.stripeReversalId} is not null) and (${t.state} = 'done') = (${t.doneAt} is not null)`,
    ),
    check(
      "transfer_reversals_ended_has_reason",
      sql`(${t.state} in ('refused', 'cancelled')) = (coalesce(length(${t.endedReason}), 0) > 0)`,
    ),
    unique("transfer_reversals_once").on(t.fundId, t.stripeReversalId),
    uniqueIndex("transfer_reversals_one_open")
      .on(t.fundId, t.disbursementId)
      .where(sql`${t.state} in ('proposed', 'confirmed')`),
  ],
);

/** Each time a payment file was taken to the bank: who, when. Append-only. */
export const paymentFileDownloads = pgTable(
  "payment_file_downloads",
  {
    fundId: fundId(),
    id: id(),
    paymentFileId: uuid("payment_file_id").notNull(),
    userId: uuid("user_id")
      .notNull()
      .references(() => users.id),
    downloadedAt: instant("downloaded_at").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.fundId, t.id] }),
    foreignKey({
      columns: [t.fundId, t.paymentFileId],
      foreignColumns: [paymentFiles.fundId, paymentFiles.id],
      name: "payment_file_downloads_file",
    }),
    index("payment_file_downloads_of_file").on(t.fundId, t.paymentFileId),
  ],
);
