import { sql } from "drizzle-orm";
import { check, foreignKey, jsonb, pgTable, primaryKey, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { createdAt, fundId, id, instant } from "./columns.ts";
import { grants } from "./grants.ts";
import { users } from "./identity.ts";

/** Other shares and limit dates for a signed schedule, in force once both sides signed its text (D2, D3). */
export const scheduleAmendments = pgTable(
  "schedule_amendments",
  {
    fundId: fundId(),
    id: id(),
    grantId: uuid("grant_id").notNull(),
    /** The instalments that change: `AmendedLine` of `domain/schedule-amendment.ts`, shares as text. */
    lines: jsonb("lines").notNull(),
    reason: text("reason").notNull(),
    /** As both sign it, in both languages; the hash is of the French. */
    paragraphs: jsonb("paragraphs").notNull(),
    hash: text("hash").notNull(),
    proposedBy: uuid("proposed_by")
      .notNull()
      .references(() => users.id),
    createdAt: createdAt(),
    holderSignedAt: instant("holder_signed_at"),
    holderSignedBy: uuid("holder_signed_by").references(() => users.id),
    fundSignedAt: instant("fund_signed_at"),
    fundSignedBy: uuid("fund_signed_by").references(() => users.id),
    withdrawnAt: instant("withdrawn_at"),
    withdrawnBy: uuid("withdrawn_by").references(() => users.id),
  },
  (t) => [
    primaryKey({ columns: [t.fundId, t.id] }),
    foreignKey({
      columns: [t.fundId, t.grantId],
      foreignColumns: [grants.fundId, grants.id],
      name: "schedule_amendments_grant",
    }),
    check("schedule_amendments_hash_shape", sql`${t.hash} ~ '^[0-9a-f]{64}$'`),
    check("schedule_amendments_has_reason", sql`length(${t.reason}) > 0`),
    check(
      "schedule_amendments_signatures_whole",
      sql`(${t.holderSignedAt} is null) = (${t.holderSignedBy} is null) and (${t.fundSignedAt} is null) = (${t.fundSignedBy} is null)`,
    ),
    check("schedule_amendments_holder_signs_first", sql`${t.fundSignedAt} is null or ${t.holderSignedAt} is not null`),
    check(
      "schedule_amendments_signed_by_two",
      sql`${t.holderSignedBy} is null or ${t.fundSignedBy} is null or ${t.holderSignedBy} <> ${t.fundSignedBy}`,
    ),
    check(
      "schedule_amendments_withdrawn_unsigned",
      sql`(${t.withdrawnAt} is null) = (${t.withdrawnBy} is null) and (${t.withdrawnAt} is null or ${t.fundSignedAt} is null)`,
    ),
    uniqueIndex("schedule_amendments_one_open")
      .on(t.fundId, t.grantId)
      .where(sql`${t.fundSignedAt} is null and ${t.withdrawnAt} is null`),
  ],
);
