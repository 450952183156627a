import { sql } from "drizzle-orm";
import { boolean, check, index, integer, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { fundId, id, instant } from "./columns.ts";
import { funds } from "./fund.ts";
import { users } from "./identity.ts";

/** A form that was sent after its session had ended, sealed, for a day: nothing typed is lost. */
export const keptForms = pgTable(
  "kept_forms",
  {
    fundId: fundId().references(() => funds.id),
    id: id(),
    /** Keyed hashes of the browser's mark, and of the person the form was made for; "" for a visitor. */
    browser: text("browser").notNull(),
    owner: text("owner").notNull(),
    path: text("path").notNull(),
    sealed: text("sealed").notNull(),
    hadFiles: boolean("had_files").notNull(),
    keptAt: instant("kept_at").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.fundId, t.id] }),
    index("kept_forms_of_browser").on(t.fundId, t.browser, t.keptAt),
    check("kept_forms_own_path", sql`${t.path} like '/%' and ${t.path} not like '//%'`),
  ],
);

/** What stands typed in a long form that isn't whole yet, sealed; one a form, the last one saved wins. */
export const formDrafts = pgTable(
  "form_drafts",
  {
    fundId: fundId().references(() => funds.id),
    /** The address the form is sent to. */
    form: text("form").notNull(),
    version: integer("version").notNull(),
    sealed: text("sealed").notNull(),
    savedBy: uuid("saved_by")
      .notNull()
      .references(() => users.id),
    savedAt: instant("saved_at").notNull(),
  },
  (t) => [primaryKey({ columns: [t.fundId, t.form] }), check("form_drafts_version_positive", sql`${t.version} >= 1`)],
);
