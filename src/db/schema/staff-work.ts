import { sql } from "drizzle-orm";
import { check, date, foreignKey, index, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { campaignReviews } from "./campaigns.ts";
import { createdAt, fundId, id, instant } from "./columns.ts";
import { funds } from "./fund.ts";
import { users } from "./identity.ts";
import { organisations } from "./organisations.ts";

const userId = (name: string) =>
  uuid(name)
    .notNull()
    .references(() => users.id);

/** A member of staff looks at the service as somebody else does, for a while and for a reason; nothing can be done meanwhile. */
export const impersonations = pgTable(
  "impersonations",
  {
    fundId: fundId().references(() => funds.id),
    id: id(),
    staffId: userId("staff_id"),
    /** The session it was begun in: in no other does its cookie mean anything. Sessions go, this row stays. */
    sessionId: uuid("session_id").notNull(),
    personId: userId("person_id"),
    reason: text("reason").notNull(),
    startedAt: instant("started_at").notNull(),
    endsAt: instant("ends_at").notNull(),
    endedAt: instant("ended_at"),
  },
  (t) => [
    primaryKey({ columns: [t.fundId, t.id] }),
    check("impersonations_of_somebody_else", sql`${t.staffId} <> ${t.personId}`),
    check("impersonations_has_reason", sql`length(btrim(${t.reason})) > 0`),
    check(
      "impersonations_half_an_hour",
      sql`${t.endsAt} > ${t.startedAt} and ${t.endsAt} <= ${t.startedAt} + interval '30 minutes'`,
    ),
    check("impersonations_ended_after_start", sql`${t.endedAt} >= ${t.startedAt}`),
    index("impersonations_newest").on(t.fundId, t.startedAt),
    index("impersonations_of_person").on(t.personId),
  ],
);

/** What waits was written to this person on this day: once. Append-only. */
export const decisionLetters = pgTable(
  "decision_letters",
  {
    fundId: fundId().references(() => funds.id),
    userId: userId("user_id"),
    day: date("day").notNull(),
    createdAt: createdAt(),
  },
  (t) => [primaryKey({ columns: [t.fundId, t.userId, t.day] })],
);

/** What the reviewer of a campaign looked at, rule by rule, in the words of that day. Append-only, with its review. */
export const campaignReviewChecks = pgTable(
  "campaign_review_checks",
  {
    fundId: fundId(),
    reviewId: uuid("review_id").notNull(),
    rule: text("rule").notNull(),
    outcome: text("outcome").$type<"met" | "not_met" | "not_looked">().notNull(),
    note: text("note").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.fundId, t.reviewId, t.rule] }),
    foreignKey({
      columns: [t.fundId, t.reviewId],
      foreignColumns: [campaignReviews.fundId, campaignReviews.id],
      name: "campaign_review_checks_review",
    }),
    check(
      "campaign_review_checks_rule_known",
      sql`${t.rule} in ('organisation', 'place', 'budget', 'rewards', 'story', 'dates')`,
    ),
    check("campaign_review_checks_outcome_known", sql`${t.outcome} in ('met', 'not_met', 'not_looked')`),
    check("campaign_review_checks_not_met_has_note", sql`${t.outcome} <> 'not_met' or length(btrim(${t.note})) > 0`),
  ],
);

/** What a case officer found of an organisation's identity, with what it was then: the last one counts. Append-only. */
export const organisationReviews = pgTable(
  "organisation_reviews",
  {
    fundId: fundId().references(() => funds.id),
    id: id(),
    organisationId: uuid("organisation_id")
      .notNull()
      .references(() => organisations.id),
    outcome: text("outcome").$type<"verified" | "not_verified">().notNull(),
    note: text("note").notNull(),
    name: text("name").notNull(),
    siret: text("siret"),
    rna: text("rna"),
    reviewerId: userId("reviewer_id"),
    createdAt: createdAt(),
  },
  (t) => [
    primaryKey({ columns: [t.fundId, t.id] }),
    check("organisation_reviews_outcome_known", sql`${t.outcome} in ('verified', 'not_verified')`),
    check("organisation_reviews_says_why", sql`length(btrim(${t.note})) > 0`),
    index("organisation_reviews_newest").on(t.organisationId, t.createdAt),
  ],
);
