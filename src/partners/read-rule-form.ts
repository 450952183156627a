import { type AppError, type FieldError, invalidInput } from "../errors.ts";
import { centsTyped, closeUp, filledRows, rowsToForm, wholeTyped } from "../http/form-rows.ts";
import { type Form, field, fieldValues } from "../http/page-kit.tsx";
import { euros as eurosExpected } from "../http/read-body.ts";
import { fieldErrorsOnPage } from "../http/validation.ts";
import { eurosForInput } from "../ui/format.ts";
import { type RuleInput, ruleBody, ruleFields } from "./forms.ts";
import { EXPLAINED_RULE } from "./rule-form-messages.ts";
import type { RuleValues } from "./rule-values.ts";

export const LISTS = ["placeTypes", "services", "publics", "labels", "categories"] as const;
export const FLAGS = ["rural", "qpv", "frr"] as const;

const COUNTS = [
  "ratioNumerator",
  "ratioDenominator",
  "thresholdDonors",
  "thresholdGoalPercent",
  "minimumDonors",
] as const;

const AMOUNTS = [
  "lumpCents",
  "budgetCents",
  "capPerGiftCents",
  "capPerDonorCents",
  "capPerCampaignCents",
  "capPerPeriodCents",
  "capInAllCents",
  "minimumGiftCents",
] as const;

/** Fields carry the names of the API's body, behind the prefix of the form they stand in. */
export const shareRows = (prefix: string) => ({
  list: `${prefix}heldShares`,
  columns: ["departements", "shareCents", "untilOn"],
});

/** The form as it is shown again: rows closed up, so that an error names the row a person sees. */
export const tidyRuleForm = (form: Form, prefix = ""): Form => closeUp(form, shareRows(prefix));

/** Reads the fields of a rule in a tidied form as the API's body. Throws with the fields to correct. */
export function readRuleForm(form: Form, prefix = ""): RuleInput {
  const raw = ruleTyped(form, prefix);
  const fields = ruleFields.safeParse(raw);
  if (!fields.success) throw refused(fieldErrorsOnPage(fields.error).map(inWords), prefix);
  const rule = ruleBody.safeParse(raw);
  if (!rule.success) throw refused(fieldErrorsOnPage(rule.error), prefix);
  return rule.data;
}

/** Codes as people separate them. */
const codesTyped = (text: string) =>
  text
    .split(/[\s,;]+/)
    .filter((code) => code !== "")
    .map((code) => code.toUpperCase());

const departementsTyped = (text: string) => codesTyped(text).map((code) => code.padStart(2, "0"));

/** SIREN numbers are often typed in groups of three: `200 034 825`. */
const sirensTyped = (text: string) =>
  text
    .split(/[,;\n]+/)
    .flatMap((part) => (/^\s*\d{3}\s\d{3}\s\d{3}\s*$/.test(part) ? [part.replace(/\s/g, "")] : codesTyped(part)));

function ruleTyped(form: Form, prefix: string) {
  const typed = (name: string) => field(form, prefix + name).trim();
  const given = (name: string) => typed(name) || undefined;
  const isOn = (name: string) => typed(name) === "on";
  return {
    kind: given("kind"),
    ...Object.fromEntries(COUNTS.map((name) => [name, typed(name) === "" ? null : wholeTyped(typed(name))])),
    ...Object.fromEntries(AMOUNTS.map((name) => [name, typed(name) === "" ? null : centsTyped(typed(name))])),
    capPeriod: given("capPeriod"),
    filter: filterTyped(form, prefix),
    heldShares: filledRows(form, shareRows(prefix)).map((row) => ({
      departements: departementsTyped(row.departements ?? ""),
      shareCents: centsTyped(row.shareCents ?? ""),
      untilOn: row.untilOn,
    })),
    stacking: given("stacking"),
    backfill: isOn("backfill"),
    goalConditional: isOn("goalConditional"),
    startsOn: typed("startsOn"),
    endsOn: typed("endsOn"),
    priority: typed("priority") === "" ? undefined : wholeTyped(typed("priority")),
  };
}

function filterTyped(form: Form, prefix: string) {
  const typed = (name: string) => field(form, `${prefix}filter.${name}`).trim();
  const departements = departementsTyped(typed("departements"));
  const epcis = sirensTyped(typed("epcis"));
  const [communeCode, kilometres] = [typed("near.communeCode").toUpperCase(), typed("near.kilometres")];
  const ticked = [...FLAGS, "needsInKind"].filter((flag) => typed(flag) === "on");
  return {
    ...(departements.length > 0 && { departements }),
    ...(epcis.length > 0 && { epcis }),
    ...((communeCode !== "" || kilometres !== "") && { near: { communeCode, kilometres: wholeTyped(kilometres) } }),
    ...Object.fromEntries(ticked.map((flag) => [flag, true])),
    ...Object.fromEntries(
      LISTS.flatMap((list) => {
        const values = fieldValues(form, `${prefix}filter.${list}`);
        return values.length === 0 ? [] : [[list, values]];
      }),
    ),
  };
}

/** `filter.epcis.1` is one text field here, as are a share's départements. People type euros. */
function inWords({ field: path, message }: FieldError): FieldError {
  const own = path.replace(/\.(departements|epcis|placeTypes|services|publics|labels|categories)\.\d+$/, ".$1");
  const name = own.split(".").at(-1) ?? "";
  // A whole list may contradict another one: that reason stays.
  if (path === "filter.epcis") return { field: own, message };
  return { field: own, message: EXPLAINED_RULE[name] ?? (name.endsWith("Cents") ? eurosExpected : message) };
}

const refused = (errors: readonly FieldError[], prefix: string): AppError => {
  const first = new Map<string, FieldError>();
  for (const error of errors) if (!first.has(error.field)) first.set(error.field, error);
  return invalidInput([...first.values()].map((error) => ({ ...error, field: prefix + error.field })));
};

const euros = (cents: bigint | null): string => (cents === null ? "" : eurosForInput(cents));

/** A rule as the fields of its form. */
export function ruleToForm(rule: RuleValues, prefix = ""): Form {
  const { filter } = rule;
  const on = (holds: boolean | undefined) => (holds === true ? "on" : "");
  const fields: Form = {
    kind: rule.kind,
    ...Object.fromEntries(COUNTS.map((name) => [name, String(rule[name] ?? "")])),
    ...Object.fromEntries(AMOUNTS.map((name) => [name, euros(rule[name])])),
    capPeriod: rule.capPeriod ?? "",
    "filter.departements": (filter.departements ?? []).join(", "),
    "filter.epcis": (filter.epcis ?? []).join(", "),
    "filter.near.communeCode": filter.near?.communeCode ?? "",
    "filter.near.kilometres": String(filter.near?.kilometres ?? ""),
    ...Object.fromEntries([...FLAGS, "needsInKind" as const].map((flag) => [`filter.${flag}`, on(filter[flag])])),
    ...Object.fromEntries(LISTS.map((list) => [`filter.${list}`, [...(filter[list] ?? [])]])),
    stacking: rule.stacking,
    backfill: on(rule.backfill),
    goalConditional: on(rule.goalConditional),
    startsOn: rule.startsOn,
    endsOn: rule.endsOn,
    priority: String(rule.priority),
  };
  const shares = rule.heldShares.map(({ departements, shareCents, untilOn }) => ({
    departements: departements.join(", "),
    shareCents: eurosForInput(shareCents),
    untilOn,
  }));
  return {
    ...Object.fromEntries(Object.entries(fields).map(([name, value]) => [prefix + name, value])),
    ...rowsToForm(`${prefix}heldShares`, shares),
  };
}
