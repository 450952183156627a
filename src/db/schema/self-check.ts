import { sql } from "drizzle-orm";
import { check, index, integer, jsonb, pgTable, primaryKey } from "drizzle-orm/pg-core";
import { fundId, id, instant } from "./columns.ts";
import { funds } from "./fund.ts";

/** What each look over the whole base found: broken invariants and things that should have happened. Append-only. */
export const bookChecks = pgTable(
  "book_checks",
  {
    fundId: fundId().references(() => funds.id),
    id: id(),
    checkedAt: instant("checked_at").notNull(),
    durationMs: integer("duration_ms").notNull(),
    /** `{ invariant, subject, detail }` each; empty when all is well. */
    findings: jsonb("findings").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.fundId, t.id] }),
    index("book_checks_newest").on(t.fundId, t.checkedAt),
    check("book_checks_findings_listed", sql`jsonb_typeof(${t.findings}) = 'array'`),
  ],
);
