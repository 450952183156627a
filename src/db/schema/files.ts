import { sql } from "drizzle-orm";
import { check, index, integer, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import { createdAt, fundId, instant } from "./columns.ts";
import { funds } from "./fund.ts";

/** Files people sent, by the hash of their content: the same content is kept once, and never changes. */
export const storedFiles = pgTable(
  "stored_files",
  {
    fundId: fundId().references(() => funds.id),
    /** Of the file as it was sent. */
    sha256: text("sha256").notNull(),
    contentType: text("content_type").notNull(),
    sizeBytes: integer("size_bytes").notNull(),
    ciphertext: text("ciphertext").notNull(),
    createdAt: createdAt(),
  },
  (t) => [
    primaryKey({ columns: [t.fundId, t.sha256] }),
    check("stored_files_hash_shape", sql`${t.sha256} ~ '^[0-9a-f]{64}$'`),
    check("stored_files_size_positive", sql`${t.sizeBytes} > 0`),
  ],
);

/** What the last reading of each stored file found: null where its content is what was sent. */
export const fileChecks = pgTable(
  "file_checks",
  {
    fundId: fundId(),
    sha256: text("sha256").notNull(),
    checkedAt: instant("checked_at").notNull(),
    fault: text("fault"),
  },
  (t) => [primaryKey({ columns: [t.fundId, t.sha256] }), index("file_checks_oldest").on(t.fundId, t.checkedAt)],
);
