import { sql } from "drizzle-orm";
import {
  boolean,
  check,
  foreignKey,
  index,
  pgTable,
  primaryKey,
  text,
  unique,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { cents, createdAt, fundId, id, instant } from "./columns.ts";
import { users } from "./identity.ts";
import { matches } from "./matching.ts";
import { donors, pledges, refunds } from "./pledges.ts";

/** A refund that a donor asked for, or that a member of staff proposed and a second one must confirm (F3). */
export const refundRequests = pgTable(
  "refund_requests",
  {
    fundId: fundId(),
    id: id(),
    pledgeId: uuid("pledge_id").notNull(),
    state: text("state").notNull(),
    /** What was asked for: of the gift to the project, and of the tip. */
    giftCents: cents("gift_cents").notNull(),
    tipCents: cents("tip_cents").notNull(),
    reason: text("reason").notNull(),
    /** The gift's donor, the holder of its campaign, or staff of their own accord: who is told if it is refused. */
    askedBy: text("asked_by").notNull().default("donor"),
    createdAt: createdAt(),
    proposedBy: uuid("proposed_by").references(() => users.id),
    proposedAt: instant("proposed_at"),
    /** Whether the amount stood above the fund's threshold when it was proposed. */
    needsSecondPerson: boolean("needs_second_person").notNull().default(false),
    decidedBy: uuid("decided_by").references(() => users.id),
    decidedAt: instant("decided_at"),
    /** Why it was refused. */
    refusal: text("refusal"),
    refundId: uuid("refund_id"),
  },
  (t) => [
    primaryKey({ columns: [t.fundId, t.id] }),
    foreignKey({
      columns: [t.fundId, t.pledgeId],
      foreignColumns: [pledges.fundId, pledges.id],
      name: "refund_requests_pledge",
    }),
    foreignKey({
      columns: [t.fundId, t.refundId],
      foreignColumns: [refunds.fundId, refunds.id],
      name: "refund_requests_refund",
    }),
    check("refund_requests_state_known", sql`${t.state} in ('asked', 'proposed', 'accepted', 'refused', 'withdrawn')`),
    check(
      "refund_requests_amount_positive",
      sql`${t.giftCents} >= 0 and ${t.tipCents} >= 0 and ${t.giftCents} + ${t.tipCents} > 0`,
    ),
    check("refund_requests_asked_by_known", sql`${t.askedBy} in ('donor', 'holder', 'staff')`),
    check("refund_requests_has_reason", sql`length(${t.reason}) > 0`),
    check(
      "refund_requests_proposed_whole",
      sql`(${t.proposedBy} is null) = (${t.proposedAt} is null) and (${t.state} not in ('proposed', 'accepted') or ${t.proposedBy} is not null)`,
    ),
    check(
      "refund_requests_decided_whole",
      sql`(${t.state} in ('accepted', 'refused')) = (${t.decidedBy} is not null and ${t.decidedAt} is not null) and (${t.state} = 'accepted') = (${t.refundId} is not null) and (${t.state} = 'refused') = (coalesce(length(${t.refusal}), 0) > 0)`,
    ),
    check(
      "refund_requests_second_person",
      sql`${t.state} <> 'accepted' or not ${t.needsSecondPerson} or ${t.decidedBy} <> ${t.proposedBy}`,
    ),
    uniqueIndex("refund_requests_one_open").on(t.fundId, t.pledgeId).where(sql`${t.state} in ('asked', 'proposed')`),
    unique("refund_requests_refund_once").on(t.fundId, t.refundId),
    index("refund_requests_state").on(t.fundId, t.state),
  ],
);

/** A donor's bank questions a payment (F4). Triggers keep what it freezes and takes in the pledge's own counters. */
export const disputes = pgTable(
  "disputes",
  {
    fundId: fundId(),
    id: id(),
    stripeDisputeId: text("stripe_dispute_id").notNull(),
    chargeId: text("charge_id").notNull(),
    pledgeId: uuid("pledge_id").notNull(),
    /** `inquiry` moves no money; `open`: Stripe took it; then `won`, `lost`, or for an inquiry `closed`. */
    state: text("state").notNull(),
    /** Stripe's reason and status, as it writes them. */
    reason: text("reason").notNull(),
    stripeStatus: text("stripe_status").notNull(),
    amountCents: cents("amount_cents").notNull(),
    /** The parts of the gift and of the tip it freezes, and takes where it is lost; the rest was on its way back already. */
    giftCents: cents("gift_cents").notNull().default(sql`0`),
    tipCents: cents("tip_cents").notNull().default(sql`0`),
    openedAt: instant("opened_at").notNull(),
    withdrawnAt: instant("withdrawn_at"),
    endedAt: instant("ended_at"),
    /** Until when Stripe takes evidence; none where the bank has decided from the start. */
    evidenceDueAt: instant("evidence_due_at"),
  },
  (t) => [
    primaryKey({ columns: [t.fundId, t.id] }),
    foreignKey({
      columns: [t.fundId, t.pledgeId],
      foreignColumns: [pledges.fundId, pledges.id],
      name: "disputes_pledge",
    }),
    unique("disputes_stripe_dispute_unique").on(t.fundId, t.stripeDisputeId),
    check("disputes_state_known", sql`${t.state} in ('inquiry', 'open', 'won', 'lost', 'closed')`),
    check("disputes_amount_positive", sql`${t.amountCents} > 0`),
    check(
      "disputes_parts_within_amount",
      sql`${t.giftCents} >= 0 and ${t.tipCents} >= 0 and ${t.giftCents} + ${t.tipCents} <= ${t.amountCents}`,
    ),
    check(
      "disputes_withdrawn_matches_state",
      sql`(${t.state} in ('open', 'won', 'lost')) = (${t.withdrawnAt} is not null)`,
    ),
    check("disputes_ended_matches_state", sql`(${t.state} in ('won', 'lost', 'closed')) = (${t.endedAt} is not null)`),
    index("disputes_pledge_index").on(t.fundId, t.pledgeId),
    index("disputes_charge").on(t.fundId, t.chargeId),
  ],
);

/** What staff answered the bank: evidence, or that the dispute is accepted. One stands for each dispute. */
export const disputeAnswers = pgTable(
  "dispute_answers",
  {
    fundId: fundId(),
    id: id(),
    disputeId: uuid("dispute_id").notNull(),
    kind: text("kind").notNull(),
    text: text("text").notNull(),
    answeredBy: uuid("answered_by")
      .notNull()
      .references(() => users.id),
    answeredAt: instant("answered_at").notNull(),
    sentAt: instant("sent_at"),
    /** Stripe's code, where it did not take the answer. */
    refusal: text("refusal"),
  },
  (t) => [
    primaryKey({ columns: [t.fundId, t.id] }),
    foreignKey({
      columns: [t.fundId, t.disputeId],
      foreignColumns: [disputes.fundId, disputes.id],
      name: "dispute_answers_dispute",
    }),
    uniqueIndex("dispute_answers_one_stands").on(t.fundId, t.disputeId).where(sql`${t.refusal} is null`),
    check("dispute_answers_kind_known", sql`${t.kind} in ('evidence', 'acceptance')`),
    check("dispute_answers_has_text", sql`length(${t.text}) > 0`),
    check("dispute_answers_sent_or_refused", sql`${t.sentAt} is null or ${t.refusal} is null`),
  ],
);

/** Two donors turned out to be one person (M6): `from` lives on in `into`, with its gifts, matches and keys. Append-only. */
export const donorMerges = pgTable(
  "donor_merges",
  {
    fundId: fundId(),
    id: id(),
    fromDonorId: uuid("from_donor_id").notNull(),
    intoDonorId: uuid("into_donor_id").notNull(),
    /** What told: a card or a bank account in the payment of a pledge, or the verified address of an account. */
    keyKind: text("key_kind").notNull(),
    pledgeId: uuid("pledge_id"),
    mergedAt: instant("merged_at").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.fundId, t.id] }),
    foreignKey({
      columns: [t.fundId, t.fromDonorId],
      foreignColumns: [donors.fundId, donors.id],
      name: "donor_merges_from",
    }),
    foreignKey({
      columns: [t.fundId, t.intoDonorId],
      foreignColumns: [donors.fundId, donors.id],
      name: "donor_merges_into",
    }),
    foreignKey({
      columns: [t.fundId, t.pledgeId],
      foreignColumns: [pledges.fundId, pledges.id],
      name: "donor_merges_pledge",
    }),
    unique("donor_merges_from_once").on(t.fundId, t.fromDonorId),
    check("donor_merges_two_donors", sql`${t.fromDonorId} <> ${t.intoDonorId}`),
    check("donor_merges_key_known", sql`${t.keyKind} in ('card', 'iban', 'email')`),
    check("donor_merges_payment_named", sql`(${t.keyKind} = 'email') = (${t.pledgeId} is null)`),
    index("donor_merges_into_index").on(t.fundId, t.intoDonorId),
  ],
);

/** A rule no longer answers this pledge: it was found not eligible after all. Append-only. */
export const matchRevocations = pgTable(
  "match_revocations",
  {
    fundId: fundId(),
    id: id(),
    pledgeId: uuid("pledge_id").notNull(),
    ruleId: uuid("rule_id").notNull(),
    reason: text("reason").notNull(),
    revokedBy: uuid("revoked_by")
      .notNull()
      .references(() => users.id),
    createdAt: createdAt(),
  },
  (t) => [
    primaryKey({ columns: [t.fundId, t.id] }),
    foreignKey({
      columns: [t.fundId, t.pledgeId],
      foreignColumns: [pledges.fundId, pledges.id],
      name: "match_revocations_pledge",
    }),
    unique("match_revocations_once").on(t.fundId, t.pledgeId, t.ruleId),
    check("match_revocations_has_reason", sql`length(${t.reason}) > 0`),
  ],
);

/** Why a match became less while its pledge stood, and by how much (M10): the part that no longer stands. Append-only. */
export const matchReductions = pgTable(
  "match_reductions",
  {
    fundId: fundId(),
    id: id(),
    matchId: uuid("match_id").notNull(),
    cause: text("cause").notNull(),
    amountCents: cents("amount_cents").notNull(),
    reason: text("reason"),
    createdAt: createdAt(),
  },
  (t) => [
    primaryKey({ columns: [t.fundId, t.id] }),
    foreignKey({
      columns: [t.fundId, t.matchId],
      foreignColumns: [matches.fundId, matches.id],
      name: "match_reductions_match",
    }),
    check(
      "match_reductions_cause_known",
      sql`${t.cause} in ('refund', 'dispute_lost', 'same_person', 'not_eligible', 'threshold_not_held', 'goal_not_reached', 'round_corrected', 'unspent')`,
    ),
    check("match_reductions_amount_positive", sql`${t.amountCents} > 0`),
    index("match_reductions_match_index").on(t.fundId, t.matchId),
  ],
);
