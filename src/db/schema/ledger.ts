import { sql } from "drizzle-orm";
import {
  bigint,
  boolean,
  check,
  customType,
  date,
  foreignKey,
  index,
  pgTable,
  primaryKey,
  smallint,
  text,
  unique,
  uuid,
} from "drizzle-orm/pg-core";
import { cents, fundId, id, instant } from "./columns.ts";
import { funds } from "./fund.ts";

const xid8 = customType<{ data: string }>({ dataType: () => "xid8" });

/** The chart: what an account code's first part means. Rows are written by migrations only. */
export const accountKinds = pgTable(
  "account_kinds",
  {
    kind: text("kind").primaryKey(),
    class: text("class").notNull(),
    /** The side that grows it; a bounded account never goes below zero on that side (L3). */
    normalSide: text("normal_side").notNull(),
    bounded: boolean("bounded").notNull(),
  },
  (t) => [
    check("account_kinds_class_known", sql`${t.class} in ('asset', 'liability', 'own_funds', 'cost')`),
    check("account_kinds_side_known", sql`${t.normalSide} in ('debit', 'credit')`),
  ],
);

/** Two monotone counters a balance, kept in the transaction of the posting (L3). */
export const accounts = pgTable(
  "accounts",
  {
    fundId: fundId().references(() => funds.id),
    code: text("code").notNull(),
    kind: text("kind")
      .notNull()
      .references(() => accountKinds.kind),
    normalSide: text("normal_side").notNull(),
    bounded: boolean("bounded").notNull(),
    debitCents: cents("debit_cents").notNull().default(sql`0`),
    creditCents: cents("credit_cents").notNull().default(sql`0`),
  },
  (t) => [
    primaryKey({ columns: [t.fundId, t.code] }),
    check("accounts_counters_never_negative", sql`${t.debitCents} >= 0 and ${t.creditCents} >= 0`),
    check(
      "accounts_bounded_never_below_zero",
      sql`not ${t.bounded} or case ${t.normalSide} when 'debit' then ${t.debitCents} - ${t.creditCents} else ${t.creditCents} - ${t.debitCents} end >= 0`,
    ),
  ],
);

export const journalEntries = pgTable(
  "journal_entries",
  {
    fundId: fundId().references(() => funds.id),
    id: id(),
    key: text("key").notNull(),
    kind: text("kind").notNull(),
    occurredAt: instant("occurred_at").notNull(),
    recordedAt: instant("recorded_at").notNull(),
    actor: text("actor").notNull(),
    source: text("source").notNull(),
    inputHash: text("input_hash").notNull(),
    reversesId: uuid("reverses_id"),
    reason: text("reason"),
    approvedBy: text("approved_by"),
    xact: xid8("xact").notNull().default(sql`pg_current_xact_id()`),
  },
  (t) => [
    primaryKey({ columns: [t.fundId, t.id] }),
    unique("journal_entries_key_unique").on(t.fundId, t.key),
    unique("journal_entries_reversed_once").on(t.fundId, t.reversesId),
    foreignKey({
      columns: [t.fundId, t.reversesId],
      foreignColumns: [t.fundId, t.id],
      name: "journal_entries_reverses",
    }),
    check(
      "journal_entries_reversal_explained",
      sql`${t.reversesId} is null or (coalesce(length(${t.reason}), 0) > 0 and ${t.approvedBy} is not null and ${t.approvedBy} <> ${t.actor})`,
    ),
    index("journal_entries_recorded_at").on(t.fundId, t.recordedAt),
    index("journal_entries_occurred_at").on(t.fundId, t.occurredAt),
    index("journal_entries_source").on(t.fundId, t.source),
  ],
);

export const postings = pgTable(
  "postings",
  {
    fundId: fundId(),
    entryId: uuid("entry_id").notNull(),
    line: smallint("line").notNull(),
    account: text("account").notNull(),
    /** Debit positive, credit negative. */
    amountCents: cents("amount_cents").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.fundId, t.entryId, t.line] }),
    foreignKey({
      columns: [t.fundId, t.entryId],
      foreignColumns: [journalEntries.fundId, journalEntries.id],
      name: "postings_entry",
    }),
    foreignKey({
      columns: [t.fundId, t.account],
      foreignColumns: [accounts.fundId, accounts.code],
      name: "postings_account",
    }),
    check("postings_amount_not_zero", sql`${t.amountCents} <> 0`),
    index("postings_account").on(t.fundId, t.account),
  ],
);

/** L5: the chain. Each seal hashes its entry with the seal before it. Append-only. */
export const journalSeals = pgTable(
  "journal_seals",
  {
    fundId: fundId(),
    /** From 1, without gaps. */
    sequence: bigint("sequence", { mode: "number" }).notNull(),
    entryId: uuid("entry_id").notNull(),
    /** SHA-256 in hexadecimal; see `sealHash`. */
    hash: text("hash").notNull(),
    sealedAt: instant("sealed_at").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.fundId, t.sequence] }),
    unique("journal_seals_entry_once").on(t.fundId, t.entryId),
    foreignKey({
      columns: [t.fundId, t.entryId],
      foreignColumns: [journalEntries.fundId, journalEntries.id],
      name: "journal_seals_entry",
    }),
    check("journal_seals_sequence_positive", sql`${t.sequence} >= 1`),
    check("journal_seals_hash_whole", sql`${t.hash} ~ '^[0-9a-f]{64}$'`),
  ],
);

/** L7: the number in the association chart (ANC 2018-06) that a kind of account bears from a day on. */
export const accountNumbers = pgTable(
  "account_numbers",
  {
    kind: text("kind")
      .notNull()
      .references(() => accountKinds.kind),
    validFrom: date("valid_from").notNull(),
    number: text("number").notNull(),
    name: text("name").notNull(),
    source: text("source").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.kind, t.validFrom] }),
    check("account_numbers_number_known", sql`${t.number} ~ '^[1-7][0-9]{2,9}$'`),
  ],
);
