import { sql } from "drizzle-orm";
import {
  check,
  date,
  foreignKey,
  index,
  integer,
  pgTable,
  primaryKey,
  smallint,
  text,
  unique,
  uuid,
} from "drizzle-orm/pg-core";
import { cents, fundId, id, instant } from "./columns.ts";
import { funds } from "./fund.ts";

export const bankStatements = pgTable(
  "bank_statements",
  {
    fundId: fundId().references(() => funds.id),
    id: id(),
    statementId: text("statement_id").notNull(),
    /** The bank's running number, where it gives one. */
    sequence: integer("sequence"),
    ibanFingerprint: text("iban_fingerprint").notNull(),
    ibanMasked: text("iban_masked").notNull(),
    fromOn: date("from_on").notNull(),
    toOn: date("to_on").notNull(),
    openingCents: cents("opening_cents").notNull(),
    closingCents: cents("closing_cents").notNull(),
    importedAt: instant("imported_at").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.fundId, t.id] }),
    unique("bank_statements_once").on(t.fundId, t.ibanFingerprint, t.statementId),
    check("bank_statements_days_in_order", sql`${t.fromOn} <= ${t.toOn}`),
  ],
);

/** One booked line; `line_ref` is the same in every statement that shows it, so that none books it twice (R3). */
export const bankLines = pgTable(
  "bank_lines",
  {
    fundId: fundId(),
    id: id(),
    statementId: uuid("statement_id").notNull(),
    lineRef: text("line_ref").notNull(),
    /** Credit positive, debit negative, as the bank books them. */
    amountCents: cents("amount_cents").notNull(),
    bookedOn: date("booked_on").notNull(),
    endToEndId: text("end_to_end_id"),
    remittance: text("remittance").notNull(),
    counterparty: text("counterparty").notNull(),
    returnReason: text("return_reason"),
    state: text("state").notNull(),
    /** Key of the journal entry it was booked by. */
    entryKey: text("entry_key"),
  },
  (t) => [
    primaryKey({ columns: [t.fundId, t.id] }),
    foreignKey({
      columns: [t.fundId, t.statementId],
      foreignColumns: [bankStatements.fundId, bankStatements.id],
      name: "bank_lines_statement",
    }),
    unique("bank_lines_once").on(t.fundId, t.lineRef),
    check("bank_lines_amount_not_zero", sql`${t.amountCents} <> 0`),
    check("bank_lines_state_known", sql`${t.state} in ('open', 'booked')`),
    check("bank_lines_booked_has_entry", sql`(${t.state} = 'booked') = (${t.entryKey} is not null)`),
    index("bank_lines_booked_on").on(t.fundId, t.bookedOn),
    index("bank_lines_open").on(t.fundId).where(sql`${t.state} = 'open'`),
  ],
);

/** What one bank line was for, where it was for several things; its parts sum to it. Append-only. */
export const bankLineParts = pgTable(
  "bank_line_parts",
  {
    fundId: fundId(),
    lineId: uuid("line_id").notNull(),
    /** From 1, in the order a person wrote them. */
    part: smallint("part").notNull(),
    amountCents: cents("amount_cents").notNull(),
    /** Where it belongs, as in `differences.resolution`. */
    resolution: text("resolution").notNull(),
    /** Key of the journal entry it was booked by, or that it proves. */
    entryKey: text("entry_key").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.fundId, t.lineId, t.part] }),
    foreignKey({
      columns: [t.fundId, t.lineId],
      foreignColumns: [bankLines.fundId, bankLines.id],
      name: "bank_line_parts_line",
    }),
    unique("bank_line_parts_entry_once").on(t.fundId, t.entryKey),
    check("bank_line_parts_amount_not_zero", sql`${t.amountCents} <> 0`),
    check("bank_line_parts_numbered", sql`${t.part} between 1 and 20`),
  ],
);
