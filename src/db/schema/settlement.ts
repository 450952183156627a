import { sql } from "drizzle-orm";
import { check, foreignKey, pgTable, primaryKey, text, unique, uuid } from "drizzle-orm/pg-core";
import { campaigns } from "./campaigns.ts";
import { cents, fundId, id, instant } from "./columns.ts";

/** Exactly one a campaign (P4). */
export const settlements = pgTable(
  "settlements",
  {
    fundId: fundId(),
    id: id(),
    campaignId: uuid("campaign_id").notNull(),
    state: text("state").notNull(),
    startedAt: instant("started_at").notNull(),
    windowEndsAt: instant("window_ends_at").notNull(),
    /** When every checkout was closed and firm pledges were found to reach the goal; charging starts here. */
    assessedAt: instant("assessed_at"),
    /** When its charges last made progress: one run at a time goes through them. */
    chargedAt: instant("charged_at"),
    decidedAt: instant("decided_at"),
    outcome: text("outcome"),
    outcomeReason: text("outcome_reason"),
    giftsCents: cents("gifts_cents"),
    matchesCents: cents("matches_cents"),
    topUpCents: cents("top_up_cents"),
  },
  (t) => [
    primaryKey({ columns: [t.fundId, t.id] }),
    foreignKey({
      columns: [t.fundId, t.campaignId],
      foreignColumns: [campaigns.fundId, campaigns.id],
      name: "settlements_campaign",
    }),
    unique("settlements_one_per_campaign").on(t.fundId, t.campaignId),
    check("settlements_state_known", sql`${t.state} in ('charging', 'decided')`),
    check("settlements_window_after_start", sql`${t.windowEndsAt} >= ${t.startedAt}`),
    check(
      "settlements_decided_whole",
      sql`(${t.state} = 'decided') = (${t.decidedAt} is not null and coalesce(${t.outcome} in ('succeeded', 'failed'), false) and ${t.giftsCents} is not null and ${t.matchesCents} is not null and ${t.topUpCents} is not null)`,
    ),
  ],
);
