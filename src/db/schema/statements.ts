import { sql } from "drizzle-orm";
import { check, foreignKey, integer, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { fundId, id, instant } from "./columns.ts";
import { funds } from "./fund.ts";
import { cooperationAgreements } from "./matching.ts";

/** A month's statement was announced to the partner's members: once a month and agreement. Append-only. */
export const statementAnnouncements = pgTable(
  "statement_announcements",
  {
    fundId: fundId(),
    agreementId: uuid("agreement_id").notNull(),
    /** `2026-11`, in Paris. */
    month: text("month").notNull(),
    announcedAt: instant("announced_at").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.fundId, t.agreementId, t.month] }),
    foreignKey({
      columns: [t.fundId, t.agreementId],
      foreignColumns: [cooperationAgreements.fundId, cooperationAgreements.id],
      name: "statement_announcements_agreement",
    }),
    check("statement_announcements_month_shape", sql`${t.month} ~ '^20[0-9]{2}-(0[1-9]|1[0-2])$'`),
  ],
);

/** One walk through the log of matches (M14) and what it found. Append-only. */
export const matchReplays = pgTable(
  "match_replays",
  {
    fundId: fundId().references(() => funds.id),
    id: id(),
    startedAt: instant("started_at").notNull(),
    endedAt: instant("ended_at").notNull(),
    pledges: integer("pledges").notNull(),
    traces: integer("traces").notNull(),
    matches: integer("matches").notNull(),
    differences: integer("differences").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.fundId, t.id] }),
    check("match_replays_in_order", sql`${t.startedAt} <= ${t.endedAt}`),
    check(
      "match_replays_counts_not_negative",
      sql`${t.pledges} >= 0 and ${t.traces} >= 0 and ${t.matches} >= 0 and ${t.differences} >= 0`,
    ),
  ],
);
