import { sql } from "drizzle-orm";
import { check, index, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { createdAt, fundId, id, instant } from "./columns.ts";
import { funds } from "./fund.ts";

/** What people wrote to the fund from the contact page, and the one answer staff sent. */
export const contactMessages = pgTable(
  "contact_messages",
  {
    fundId: fundId().references(() => funds.id),
    id: id(),
    createdAt: createdAt(),
    name: text("name").notNull(),
    email: text("email").notNull(),
    /** In which the letter with the answer greets. */
    language: text("language").notNull(),
    body: text("body").notNull(),
    answer: text("answer"),
    answeredBy: uuid("answered_by"),
    answeredAt: instant("answered_at"),
  },
  (t) => [
    primaryKey({ columns: [t.fundId, t.id] }),
    index("contact_messages_open").on(t.fundId, t.createdAt).where(sql`answered_at is null`),
    check("contact_messages_language_known", sql`${t.language} in ('fr', 'en')`),
    check("contact_messages_answer_whole", sql`num_nulls(${t.answer}, ${t.answeredBy}, ${t.answeredAt}) in (0, 3)`),
  ],
);
