import { sql } from "drizzle-orm";
import {
  check,
  date,
  foreignKey,
  index,
  integer,
  numeric,
  pgTable,
  primaryKey,
  text,
  unique,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import type { ApplicationState, AwardState } from "../../domain/committee/application.ts";
import type { Majority, Vote } from "../../domain/committee/result.ts";
import { campaigns } from "./campaigns.ts";
import { cents, createdAt, fundId, id, instant } from "./columns.ts";
import { grants } from "./grants.ts";
import { users } from "./identity.ts";
import { projects } from "./projects.ts";

const userId = (name: string) =>
  uuid(name)
    .notNull()
    .references(() => users.id);

/** A project asks for a grant from the fund's general pot; a committee decides. */
export const ownGrantApplications = pgTable(
  "own_grant_applications",
  {
    fundId: fundId(),
    id: id(),
    projectId: uuid("project_id").notNull(),
    /** The campaign the award joins when it succeeds; null: the award is a grant by itself. */
    campaignId: uuid("campaign_id"),
    askedCents: cents("asked_cents").notNull(),
    purpose: text("purpose").notNull(),
    state: text("state").$type<ApplicationState>().notNull(),
    createdBy: userId("created_by"),
    createdAt: createdAt(),
    submittedAt: instant("submitted_at"),
    /** The case officer's last word, or the committee's reason. */
    note: text("note"),
    decidedAt: instant("decided_at"),
    awardedCents: cents("awarded_cents"),
    /** Where the awarded money stands: kept aside, in a grant, or back in the general pot. */
    awardState: text("award_state").$type<AwardState>(),
    grantId: uuid("grant_id"),
  },
  (t) => [
    primaryKey({ columns: [t.fundId, t.id] }),
    foreignKey({
      columns: [t.fundId, t.projectId],
      foreignColumns: [projects.fundId, projects.id],
      name: "own_grant_applications_project",
    }),
    foreignKey({
      columns: [t.fundId, t.campaignId],
      foreignColumns: [campaigns.fundId, campaigns.id],
      name: "own_grant_applications_campaign",
    }),
    foreignKey({
      columns: [t.fundId, t.grantId],
      foreignColumns: [grants.fundId, grants.id],
      name: "own_grant_applications_grant",
    }),
    check("own_grant_applications_amount", sql`${t.askedCents} between 100 and 10000000000`),
    check(
      "own_grant_applications_state_known",
      sql`${t.state} in ('draft', 'submitted', 'changes_requested', 'admissible', 'granted', 'refused')`,
    ),
    check(
      "own_grant_applications_award_whole",
      sql`coalesce(case ${t.state} when 'granted'
        then ${t.awardedCents} between 100 and ${t.askedCents} and ${t.awardState} in ('reserved', 'granted', 'released')
        else ${t.awardedCents} is null and ${t.awardState} is null end, false)`,
    ),
    check(
      "own_grant_applications_grant_named",
      sql`(${t.awardState} is not distinct from 'granted') = (${t.grantId} is not null)`,
    ),
    check(
      "own_grant_applications_decided_at",
      sql`(${t.state} in ('granted', 'refused')) = (${t.decidedAt} is not null)`,
    ),
    uniqueIndex("own_grant_applications_one_open")
      .on(t.fundId, t.projectId)
      .where(sql`${t.state} in ('draft', 'submitted', 'changes_requested', 'admissible')`),
    index("own_grant_applications_campaign_index").on(t.fundId, t.campaignId),
  ],
);

/** Who sits on the committee, from the first day to the last, both included. */
export const committeeMembers = pgTable(
  "committee_members",
  {
    fundId: fundId(),
    id: id(),
    userId: userId("user_id"),
    startsOn: date("starts_on").notNull(),
    endsOn: date("ends_on").notNull(),
    appointedBy: userId("appointed_by"),
    createdAt: createdAt(),
  },
  (t) => [
    primaryKey({ columns: [t.fundId, t.id] }),
    unique("committee_members_one_term").on(t.fundId, t.userId, t.startsOn),
    check("committee_members_term_in_order", sql`${t.startsOn} <= ${t.endsOn}`),
  ],
);

/** What applications are judged by. A change is a next version. */
export const criteria = pgTable(
  "committee_criteria",
  {
    fundId: fundId(),
    version: integer("version").notNull(),
    position: integer("position").notNull(),
    label: text("label").notNull(),
    description: text("description").notNull(),
    weight: integer("weight").notNull(),
    /** The best score; the least is 0. */
    scale: integer("scale").notNull(),
    createdBy: userId("created_by"),
    createdAt: createdAt(),
  },
  (t) => [
    primaryKey({ columns: [t.fundId, t.version, t.position] }),
    check("committee_criteria_weighed", sql`${t.weight} between 1 and 100 and ${t.scale} between 1 and 100`),
    check("committee_criteria_named", sql`length(${t.label}) > 0`),
  ],
);

export const committeeSessions = pgTable(
  "committee_sessions",
  {
    fundId: fundId(),
    id: id(),
    heldOn: date("held_on").notNull(),
    envelopeCents: cents("envelope_cents").notNull(),
    gridVersion: integer("grid_version").notNull(),
    /** The least number of voters, or their least share of those who may vote: one of them. */
    quorumCount: integer("quorum_count"),
    quorumPercent: integer("quorum_percent"),
    majority: text("majority").$type<Majority>().notNull(),
    chairId: userId("chair_id"),
    secretaryId: userId("secretary_id"),
    state: text("state").$type<"open" | "closed" | "signed">().notNull(),
    createdBy: userId("created_by"),
    createdAt: createdAt(),
    closedAt: instant("closed_at"),
    /** Frozen at the close; its SHA-256 is what chair and secretary sign. */
    minutes: text("minutes"),
    minutesHash: text("minutes_hash"),
    chairSignedAt: instant("chair_signed_at"),
    secretarySignedAt: instant("secretary_signed_at"),
  },
  (t) => [
    primaryKey({ columns: [t.fundId, t.id] }),
    check("committee_sessions_envelope", sql`${t.envelopeCents} between 100 and 10000000000`),
    check("committee_sessions_two_people", sql`${t.chairId} <> ${t.secretaryId}`),
    check("committee_sessions_majority_known", sql`${t.majority} in ('simple', 'absolute', 'two_thirds')`),
    check(
      "committee_sessions_one_quorum",
      sql`(${t.quorumCount} is null) <> (${t.quorumPercent} is null) and coalesce(${t.quorumCount}, ${t.quorumPercent}) >= 1 and coalesce(${t.quorumPercent}, 100) <= 100`,
    ),
    check(
      "committee_sessions_minutes_whole",
      sql`${t.state} in ('open', 'closed', 'signed') and (${t.state} = 'open') = (${t.minutes} is null) and (${t.minutes} is null) = (${t.minutesHash} is null) and (${t.minutes} is null) = (${t.closedAt} is null)`,
    ),
    check(
      "committee_sessions_signed_by_both",
      sql`(${t.state} = 'signed') = (${t.chairSignedAt} is not null and ${t.secretarySignedAt} is not null) and (${t.state} <> 'open' or (${t.chairSignedAt} is null and ${t.secretarySignedAt} is null))`,
    ),
  ],
);

export const sessionApplications = pgTable(
  "session_applications",
  { fundId: fundId(), sessionId: uuid("session_id").notNull(), applicationId: uuid("application_id").notNull() },
  (t) => [
    primaryKey({ columns: [t.fundId, t.sessionId, t.applicationId] }),
    foreignKey({
      columns: [t.fundId, t.sessionId],
      foreignColumns: [committeeSessions.fundId, committeeSessions.id],
      name: "session_applications_session",
    }),
    foreignKey({
      columns: [t.fundId, t.applicationId],
      foreignColumns: [ownGrantApplications.fundId, ownGrantApplications.id],
      name: "session_applications_application",
    }),
  ],
);

/** What a member says of their own ties; what their memberships tell counts without it. Append-only. */
export const committeeConflicts = pgTable(
  "committee_conflicts",
  {
    fundId: fundId(),
    sessionId: uuid("session_id").notNull(),
    applicationId: uuid("application_id").notNull(),
    userId: userId("user_id"),
    reason: text("reason").notNull(),
    createdAt: createdAt(),
  },
  (t) => [
    primaryKey({ columns: [t.fundId, t.sessionId, t.applicationId, t.userId] }),
    foreignKey({
      columns: [t.fundId, t.sessionId, t.applicationId],
      foreignColumns: [sessionApplications.fundId, sessionApplications.sessionId, sessionApplications.applicationId],
      name: "committee_conflicts_case",
    }),
    check("committee_conflicts_has_reason", sql`length(${t.reason}) > 0`),
  ],
);

/** A member's own scores of one application; they change until that member votes. */
export const committeeScores = pgTable(
  "committee_scores",
  {
    fundId: fundId(),
    sessionId: uuid("session_id").notNull(),
    applicationId: uuid("application_id").notNull(),
    userId: userId("user_id"),
    position: integer("position").notNull(),
    score: integer("score").notNull(),
    comment: text("comment").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.fundId, t.sessionId, t.applicationId, t.userId, t.position] }),
    foreignKey({
      columns: [t.fundId, t.sessionId, t.applicationId],
      foreignColumns: [sessionApplications.fundId, sessionApplications.sessionId, sessionApplications.applicationId],
      name: "committee_scores_case",
    }),
    check("committee_scores_not_negative", sql`${t.score} >= 0`),
  ],
);

/** One vote a member and application. Append-only: whoever voted has seen the others' scores. */
export const committeeVotes = pgTable(
  "committee_votes",
  {
    fundId: fundId(),
    sessionId: uuid("session_id").notNull(),
    applicationId: uuid("application_id").notNull(),
    userId: userId("user_id"),
    vote: text("vote").$type<Vote>().notNull(),
    /** What the member would grant. */
    amountCents: cents("amount_cents"),
    createdAt: createdAt(),
  },
  (t) => [
    primaryKey({ columns: [t.fundId, t.sessionId, t.applicationId, t.userId] }),
    foreignKey({
      columns: [t.fundId, t.sessionId, t.applicationId],
      foreignColumns: [sessionApplications.fundId, sessionApplications.sessionId, sessionApplications.applicationId],
      name: "committee_votes_case",
    }),
    check(
      "committee_votes_known",
      sql`coalesce(case ${t.vote} when 'for' then ${t.amountCents} >= 100 when 'against' then ${t.amountCents} is null when 'abstain' then ${t.amountCents} is null else false end, false)`,
    ),
  ],
);

/** What the committee decided of one application, with the numbers it rests on. Append-only. */
export const committeeDecisions = pgTable(
  "committee_decisions",
  {
    fundId: fundId(),
    sessionId: uuid("session_id").notNull(),
    applicationId: uuid("application_id").notNull(),
    outcome: text("outcome").$type<"granted" | "refused" | "postponed">().notNull(),
    reason: text("reason").notNull(),
    eligible: integer("eligible").notNull(),
    votesFor: integer("votes_for").notNull(),
    votesAgainst: integer("votes_against").notNull(),
    abstentions: integer("abstentions").notNull(),
    /** The mean weighted score as an exact fraction of 1. */
    scoreNumerator: numeric("score_numerator").notNull(),
    scoreDenominator: numeric("score_denominator").notNull(),
    /** Place by score among those that were accepted. */
    rank: integer("rank"),
    amountCents: cents("amount_cents").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.fundId, t.sessionId, t.applicationId] }),
    foreignKey({
      columns: [t.fundId, t.sessionId, t.applicationId],
      foreignColumns: [sessionApplications.fundId, sessionApplications.sessionId, sessionApplications.applicationId],
      name: "committee_decisions_case",
    }),
    check(
      "committee_decisions_amount_of_granted",
      sql`${t.outcome} in ('granted', 'refused', 'postponed') and (${t.outcome} = 'granted') = (${t.amountCents} >= 100) and ${t.amountCents} >= 0`,
    ),
    check(
      "committee_decisions_votes_within",
      sql`${t.votesFor} + ${t.votesAgainst} + ${t.abstentions} <= ${t.eligible}`,
    ),
  ],
);
