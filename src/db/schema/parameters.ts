import { sql } from "drizzle-orm";
import { check, date, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { cents, fundId, instant } from "./columns.ts";
import { funds } from "./fund.ts";
import { users } from "./identity.ts";

/** Rates, caps and thresholds from a day on, with their source (T5). Append-only: the row set last for a day holds. */
export const parameters = pgTable(
  "parameters",
  {
    fundId: fundId().references(() => funds.id),
    name: text("name").notNull(),
    validFrom: date("valid_from").notNull(),
    value: cents("value").notNull(),
    source: text("source").notNull(),
    setBy: uuid("set_by")
      .notNull()
      .references(() => users.id),
    setAt: instant("set_at").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.fundId, t.name, t.validFrom, t.setAt] }),
    check("parameters_value_not_negative", sql`${t.value} >= 0`),
    check("parameters_source_given", sql`length(${t.source}) > 0`),
  ],
);
