import { AppError, type FieldError, invalidInput } from "../errors.ts";
import { centsTyped, wholeTyped } from "../http/form-rows.ts";
import { type Form, field, fieldValues, type SentFile } from "../http/page-kit.tsx";
import { readBody } from "../http/read-body.ts";
import { readRuleForm, tidyRuleForm } from "../partners/read-rule-form.ts";
import { crowdBody, type PlayedRuleInput, pastBody, playedRuleBody } from "./forms.ts";
import { FILES, REFUSALS } from "./messages.ts";
import { EXPLAINED_CROWD } from "./page-messages.ts";
import type { SimulationAsked } from "./simulate-matching.ts";

/** What the names of a rule's fields begin with: the first rule's, the second's. */
export const PREFIXES = ["a.", "b."] as const;
type Prefix = (typeof PREFIXES)[number];

export const DRAFT = "draft";

/** A signed version as one value of a list: `<rule>.<version>`. */
export const choiceOf = (ruleId: string, version: number): string => `${ruleId}.${version}`;

export const tidySimulationForm = (form: Form): Form =>
  PREFIXES.reduce((tidied, prefix) => tidyRuleForm(tidied, prefix), form);

/**
 * Reads a tidied form, whether it was sent or stands in an address. `file`: what was uploaded with it.
 * @throws AppError 422 with the fields to correct, as the page names them.
 */
export function readSimulationForm(form: Form, file?: SentFile): SimulationAsked {
  const errors: FieldError[] = [];
  const collected = <T>(read: () => T): T | undefined => {
    try {
      return read();
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      errors.push(...error.fields);
      return undefined;
    }
  };
  const asksSecond = field(form, "b.rule") !== "";
  const rules = PREFIXES.slice(0, asksSecond ? 2 : 1).map((prefix) => collected(() => readRule(form, prefix)));
  const gifts = collected(() => readGifts(form, file));
  if (errors.length > 0 || gifts === undefined) throw invalidInput(errors);
  return { rules: rules.flatMap((rule) => rule ?? []), gifts };
}

function readRule(form: Form, prefix: Prefix): PlayedRuleInput {
  const choice = field(form, `${prefix}rule`);
  const typed = field(form, `${prefix}potCents`).trim();
  const potCents = typed === "" ? undefined : centsTyped(typed);
  const nameOf = (name: string) => (name === "potCents" ? `${prefix}potCents` : `${prefix}rule`);
  if (choice === DRAFT || choice === "") {
    // The terms are checked by their own reader, which knows the fields of a rule.
    const draft = readRuleForm(form, prefix);
    if (potCents === undefined) throw invalidInput([{ field: `${prefix}potCents`, message: REFUSALS.potNeeded }]);
    const { potCents: pot } = readBody(draftPot, { potCents }, { nameOf });
    return { kind: "draft", terms: draft, potCents: pot };
  }
  const [, ruleId = choice, version] = /^([0-9a-f-]{36})\.(\d{1,9})$/.exec(choice) ?? [];
  const raw = { kind: "signed", ruleId, potCents, ...(version !== undefined && { version: Number(version) }) };
  return readBody(playedRuleBody, raw, { nameOf, explained: { ruleId: REFUSALS.ruleUnknown } });
}

const draftPot = playedRuleBody.options[1].pick({ potCents: true });

function readGifts(form: Form, file: SentFile | undefined): SimulationAsked["gifts"] {
  const typed = (name: string) => field(form, name).trim();
  const optional = (name: string) => typed(name) || undefined;
  const shifted = field(form, "shifted") === "on";
  switch (field(form, "source")) {
    case "past":
      return readBody(pastBody, {
        source: "past",
        campaignIds: fieldValues(form, "campaignIds"),
        from: optional("from"),
        until: optional("until"),
        shifted,
      });
    case "csv":
      return { source: "csv", bytes: bytesOf(form, file), shifted };
    default:
      return readBody(
        crowdBody,
        {
          source: "crowd",
          kind: typed("kind"),
          seed: wholeOf(typed("seed")),
          gifts: wholeOf(typed("gifts")),
          meanCents: centsTyped(typed("meanCents")),
          days: wholeOf(typed("days")),
          campaigns: wholeOf(typed("campaigns")),
          goalCents: centsTyped(typed("goalCents")),
          startsOn: optional("startsOn"),
          departements: typed("departements")
            .split(/[\s,;]+/)
            .filter((code) => code !== "")
            .map((code) => code.toUpperCase().padStart(2, "0")),
        },
        { explained: EXPLAINED_CROWD, nameOf: (name) => name.replace(/^departements\.\d+$/, "departements") },
      );
  }
}

/** Seeds have ten digits. */
const wholeOf = (text: string): number | string => (/^\d{10}$/.test(text) ? Number(text) : wholeTyped(text));

function bytesOf(form: Form, file: SentFile | undefined): Uint8Array {
  if (file !== undefined && file.bytes.byteLength > 0) return file.bytes;
  const lines = field(form, "lines");
  if (lines.trim() === "") throw invalidInput([{ field: "file", message: FILES.none }]);
  return new TextEncoder().encode(lines);
}

/** Errors of the simulation itself, which names fields as the API does, with the names of the page. */
export function withFormFields(error: AppError): AppError {
  const fields = error.fields.map((one) => ({
    ...one,
    field: one.field.replace(/^rules\.([01])\.terms\./, (_, index: string) => PREFIXES[index === "0" ? 0 : 1]),
  }));
  return new AppError(error.type, error.status, error.text, { fields });
}

const IN_AGREEMENTS = "rule.";
const NOT_OF_THE_RULE: ReadonlySet<string> = new Set(["version", "etape", "add", "draft", "place"]);

/** The fields of a rule, sent from its own form or from the terms of an agreement, as those of the first draft. */
export function draftOf(form: Form): Form {
  const isOfTerms = Object.keys(form).some((name) => name.startsWith(IN_AGREEMENTS));
  const prefix = isOfTerms ? IN_AGREEMENTS : "";
  const own = Object.entries(form).filter(
    ([name]) => name.startsWith(prefix) && !name.startsWith("essai.") && !NOT_OF_THE_RULE.has(name),
  );
  const renamed = own.map(([name, value]) => [PREFIXES[0] + name.slice(prefix.length), value]);
  return tidySimulationForm({ ...Object.fromEntries(renamed), [`${PREFIXES[0]}rule`]: DRAFT });
}

const OF_SOURCE: Readonly<Record<string, readonly string[]>> = {
  past: ["campaignIds", "from", "until", "shifted"],
  crowd: ["kind", "seed", "gifts", "meanCents", "days", "campaigns", "goalCents", "startsOn", "departements"],
};

/** What of the form the result depends on, as an address that can be kept and shared. */
export function queryOf(form: Form): string {
  const source = field(form, "source") === "past" ? "past" : "crowd";
  const query = new URLSearchParams({ source });
  const keep = (name: string) => {
    for (const value of fieldValues(form, name)) if (value.trim() !== "") query.append(name, value.trim());
  };
  for (const prefix of PREFIXES) {
    const choice = field(form, `${prefix}rule`);
    if (choice === "" && prefix === "b.") continue;
    const names = Object.keys(form).filter((name) => name.startsWith(prefix));
    const isDraft = choice === DRAFT || choice === "";
    for (const name of isDraft ? names : [`${prefix}rule`, `${prefix}potCents`]) keep(name);
  }
  for (const name of OF_SOURCE[source] ?? []) keep(name);
  return query.toString();
}
