import { sql } from "drizzle-orm";
import { check, foreignKey, pgTable, primaryKey, text, unique, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { cents, createdAt, fundId, id, instant } from "./columns.ts";
import { users } from "./identity.ts";
import { journalEntries } from "./ledger.ts";

/** An entry one person proposes and another confirms (L4): a correction of one that stands, or a transfer of own money. */
export const manualEntries = pgTable(
  "manual_entries",
  {
    fundId: fundId(),
    id: id(),
    kind: text("kind").notNull(),
    state: text("state").notNull(),
    /** The entry a correction reverses. */
    reversesId: uuid("reverses_id"),
    fromAccount: text("from_account"),
    /** Of a correction: where the money belongs instead; none where the entry should not have been at all. */
    toAccount: text("to_account"),
    amountCents: cents("amount_cents"),
    reason: text("reason").notNull(),
    proposedBy: uuid("proposed_by")
      .notNull()
      .references(() => users.id),
    createdAt: createdAt(),
    decidedBy: uuid("decided_by").references(() => users.id),
    decidedAt: instant("decided_at"),
    refusal: text("refusal"),
    /** The reversing entry of a correction, the entry of a transfer. */
    entryId: uuid("entry_id"),
  },
  (t) => [
    primaryKey({ columns: [t.fundId, t.id] }),
    foreignKey({
      columns: [t.fundId, t.reversesId],
      foreignColumns: [journalEntries.fundId, journalEntries.id],
      name: "manual_entries_reverses",
    }),
    foreignKey({
      columns: [t.fundId, t.entryId],
      foreignColumns: [journalEntries.fundId, journalEntries.id],
      name: "manual_entries_entry",
    }),
    unique("manual_entries_entry_once").on(t.fundId, t.entryId),
    uniqueIndex("manual_entries_one_open").on(t.fundId, t.reversesId).where(sql`${t.state} = 'proposed'`),
    check("manual_entries_kind_known", sql`${t.kind} in ('transfer', 'correction')`),
    check("manual_entries_state_known", sql`${t.state} in ('proposed', 'confirmed', 'refused', 'withdrawn')`),
    check(
      "manual_entries_kind_whole",
      sql`case ${t.kind} when 'correction' then ${t.reversesId} is not null and num_nonnulls(${t.fromAccount}, ${t.amountCents}) = 0
        else ${t.reversesId} is null and num_nonnulls(${t.fromAccount}, ${t.toAccount}, ${t.amountCents}) = 3
          and ${t.fromAccount} <> ${t.toAccount} and ${t.amountCents} > 0 end`,
    ),
    check("manual_entries_has_reason", sql`length(${t.reason}) > 0`),
    check(
      "manual_entries_decided_whole",
      sql`num_nonnulls(${t.decidedBy}, ${t.decidedAt}) = case ${t.state} when 'proposed' then 0 else 2 end`,
    ),
    check(
      "manual_entries_two_people",
      sql`${t.decidedBy} is null or (${t.state} = 'withdrawn') = (${t.decidedBy} = ${t.proposedBy})`,
    ),
    check("manual_entries_confirmed_has_entry", sql`(${t.state} = 'confirmed') = (${t.entryId} is not null)`),
    check("manual_entries_refused_has_reason", sql`(${t.state} = 'refused') = (coalesce(length(${t.refusal}), 0) > 0)`),
  ],
);
