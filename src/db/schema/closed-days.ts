import { sql } from "drizzle-orm";
import { bigint, check, date, foreignKey, jsonb, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import { fundId, instant } from "./columns.ts";
import { funds } from "./fund.ts";
import { journalSeals } from "./ledger.ts";

/** R4: a day that a paymaster closed, as it was shown then. Append-only: a later correction does not reopen it. */
export const closedDays = pgTable(
  "closed_days",
  {
    fundId: fundId().references(() => funds.id),
    /** A Paris day. */
    day: date("day").notNull(),
    closedBy: text("closed_by").notNull(),
    closedAt: instant("closed_at").notNull(),
    /** The three comparisons as the closer saw them. */
    figures: jsonb("figures").notNull(),
    /** Head of the journal's chain at that moment (L5); none before the first seal. */
    sealSequence: bigint("seal_sequence", { mode: "number" }),
    sealHash: text("seal_hash"),
    /** Which transactions had ended when it was closed: what is not among them was recorded afterwards. */
    snapshot: text("snapshot").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.fundId, t.day], name: "closed_days_once" }),
    foreignKey({
      columns: [t.fundId, t.sealSequence],
      foreignColumns: [journalSeals.fundId, journalSeals.sequence],
      name: "closed_days_seal",
    }),
    check("closed_days_by_a_person", sql`${t.closedBy} like 'user:%'`),
    check("closed_days_day_over", sql`(${t.closedAt} at time zone 'Europe/Paris')::date > ${t.day}`),
    check("closed_days_figures_whole", sql`jsonb_typeof(${t.figures}) = 'object'`),
    check(
      "closed_days_seal_whole",
      sql`(${t.sealSequence} is null) = (${t.sealHash} is null) and (${t.sealHash} is null or ${t.sealHash} ~ '^[0-9a-f]{64}$')`,
    ),
  ],
);
