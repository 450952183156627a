import { sql } from "drizzle-orm";
import {
  bigint,
  boolean,
  check,
  foreignKey,
  index,
  integer,
  jsonb,
  pgSequence,
  pgTable,
  primaryKey,
  smallint,
  text,
  unique,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { cents, createdAt, fundId, id, instant, position } from "./columns.ts";
import { funds } from "./fund.ts";
import { organisations } from "./organisations.ts";
import { pledges } from "./pledges.ts";

export const cooperationAgreements = pgTable(
  "cooperation_agreements",
  {
    fundId: fundId().references(() => funds.id),
    id: id(),
    partnerId: uuid("partner_id")
      .notNull()
      .references(() => organisations.id),
    reference: text("reference").notNull(),
    title: text("title"),
    /** One that was signed on paper is in force as soon as it is recorded. */
    state: text("state").notNull().default("in_force"),
    /** The version of its terms that holds; none where it was signed on paper. */
    signedVersion: integer("signed_version"),
    signedAt: instant("signed_at"),
    endsAt: instant("ends_at"),
    /** Whether money promised but not yet received counts towards a campaign's goal (M9). */
    promisedCounts: boolean("promised_counts").notNull().default(false),
    endedAt: instant("ended_at"),
    /** Which side ended it early; none where its last day passed. */
    endedSide: text("ended_side"),
    endedReason: text("ended_reason"),
  },
  (t) => [
    primaryKey({ columns: [t.fundId, t.id] }),
    unique("cooperation_agreements_reference_unique").on(t.fundId, t.reference),
    check("cooperation_agreements_dates_in_order", sql`${t.signedAt} < ${t.endsAt}`),
    check(
      "cooperation_agreements_state_known",
      sql`${t.state} in ('negotiating', 'abandoned', 'in_force', 'suspended', 'ended')`,
    ),
    check(
      "cooperation_agreements_signed_whole",
      sql`(${t.state} in ('negotiating', 'abandoned')) = (${t.signedAt} is null) and (${t.signedAt} is null) = (${t.endsAt} is null)`,
    ),
    check(
      "cooperation_agreements_ended_whole",
      sql`(${t.state} = 'ended') = (${t.endedAt} is not null) and (${t.endedSide} is null or (${t.endedSide} in ('partner', 'fund') and coalesce(length(${t.endedReason}), 0) > 0))`,
    ),
  ],
);

/** Numbers whatever changes what a pot can still give, drawn while the pot's row is held: each pot's history in its order. */
export const matchingLog = pgSequence("matching_log");

/** The money behind rules. M2: funded − withdrawn − reserved − committed − paid never falls below zero. */
export const matchingPots = pgTable(
  "matching_pots",
  {
    fundId: fundId(),
    id: id(),
    agreementId: uuid("agreement_id").notNull(),
    name: text("name").notNull(),
    /** ISO 11649 creditor reference the partner puts on its transfer. */
    fundingReference: text("funding_reference").notNull(),
    promisedCents: cents("promised_cents").notNull(),
    fundedCents: cents("funded_cents").notNull().default(sql`0`),
    withdrawnCents: cents("withdrawn_cents").notNull().default(sql`0`),
    reservedCents: cents("reserved_cents").notNull().default(sql`0`),
    committedCents: cents("committed_cents").notNull().default(sql`0`),
    paidCents: cents("paid_cents").notNull().default(sql`0`),
    /** How often what stands of its matches has changed, counted by triggers: sums read at one count hold at it. */
    changes: bigint("changes", { mode: "bigint" }).notNull().default(sql`0`),
  },
  (t) => [
    primaryKey({ columns: [t.fundId, t.id] }),
    unique("matching_pots_funding_reference_unique").on(t.fundId, t.fundingReference),
    foreignKey({
      columns: [t.fundId, t.agreementId],
      foreignColumns: [cooperationAgreements.fundId, cooperationAgreements.id],
      name: "matching_pots_agreement",
    }),
    check(
      "matching_pots_counters_never_negative",
      sql`${t.promisedCents} >= 0 and ${t.fundedCents} >= 0 and ${t.withdrawnCents} >= 0 and ${t.reservedCents} >= 0 and ${t.committedCents} >= 0 and ${t.paidCents} >= 0`,
    ),
    check(
      "matching_pots_never_overdrawn",
      sql`${t.fundedCents} - ${t.withdrawnCents} - ${t.reservedCents} - ${t.committedCents} - ${t.paidCents} >= 0`,
    ),
  ],
);

/** One row a version (M8); a rule is never changed, only followed by its next version. */
export const matchingRules = pgTable(
  "matching_rules",
  {
    fundId: fundId(),
    id: id(),
    version: integer("version").notNull(),
    potId: uuid("pot_id").notNull(),
    priority: smallint("priority").notNull(),
    /** The formula (M15): which of the next columns are filled follows from it. */
    kind: text("kind").notNull().default("ratio"),
    ratioNumerator: integer("ratio_numerator"),
    ratioDenominator: integer("ratio_denominator"),
    thresholdDonors: integer("threshold_donors"),
    thresholdGoalPercent: smallint("threshold_goal_percent"),
    lumpCents: cents("lump_cents"),
    /** What a round shares at its end. */
    budgetCents: cents("budget_cents"),
    capPerGiftCents: cents("cap_per_gift_cents"),
    capPerDonorCents: cents("cap_per_donor_cents"),
    capPerCampaignCents: cents("cap_per_campaign_cents"),
    capPerPeriodCents: cents("cap_per_period_cents"),
    capPeriod: text("cap_period"),
    capInAllCents: cents("cap_in_all_cents"),
    minimumGiftCents: cents("minimum_gift_cents"),
    minimumDonors: integer("minimum_donors"),
    /** Predicates on place and campaign (M7); see `MatchingFilter` in the domain. */
    filter: jsonb("filter").notNull(),
    /** Shares of the pot kept per territory until an instant; see `HeldShare` in the domain. */
    heldShares: jsonb("held_shares").notNull().default([]),
    stacking: text("stacking").notNull().default("adds"),
    backfill: boolean("backfill").notNull().default(false),
    goalConditional: boolean("goal_conditional").notNull().default(false),
    startsAt: instant("starts_at").notNull(),
    endsAt: instant("ends_at").notNull(),
    validFrom: instant("valid_from").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.fundId, t.id, t.version] }),
    foreignKey({
      columns: [t.fundId, t.potId],
      foreignColumns: [matchingPots.fundId, matchingPots.id],
      name: "matching_rules_pot",
    }),
    check("matching_rules_version_positive", sql`${t.version} >= 1`),
    check(
      "matching_rules_ratio_positive",
      sql`${t.ratioNumerator} between 1 and 1000 and ${t.ratioDenominator} between 1 and 1000`,
    ),
    check("matching_rules_ratio_whole", sql`(${t.ratioNumerator} is null) = (${t.ratioDenominator} is null)`),
    check(
      "matching_rules_formula_whole",
      sql`case ${t.kind}
        when 'ratio' then ${t.ratioNumerator} is not null
          and num_nonnulls(${t.thresholdDonors}, ${t.thresholdGoalPercent}, ${t.lumpCents}, ${t.budgetCents}) = 0
        when 'threshold' then num_nonnulls(${t.ratioNumerator}, ${t.lumpCents}) = 1
          and num_nonnulls(${t.thresholdDonors}, ${t.thresholdGoalPercent}) >= 1 and ${t.budgetCents} is null
        when 'pro_rata' then ${t.budgetCents} is not null
          and num_nonnulls(${t.ratioNumerator}, ${t.thresholdDonors}, ${t.thresholdGoalPercent}, ${t.lumpCents}) = 0
        when 'quadratic' then ${t.budgetCents} is not null
          and num_nonnulls(${t.ratioNumerator}, ${t.thresholdDonors}, ${t.thresholdGoalPercent}, ${t.lumpCents}) = 0
        else false end`,
    ),
    check(
      "matching_rules_thresholds_positive",
      sql`${t.thresholdDonors} between 1 and 1000000 and ${t.thresholdGoalPercent} between 1 and 1000 and ${t.minimumDonors} between 1 and 1000000`,
    ),
    check("matching_rules_period_whole", sql`(${t.capPerPeriodCents} is null) = (${t.capPeriod} is null)`),
    check("matching_rules_period_known", sql`${t.capPeriod} in ('day', 'week', 'month')`),
    check("matching_rules_stacking_known", sql`${t.stacking} in ('adds', 'if_first', 'final')`),
    check("matching_rules_dates_in_order", sql`${t.startsAt} < ${t.endsAt}`),
    check(
      "matching_rules_caps_positive",
      sql`${t.capPerGiftCents} > 0 and ${t.capPerDonorCents} > 0 and ${t.capPerCampaignCents} > 0 and ${t.capPerPeriodCents} > 0 and ${t.capInAllCents} > 0 and ${t.minimumGiftCents} > 0 and ${t.lumpCents} > 0 and ${t.budgetCents} > 0`,
    ),
  ],
);

/** One rule's answer to one pledge. */
export const matches = pgTable(
  "matches",
  {
    fundId: fundId(),
    id: id(),
    pledgeId: uuid("pledge_id").notNull(),
    campaignId: uuid("campaign_id").notNull(),
    donorId: uuid("donor_id").notNull(),
    ruleId: uuid("rule_id").notNull(),
    ruleVersion: integer("rule_version").notNull(),
    potId: uuid("pot_id").notNull(),
    /** What the rule answered; its trace says why (M12). */
    grantedCents: cents("granted_cents").notNull(),
    /** What stands of it, or stood last: a partial refund lowers it (M10). */
    amountCents: cents("amount_cents").notNull(),
    /** A threshold's lump, which stands once a campaign (M15). */
    isLump: boolean("is_lump").notNull().default(false),
    state: text("state").notNull(),
    createdAt: createdAt(),
  },
  (t) => [
    primaryKey({ columns: [t.fundId, t.id] }),
    foreignKey({
      columns: [t.fundId, t.pledgeId],
      foreignColumns: [pledges.fundId, pledges.id],
      name: "matches_pledge",
    }),
    foreignKey({
      columns: [t.fundId, t.ruleId, t.ruleVersion],
      foreignColumns: [matchingRules.fundId, matchingRules.id, matchingRules.version],
      name: "matches_rule_version",
    }),
    foreignKey({
      columns: [t.fundId, t.potId],
      foreignColumns: [matchingPots.fundId, matchingPots.id],
      name: "matches_pot",
    }),
    check("matches_amount_positive", sql`${t.amountCents} > 0`),
    check("matches_amount_within_granted", sql`${t.amountCents} <= ${t.grantedCents}`),
    uniqueIndex("matches_one_lump_per_campaign")
      .on(t.fundId, t.ruleId, t.campaignId)
      .where(sql`${t.isLump} and ${t.state} in ('reserved', 'committed', 'paid')`),
    check(
      "matches_state_known",
      sql`${t.state} in ('reserved', 'committed', 'paid', 'released', 'reversed', 'clawback_due')`,
    ),
    index("matches_pledge").on(t.fundId, t.pledgeId),
    index("matches_rule_donor").on(t.fundId, t.ruleId, t.donorId),
    index("matches_rule_campaign").on(t.fundId, t.ruleId, t.campaignId),
    index("matches_pot").on(t.fundId, t.potId),
  ],
);

/** Why this match (M12): one row an evaluated rule, also when the answer is nothing. Append-only. */
export const matchTraces = pgTable(
  "match_traces",
  {
    fundId: fundId(),
    id: id(),
    pledgeId: uuid("pledge_id").notNull(),
    matchId: uuid("match_id"),
    ruleId: uuid("rule_id").notNull(),
    ruleVersion: integer("rule_version").notNull(),
    sequence: smallint("sequence").notNull(),
    /** What made the rule speak: the pledge itself, freed money (M11) or a round's end (M15). */
    cause: text("cause").notNull().default("pledge"),
    evaluatedAt: instant("evaluated_at").notNull(),
    trace: jsonb("trace").notNull(),
    amountCents: cents("amount_cents").notNull(),
    boundBy: text("bound_by").notNull(),
    potBeforeCents: cents("pot_before_cents").notNull(),
    potAfterCents: cents("pot_after_cents").notNull(),
    position: position(),
  },
  (t) => [
    primaryKey({ columns: [t.fundId, t.id] }),
    foreignKey({
      columns: [t.fundId, t.pledgeId],
      foreignColumns: [pledges.fundId, pledges.id],
      name: "match_traces_pledge",
    }),
    index("match_traces_position").on(t.fundId, t.position),
    index("match_traces_pledge").on(t.fundId, t.pledgeId),
    uniqueIndex("match_traces_one_answer").on(t.fundId, t.pledgeId, t.ruleId).where(sql`${t.cause} = 'pledge'`),
    check("match_traces_cause_known", sql`${t.cause} in ('pledge', 'backfill', 'round')`),
    check("match_traces_pot_adds_up", sql`${t.potBeforeCents} - ${t.amountCents} = ${t.potAfterCents}`),
  ],
);

/**
 * What happened to each match, written by a trigger: `reserved`, then what of it was released, committed, reversed,
 * paid or claimed back, each with its cents. Append-only; a pot's figures at any past instant come from it.
 */
export const matchEvents = pgTable(
  "match_events",
  {
    fundId: fundId(),
    id: id(),
    matchId: uuid("match_id").notNull(),
    potId: uuid("pot_id").notNull(),
    kind: text("kind").notNull(),
    amountCents: cents("amount_cents").notNull(),
    occurredAt: instant("occurred_at").notNull(),
    position: position(),
  },
  (t) => [
    primaryKey({ columns: [t.fundId, t.id] }),
    index("match_events_position").on(t.fundId, t.position),
    foreignKey({
      columns: [t.fundId, t.matchId],
      foreignColumns: [matches.fundId, matches.id],
      name: "match_events_match",
    }),
    check(
      "match_events_kind_known",
      sql`${t.kind} in ('reserved', 'released', 'committed', 'reversed', 'paid', 'clawback_due')`,
    ),
    check("match_events_amount_positive", sql`${t.amountCents} > 0`),
    index("match_events_match").on(t.fundId, t.matchId),
    index("match_events_pot").on(t.fundId, t.potId, t.occurredAt),
  ],
);

/** Money received for a pot, once per source reference (R3). */
export const potFundings = pgTable(
  "pot_fundings",
  {
    fundId: fundId(),
    id: id(),
    potId: uuid("pot_id").notNull(),
    amountCents: cents("amount_cents").notNull(),
    source: text("source").notNull(),
    reference: text("reference").notNull(),
    createdAt: createdAt(),
    position: position(),
  },
  (t) => [
    primaryKey({ columns: [t.fundId, t.id] }),
    foreignKey({
      columns: [t.fundId, t.potId],
      foreignColumns: [matchingPots.fundId, matchingPots.id],
      name: "pot_fundings_pot",
    }),
    unique("pot_fundings_once").on(t.fundId, t.source, t.reference),
    check("pot_fundings_amount_positive", sql`${t.amountCents} > 0`),
  ],
);
