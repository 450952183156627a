import { sql } from "drizzle-orm";
import {
  check,
  date,
  foreignKey,
  index,
  pgTable,
  primaryKey,
  smallint,
  text,
  unique,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { cents, createdAt, fundId, id, instant } from "./columns.ts";
import { storedFiles } from "./files.ts";
import { grants } from "./grants.ts";
import { users } from "./identity.ts";

/** What became of a grant's project: the financial report. Its lines change only while the holder writes it. */
export const spendingReports = pgTable(
  "spending_reports",
  {
    fundId: fundId(),
    id: id(),
    grantId: uuid("grant_id").notNull(),
    state: text("state").notNull(),
    /** What of the spending other money paid: own funds, other grants. */
    otherFundingCents: cents("other_funding_cents").notNull().default(sql`0`),
    comment: text("comment").notNull().default(""),
    createdAt: createdAt(),
    submittedAt: instant("submitted_at"),
    submittedBy: uuid("submitted_by").references(() => users.id),
    decidedAt: instant("decided_at"),
    decidedBy: uuid("decided_by").references(() => users.id),
    /** What the fund asks to change, or says in accepting. */
    decisionNote: text("decision_note"),
    /** Once accepted: what of the grant was not spent, taken from its undisbursed rest and owed by the holder. */
    keptBackCents: cents("kept_back_cents"),
    claimedCents: cents("claimed_cents"),
    /** The same sum by where it went: partners' pots, and the fund's reserve with its general pot. */
    toPotsCents: cents("to_pots_cents"),
    toReserveCents: cents("to_reserve_cents"),
  },
  (t) => [
    primaryKey({ columns: [t.fundId, t.id] }),
    foreignKey({
      columns: [t.fundId, t.grantId],
      foreignColumns: [grants.fundId, grants.id],
      name: "spending_reports_grant",
    }),
    unique("spending_reports_one_per_grant").on(t.fundId, t.grantId),
    check("spending_reports_state_known", sql`${t.state} in ('draft', 'submitted', 'changes_requested', 'accepted')`),
    check("spending_reports_other_funding_not_negative", sql`${t.otherFundingCents} >= 0`),
    check(
      "spending_reports_submitted_whole",
      sql`(${t.submittedAt} is null) = (${t.submittedBy} is null) and (${t.state} = 'draft' or ${t.submittedAt} is not null)`,
    ),
    check(
      "spending_reports_decided_whole",
      sql`(${t.decidedAt} is null) = (${t.decidedBy} is null) and (${t.state} not in ('changes_requested', 'accepted') or ${t.decidedAt} is not null)`,
    ),
    check(
      "spending_reports_second_person",
      sql`${t.state} not in ('changes_requested', 'accepted') or ${t.decidedBy} <> ${t.submittedBy}`,
    ),
    check(
      "spending_reports_changes_said",
      sql`${t.state} <> 'changes_requested' or coalesce(length(${t.decisionNote}), 0) > 0`,
    ),
    check(
      "spending_reports_return_whole",
      sql`(${t.state} = 'accepted') = (num_nonnulls(${t.keptBackCents}, ${t.claimedCents}, ${t.toPotsCents}, ${t.toReserveCents}) = 4) and (${t.state} = 'accepted') = (num_nonnulls(${t.keptBackCents}, ${t.claimedCents}, ${t.toPotsCents}, ${t.toReserveCents}) > 0)`,
    ),
    check(
      "spending_reports_return_adds_up",
      sql`${t.keptBackCents} >= 0 and ${t.claimedCents} >= 0 and ${t.toPotsCents} >= 0 and ${t.toReserveCents} >= 0 and ${t.keptBackCents} + ${t.claimedCents} = ${t.toPotsCents} + ${t.toReserveCents}`,
    ),
    index("spending_reports_state").on(t.fundId, t.state),
  ],
);

/** Budget against spending, line by line; the label and the budget are kept as they were when the report was begun. */
export const spendingReportLines = pgTable(
  "spending_report_lines",
  {
    fundId: fundId(),
    reportId: uuid("report_id").notNull(),
    position: smallint("position").notNull(),
    label: text("label").notNull(),
    budgetCents: cents("budget_cents").notNull(),
    spentCents: cents("spent_cents").notNull(),
    comment: text("comment").notNull().default(""),
  },
  (t) => [
    primaryKey({ columns: [t.fundId, t.reportId, t.position] }),
    foreignKey({
      columns: [t.fundId, t.reportId],
      foreignColumns: [spendingReports.fundId, spendingReports.id],
      name: "spending_report_lines_report",
    }),
    check("spending_report_lines_not_negative", sql`${t.budgetCents} >= 0 and ${t.spentCents} >= 0`),
  ],
);

/** One invoice the holder lists: supplier, day, amount, and the line of the budget it belongs to. */
export const spendingReportExpenses = pgTable(
  "spending_report_expenses",
  {
    fundId: fundId(),
    reportId: uuid("report_id").notNull(),
    position: smallint("position").notNull(),
    line: smallint("line").notNull(),
    supplier: text("supplier").notNull(),
    spentOn: date("spent_on").notNull(),
    amountCents: cents("amount_cents").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.fundId, t.reportId, t.position] }),
    foreignKey({
      columns: [t.fundId, t.reportId, t.line],
      foreignColumns: [spendingReportLines.fundId, spendingReportLines.reportId, spendingReportLines.position],
      name: "spending_report_expenses_line",
    }),
    check("spending_report_expenses_amount_positive", sql`${t.amountCents} > 0`),
    check("spending_report_expenses_supplier_named", sql`length(${t.supplier}) > 0`),
  ],
);

/** An invoice or another proof that goes with a report. Taken out before the report is handed in, it keeps its row. */
export const spendingReportFiles = pgTable(
  "spending_report_files",
  {
    fundId: fundId(),
    id: id(),
    reportId: uuid("report_id").notNull(),
    sha256: text("sha256").notNull(),
    filename: text("filename").notNull(),
    addedBy: uuid("added_by")
      .notNull()
      .references(() => users.id),
    addedAt: instant("added_at").notNull(),
    removedAt: instant("removed_at"),
  },
  (t) => [
    primaryKey({ columns: [t.fundId, t.id] }),
    foreignKey({
      columns: [t.fundId, t.reportId],
      foreignColumns: [spendingReports.fundId, spendingReports.id],
      name: "spending_report_files_report",
    }),
    foreignKey({
      columns: [t.fundId, t.sha256],
      foreignColumns: [storedFiles.fundId, storedFiles.sha256],
      name: "spending_report_files_content",
    }),
    check("spending_report_files_named", sql`length(${t.filename}) between 1 and 200`),
    uniqueIndex("spending_report_files_once").on(t.fundId, t.reportId, t.sha256).where(sql`${t.removedAt} is null`),
  ],
);
