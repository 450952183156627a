import { AppError } from "../errors.ts";
import { centsTyped, closeUp, filledRows, rowsToForm, wholeTyped } from "../http/form-rows.ts";
import { type Form, field } from "../http/page-kit.tsx";
import { readBody } from "../http/read-body.ts";
import type { Text } from "../i18n/text.ts";
import type { RuleInput } from "../partners/forms.ts";
import { eurosForInput } from "../ui/format.ts";
import { type LineInput, type TermsInput, termsBody } from "./forms.ts";
import { TERMS } from "./page-messages.ts";
import { canonicalJson } from "./terms-json.ts";
import { kindOf, type LineFields, linesOf, rulesOf, SCHEDULE_COLUMNS, withLines } from "./terms-rows.ts";

const SCHEDULE = { list: "schedule", columns: SCHEDULE_COLUMNS } as const;

/** The form as it is shown again after an error: rows of due payments closed up. */
export const tidyTerms = (form: Form): Form =>
  withLines(
    form,
    linesOf(form).map((line) => closeUp(line, SCHEDULE) as LineFields),
  );

/** Reads a tidied form as the API's terms. Throws with the fields to correct, named as in the form. */
export function readTermsForm(form: Form): TermsInput {
  const raw = {
    title: field(form, "title"),
    startsOn: field(form, "startsOn"),
    endsOn: field(form, "endsOn"),
    promisedCounts: field(form, "promisedCounts") === "on",
    lines: linesOf(form).map(rawLine),
  };
  return readBody(termsBody, raw, { explained: EXPLAINED, nameOf: fieldOfForm });
}

/** A rule's own fields are on another form: here the rule as a whole is to be corrected. */
const fieldOfForm = (name: string): string => name.replace(/^(lines\.\d+\.rules\.\d+)\..*$/, "$1");

export const withFormFields = (error: AppError): AppError =>
  new AppError(error.type, error.status, error.text, {
    fields: error.fields.map((one) => ({ ...one, field: fieldOfForm(one.field) })),
  });

const DAY: Text = { fr: "Indiquez un jour, par exemple 2027-03-01.", en: "Give a day, for example 2027-03-01." };
const EXPLAINED: Readonly<Record<string, Text>> = { startsOn: DAY, endsOn: DAY, lines: TERMS.noLine };

function rawLine(line: LineFields) {
  const { key, label = "", nature = "" } = line;
  const common = { key: key === "" ? undefined : key, label, nature };
  const kind = kindOf(line);
  const typed = (name: string) => (line[name] ?? "").trim();
  switch (kind) {
    case "money":
      return {
        kind,
        ...common,
        amountCents: centsTyped(typed("amountCents")),
        potName: typed("potName"),
        schedule: filledRows(line, SCHEDULE).map((due) => ({
          dueOn: due.dueOn,
          amountCents: centsTyped(due.amountCents ?? ""),
        })),
        rules: rulesOf(line).map(parsed),
      };
    case "goods":
      return {
        kind,
        ...common,
        quantity: wholeTyped(typed("quantity")),
        unit: typed("unit"),
        unitValueCents: orNothing(typed("unitValueCents")),
      };
    case "skill_days":
      return {
        kind,
        ...common,
        days: halvesTyped(typed("days")),
        dayValueCents: orNothing(typed("dayValueCents")),
        purpose: typed("purpose"),
      };
  }
}

/** A value may be nothing, which is no amount of money to pay. */
const orNothing = (text: string) => (/^0?([.,]0+)?$/.test(text) ? 0 : centsTyped(text));

/** Days typed as `12` or `12,5`; a text that is no number stays itself, for the schema to refuse. */
export const halvesTyped = (text: string): number | string =>
  /^\d{1,5}([.,]\d)?$/.test(text) ? Number(text.replace(",", ".")) : text;

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return json;
  }
}

/** A rule as the hidden field of the form carries it. */
export const ruleJson = (key: string, rule: RuleInput): string => canonicalJson({ key, rule });

/** Terms as the fields of their form. */
export const termsToForm = (terms: TermsInput): Form => ({
  title: terms.title,
  startsOn: terms.startsOn,
  endsOn: terms.endsOn,
  ...(terms.promisedCounts && { promisedCounts: "on" }),
  ...withLines({}, terms.lines.map(lineToForm)),
});

function lineToForm(line: LineInput): LineFields {
  const { kind, key, label, nature } = line;
  const common = { kind, key, label, nature };
  switch (line.kind) {
    case "money":
      return {
        ...common,
        amountCents: eurosForInput(line.amountCents),
        potName: line.potName,
        ...(rowsToForm(
          "schedule",
          line.schedule.map((due) => ({ dueOn: due.dueOn, amountCents: eurosForInput(due.amountCents) })),
        ) as LineFields),
        ...Object.fromEntries(line.rules.map((one, n) => [`rules.${n}`, ruleJson(one.key, one.rule)])),
      };
    case "goods":
      return {
        ...common,
        quantity: String(line.quantity),
        unit: line.unit,
        unitValueCents: eurosForInput(line.unitValueCents),
      };
    case "skill_days":
      return {
        ...common,
        days: String(line.days).replace(".", ","),
        dayValueCents: eurosForInput(line.dayValueCents),
        purpose: line.purpose,
      };
  }
}
