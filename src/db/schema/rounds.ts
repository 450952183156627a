import { sql } from "drizzle-orm";
import {
  boolean,
  check,
  foreignKey,
  index,
  integer,
  jsonb,
  numeric,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { cents, createdAt, fundId, id, instant } from "./columns.ts";
import { grants } from "./grants.ts";
import { users } from "./identity.ts";
import { matchingRules } from "./matching.ts";
import { pledges } from "./pledges.ts";

/** A round shared anew after it was closed: proposed with a reason, confirmed by a second person (M15). */
export const roundCorrections = pgTable(
  "round_corrections",
  {
    fundId: fundId(),
    id: id(),
    ruleId: uuid("rule_id").notNull(),
    correctsVersion: integer("corrects_version").notNull(),
    state: text("state").notNull(),
    reason: text("reason").notNull(),
    /** Gifts taken in from now on although the rule says no. */
    takenIn: uuid("taken_in").array().notNull().default(sql`'{}'::uuid[]`),
    proposedBy: uuid("proposed_by")
      .notNull()
      .references(() => users.id),
    proposedAt: instant("proposed_at").notNull(),
    decidedBy: uuid("decided_by").references(() => users.id),
    decidedAt: instant("decided_at"),
  },
  (t) => [
    primaryKey({ columns: [t.fundId, t.id] }),
    foreignKey({
      columns: [t.fundId, t.ruleId, t.correctsVersion],
      foreignColumns: [roundResults.fundId, roundResults.ruleId, roundResults.version],
      name: "round_corrections_result",
    }),
    check("round_corrections_state_known", sql`${t.state} in ('proposed', 'confirmed', 'withdrawn')`),
    check("round_corrections_has_reason", sql`length(${t.reason}) > 0`),
    check(
      "round_corrections_decided_whole",
      sql`(${t.state} = 'proposed') = (${t.decidedBy} is null) and (${t.decidedBy} is null) = (${t.decidedAt} is null)`,
    ),
    check("round_corrections_second_person", sql`${t.state} <> 'confirmed' or ${t.decidedBy} <> ${t.proposedBy}`),
    uniqueIndex("round_corrections_one_open").on(t.fundId, t.ruleId).where(sql`${t.state} = 'proposed'`),
  ],
);

/** How a round was shared (M15). Append-only: a correction makes the next version. */
export const roundResults = pgTable(
  "round_results",
  {
    fundId: fundId(),
    ruleId: uuid("rule_id").notNull(),
    version: integer("version").notNull(),
    ruleVersion: integer("rule_version").notNull(),
    /** SHA-256 of everything it was reckoned from. */
    inputHash: text("input_hash").notNull(),
    /** The rule's budget, or what the pot had where that was less (M2). */
    budgetCents: cents("budget_cents").notNull(),
    sharedCents: cents("shared_cents").notNull(),
    /** What bounded it besides its rule; see `RoundRoom` in the domain. */
    room: jsonb("room").notNull(),
    /** Gifts taken in by a person's decision, in this version and those before. */
    takenIn: uuid("taken_in").array().notNull().default(sql`'{}'::uuid[]`),
    correctionId: uuid("correction_id"),
    closedAt: instant("closed_at").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.fundId, t.ruleId, t.version] }),
    foreignKey({
      columns: [t.fundId, t.ruleId, t.ruleVersion],
      foreignColumns: [matchingRules.fundId, matchingRules.id, matchingRules.version],
      name: "round_results_rule_version",
    }),
    check("round_results_version_positive", sql`${t.version} >= 1`),
    check("round_results_within_budget", sql`${t.sharedCents} between 0 and ${t.budgetCents}`),
    check("round_results_later_are_corrections", sql`(${t.version} = 1) = (${t.correctionId} is null)`),
    uniqueIndex("round_results_correction_once").on(t.fundId, t.correctionId),
  ],
);

/** What a round's result says of one gift. Append-only. */
export const roundLines = pgTable(
  "round_lines",
  {
    fundId: fundId(),
    ruleId: uuid("rule_id").notNull(),
    version: integer("version").notNull(),
    pledgeId: uuid("pledge_id").notNull(),
    campaignId: uuid("campaign_id").notNull(),
    donorId: uuid("donor_id").notNull(),
    isEligible: boolean("is_eligible").notNull(),
    /** What stopped the share, or why the gift took no part. */
    reason: text("reason").notNull(),
    /** What stood of the gift then. */
    baseCents: cents("base_cents").notNull(),
    weight: numeric("weight").notNull(),
    amountCents: cents("amount_cents").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.fundId, t.ruleId, t.version, t.pledgeId] }),
    foreignKey({
      columns: [t.fundId, t.ruleId, t.version],
      foreignColumns: [roundResults.fundId, roundResults.ruleId, roundResults.version],
      name: "round_lines_result",
    }),
    foreignKey({
      columns: [t.fundId, t.pledgeId],
      foreignColumns: [pledges.fundId, pledges.id],
      name: "round_lines_pledge",
    }),
    check("round_lines_amounts_not_negative", sql`${t.baseCents} >= 0 and ${t.weight} >= 0 and ${t.amountCents} >= 0`),
    check("round_lines_excluded_gets_nothing", sql`${t.isEligible} or (${t.amountCents} = 0 and ${t.weight} = 0)`),
  ],
);

/**
 * A round's money for a campaign that has its grant already: added to it. Under a signed agreement it is payable once
 * an amendment is signed by both sides too (D3).
 */
export const grantComplements = pgTable(
  "grant_complements",
  {
    fundId: fundId(),
    id: id(),
    grantId: uuid("grant_id").notNull(),
    ruleId: uuid("rule_id").notNull(),
    resultVersion: integer("result_version").notNull(),
    amountCents: cents("amount_cents").notNull(),
    /** Whether the grant's agreement was signed by both when it was added. */
    isAmendment: boolean("is_amendment").notNull(),
    createdAt: createdAt(),
    /** SHA-256 of the amendment's text as the holder signed it; the fund signs the same text or none. */
    amendmentHash: text("amendment_hash"),
    holderSignedAt: instant("holder_signed_at"),
    holderSignedBy: uuid("holder_signed_by").references(() => users.id),
    fundSignedAt: instant("fund_signed_at"),
    fundSignedBy: uuid("fund_signed_by").references(() => users.id),
  },
  (t) => [
    primaryKey({ columns: [t.fundId, t.id] }),
    foreignKey({
      columns: [t.fundId, t.grantId],
      foreignColumns: [grants.fundId, grants.id],
      name: "grant_complements_grant",
    }),
    foreignKey({
      columns: [t.fundId, t.ruleId, t.resultVersion],
      foreignColumns: [roundResults.fundId, roundResults.ruleId, roundResults.version],
      name: "grant_complements_result",
    }),
    /** A correction may take back what nobody has signed for; nothing is left then. */
    check("grant_complements_amount_not_negative", sql`${t.amountCents} >= 0`),
    check(
      "grant_complements_signatures_whole",
      sql`(${t.holderSignedAt} is null) = (${t.holderSignedBy} is null) and (${t.holderSignedAt} is null) = (${t.amendmentHash} is null) and (${t.fundSignedAt} is null) = (${t.fundSignedBy} is null)`,
    ),
    check("grant_complements_holder_signs_first", sql`${t.fundSignedAt} is null or ${t.holderSignedAt} is not null`),
    check(
      "grant_complements_signed_by_two",
      sql`${t.holderSignedBy} is null or ${t.fundSignedBy} is null or ${t.holderSignedBy} <> ${t.fundSignedBy}`,
    ),
    check("grant_complements_only_amendments_signed", sql`${t.isAmendment} or ${t.holderSignedAt} is null`),
    uniqueIndex("grant_complements_once").on(t.fundId, t.grantId, t.ruleId, t.resultVersion),
    index("grant_complements_grant_index").on(t.fundId, t.grantId),
  ],
);
