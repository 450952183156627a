import { sql } from "drizzle-orm";
import {
  boolean,
  check,
  date,
  foreignKey,
  index,
  integer,
  pgTable,
  primaryKey,
  smallint,
  text,
  unique,
  uuid,
} from "drizzle-orm/pg-core";
import type { CampaignCategory, CampaignMode } from "../../domain/campaign.ts";
import type { ShortfallPolicy } from "../../domain/settlement.ts";
import { cents, createdAt, fundId, id, instant } from "./columns.ts";
import { projects } from "./projects.ts";

export const campaigns = pgTable(
  "campaigns",
  {
    fundId: fundId(),
    id: id(),
    projectId: uuid("project_id").notNull(),
    slug: text("slug").notNull(),
    title: text("title").notNull(),
    pitch: text("pitch").notNull(),
    goalCents: cents("goal_cents").notNull(),
    mode: text("mode").$type<CampaignMode>().notNull(),
    state: text("state").notNull(),
    startsAt: instant("starts_at").notNull(),
    deadlineAt: instant("deadline_at").notNull(),
    shortfallPolicy: text("shortfall_policy").$type<ShortfallPolicy["kind"]>().notNull().default("fail_and_refund"),
    minimumCents: cents("minimum_cents"),
    topUpMaxBps: integer("top_up_max_bps"),
    matchingCounts: boolean("matching_counts").notNull().default(true),
    matchCeilingCents: cents("match_ceiling_cents"),
    stretchGoalsCents: cents("stretch_goals_cents").array().notNull().default(sql`'{}'::bigint[]`),
    declaredFeeBps: integer("declared_fee_bps").notNull().default(0),
    category: text("category").$type<CampaignCategory>(),
    createdAt: createdAt(),
    openedAt: instant("opened_at"),
    closedAt: instant("closed_at"),
  },
  (t) => [
    primaryKey({ columns: [t.fundId, t.id] }),
    foreignKey({
      columns: [t.fundId, t.projectId],
      foreignColumns: [projects.fundId, projects.id],
      name: "campaigns_project",
    }),
    unique("campaigns_slug_unique").on(t.fundId, t.slug),
    index("campaigns_state_deadline").on(t.state, t.deadlineAt),
    index("campaigns_by_project").on(t.projectId),
    check("campaigns_goal_positive", sql`${t.goalCents} >= 100`),
    check("campaigns_dates_in_order", sql`${t.startsAt} < ${t.deadlineAt}`),
    check("campaigns_mode_known", sql`${t.mode} in ('all_or_nothing', 'keep_what_you_raise')`),
    check(
      "campaigns_state_known",
      sql`${t.state} in ('draft', 'submitted', 'changes_requested', 'approved', 'scheduled', 'live', 'settling', 'succeeded', 'failed', 'suspended', 'cancelled')`,
    ),
    check(
      "campaigns_shortfall_policy_declared",
      // A CHECK lets null pass: a policy without its parameter is refused by the coalesce.
      sql`coalesce(case ${t.shortfallPolicy}
        when 'fail_and_refund' then ${t.minimumCents} is null and ${t.topUpMaxBps} is null
        when 'accept_minimum' then ${t.minimumCents} between 100 and ${t.goalCents} and ${t.topUpMaxBps} is null
        when 'reserve_top_up' then ${t.topUpMaxBps} between 1 and 10000 and ${t.minimumCents} is null
        else false end, false)`,
    ),
  ],
);

export const rewards = pgTable(
  "rewards",
  {
    fundId: fundId(),
    id: id(),
    campaignId: uuid("campaign_id").notNull(),
    title: text("title").notNull(),
    thresholdCents: cents("threshold_cents").notNull(),
    fairValueCents: cents("fair_value_cents").notNull(),
    stock: integer("stock"),
    taken: integer("taken").notNull().default(0),
  },
  (t) => [
    primaryKey({ columns: [t.fundId, t.id] }),
    foreignKey({
      columns: [t.fundId, t.campaignId],
      foreignColumns: [campaigns.fundId, campaigns.id],
      name: "rewards_campaign",
    }),
    check("rewards_amounts_not_negative", sql`${t.thresholdCents} >= 100 and ${t.fairValueCents} >= 0`),
    check("rewards_never_oversold", sql`${t.taken} >= 0 and (${t.stock} is null or ${t.taken} <= ${t.stock})`),
  ],
);

export const needsInKind = pgTable(
  "needs_in_kind",
  {
    fundId: fundId(),
    campaignId: uuid("campaign_id").notNull(),
    position: smallint("position").notNull(),
    label: text("label").notNull(),
    quantity: integer("quantity").notNull(),
    /** By when it is of use, where that matters. */
    neededOn: date("needed_on", { mode: "string" }),
    /** What of it was accepted of people's offers; kept by a trigger. */
    accepted: integer("accepted").notNull().default(0),
  },
  (t) => [
    primaryKey({ columns: [t.fundId, t.campaignId, t.position] }),
    foreignKey({
      columns: [t.fundId, t.campaignId],
      foreignColumns: [campaigns.fundId, campaigns.id],
      name: "needs_in_kind_campaign",
    }),
    check("needs_in_kind_quantity_positive", sql`${t.quantity} > 0`),
    check("needs_in_kind_never_over_accepted", sql`${t.accepted} between 0 and ${t.quantity}`),
  ],
);

/** What the case officer wrote when asking for changes or approving, newest last. */
export const campaignReviews = pgTable(
  "campaign_reviews",
  {
    fundId: fundId(),
    id: id(),
    campaignId: uuid("campaign_id").notNull(),
    outcome: text("outcome").$type<"changes_requested" | "approved">().notNull(),
    message: text("message").notNull(),
    reviewerId: uuid("reviewer_id").notNull(),
    createdAt: createdAt(),
  },
  (t) => [
    primaryKey({ columns: [t.fundId, t.id] }),
    foreignKey({
      columns: [t.fundId, t.campaignId],
      foreignColumns: [campaigns.fundId, campaigns.id],
      name: "campaign_reviews_campaign",
    }),
    check("campaign_reviews_outcome_known", sql`${t.outcome} in ('changes_requested', 'approved')`),
  ],
);

/** P10: another goal or deadline of a live campaign. Append-only; writing one is what changes the campaign. */
export const campaignChanges = pgTable(
  "campaign_changes",
  {
    fundId: fundId(),
    id: id(),
    campaignId: uuid("campaign_id").notNull(),
    oldGoalCents: cents("old_goal_cents").notNull(),
    newGoalCents: cents("new_goal_cents").notNull(),
    oldDeadlineAt: instant("old_deadline_at").notNull(),
    newDeadlineAt: instant("new_deadline_at").notNull(),
    reason: text("reason").notNull(),
    changedBy: uuid("changed_by").notNull(),
    changedAt: instant("changed_at").notNull(),
    /** Until then a captured gift made before goes back on its donor's word alone. */
    leaveUntil: instant("leave_until").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.fundId, t.id] }),
    foreignKey({
      columns: [t.fundId, t.campaignId],
      foreignColumns: [campaigns.fundId, campaigns.id],
      name: "campaign_changes_campaign",
    }),
    check(
      "campaign_changes_something",
      sql`(${t.oldGoalCents}, ${t.oldDeadlineAt}) is distinct from (${t.newGoalCents}, ${t.newDeadlineAt})`,
    ),
    check("campaign_changes_has_reason", sql`length(${t.reason}) > 0`),
    check("campaign_changes_leaves_time", sql`${t.leaveUntil} > ${t.changedAt}`),
    index("campaign_changes_campaign_index").on(t.fundId, t.campaignId, t.changedAt),
  ],
);
