import { z } from "zod";
import { UnusableFile } from "../csv/finding.ts";
import { openCsvBytes } from "../csv/read-csv.ts";
import { type FieldError, invalidInput } from "../errors.ts";
import { centsTyped } from "../http/form-rows.ts";
import { type Form, field } from "../http/page-kit.tsx";
import { readBody } from "../http/read-body.ts";
import type { Text } from "../i18n/text.ts";
import { eurosForInput } from "../ui/format.ts";
import { type ReportInput, reportBody } from "./forms.ts";
import type { ReportDetail } from "./queries.ts";
import type { Expense } from "./save-report.ts";

type Line = { readonly position: number };

const zeroOr = (typed: string): number | string => (/^\s*(0([.,]0{1,2})?)?\s*$/.test(typed) ? 0 : centsTyped(typed));

/** Reads the typed report as the API's body; an empty amount is nothing spent. Throws with the fields to correct. */
export function readReportForm(form: Form, lines: readonly Line[]): ReportInput {
  const raw = {
    lines: lines.map(({ position }) => ({
      position,
      spentCents: zeroOr(field(form, `lines.${position}.spentCents`)),
      comment: field(form, `lines.${position}.comment`),
    })),
    otherFundingCents: zeroOr(field(form, "otherFundingCents")),
    comment: field(form, "comment"),
  };
  return readBody(reportBody, raw, {
    nameOf: (name) =>
      name.replace(/^lines\.(\d+)\./, (_, index) => `lines.${lines[Number(index)]?.position ?? index}.`),
  });
}

/** A stored report as the fields of its form. */
export const reportToForm = ({ lines, report }: ReportDetail): Form => ({
  ...Object.fromEntries(
    lines.flatMap((line) => [
      [`lines.${line.position}.spentCents`, report === undefined ? "" : eurosForInput(line.spentCents)],
      [`lines.${line.position}.comment`, line.comment],
    ]),
  ),
  otherFundingCents: report === undefined ? "" : eurosForInput(report.otherFundingCents),
  comment: report?.comment ?? "",
});

const COLUMNS = ["ligne", "fournisseur", "date", "montant"] as const;
const MOST_EXPENSES = 2_000;
const day = z.iso.date();

/** Reads a list of invoices; lines are numbered from 1 as the page shows them. @throws AppError 422 naming the first fault */
export async function readExpenses(bytes: Uint8Array, lines: readonly Line[]): Promise<readonly Expense[]> {
  const { header, rows } = await openCsvBytes(bytes).catch((error: unknown) => {
    if (error instanceof UnusableFile) throw fault(error.text);
    throw error;
  });
  const places = COLUMNS.map((name) => header.findIndex((one) => one.toLowerCase() === name));
  if (places.includes(-1)) throw fault(NO_COLUMNS);
  const expenses: Expense[] = [];
  for await (const row of rows) {
    if (row.kind === "broken" || expenses.length >= MOST_EXPENSES) throw badRow(row.line);
    const [number = "", supplier = "", spentOn = "", amount = ""] = places.map((at) => (row.cells[at] ?? "").trim());
    const line = lines[Number(number) - 1];
    const amountCents = centsTyped(amount);
    const isGood = supplier !== "" && supplier.length <= 200 && day.safeParse(spentOn).success;
    if (line === undefined || !isGood || typeof amountCents !== "number") throw badRow(row.line);
    expenses.push({ line: line.position, supplier, spentOn, amountCents: BigInt(amountCents) });
  }
  return expenses;
}

const NO_COLUMNS: Text = {
  fr: "La première ligne doit nommer les colonnes ligne, fournisseur, date et montant.",
  en: "The first line must name the columns ligne, fournisseur, date and montant.",
};

const fault = (message: Text) => invalidInput([{ field: "file", message } satisfies FieldError]);

const badRow = (line: number) =>
  fault({
    fr: `La ligne ${line} du fichier ne se lit pas : vérifiez le numéro de ligne du budget, le fournisseur, la date (2027-03-28) et le montant (1 € au moins).`,
    en: `Line ${line} of the file cannot be read: check the number of the budget line, the supplier, the day (2027-03-28) and the amount (at least €1).`,
  });
