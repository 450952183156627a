import { v7 as uuidv7 } from "uuid";
import { COMMITMENT_KINDS, type CommitmentKind } from "../domain/agreement-terms.ts";
import { rowsToForm } from "../http/form-rows.ts";
import { type Form, field } from "../http/page-kit.tsx";
import { MOST_LINES, MOST_RULES } from "./forms.ts";

/** One commitment of the form: its fields by their names within the line. */
export type LineFields = Readonly<Record<string, string>>;

export const kindOf = (line: LineFields): CommitmentKind =>
  COMMITMENT_KINDS.find((kind) => kind === line.kind) ?? "money";

export const SCHEDULE_COLUMNS = ["dueOn", "amountCents"] as const;

/** The lines of a form, in order. */
export function linesOf(form: Form): readonly LineFields[] {
  const lines: LineFields[] = [];
  while (lines.length < MOST_LINES && form[`lines.${lines.length}.kind`] !== undefined) {
    const lead = `lines.${lines.length}.`;
    const own = Object.keys(form).filter((name) => name.startsWith(lead));
    lines.push(Object.fromEntries(own.map((name) => [name.slice(lead.length), field(form, name)])));
  }
  return lines;
}

/** The same form with other lines. */
export function withLines(form: Form, lines: readonly LineFields[]): Form {
  const others = Object.entries(form).filter(([name]) => !name.startsWith("lines."));
  return { ...Object.fromEntries(others), ...rowsToForm("lines", lines) };
}

/** The key is made at once, so that a line keeps it however often the form comes back. */
export const newLine = (kind: CommitmentKind): LineFields => ({ kind, key: newKey() });

export const newKey = (): string => uuidv7().slice(-12);

/** The rules of a line, each as the JSON that its hidden field carries. */
export function rulesOf(line: LineFields): readonly string[] {
  const rules: string[] = [];
  for (
    let rule = line["rules.0"];
    rule !== undefined && rules.length < MOST_RULES;
    rule = line[`rules.${rules.length}`]
  )
    rules.push(rule);
  return rules;
}

export function withRules(line: LineFields, rules: readonly string[]): LineFields {
  const others = Object.entries(line).filter(([name]) => !name.startsWith("rules."));
  return { ...Object.fromEntries(others), ...Object.fromEntries(rules.map((rule, n) => [`rules.${n}`, rule])) };
}

/** What a button of the form asks besides sending it: `add` is its name, this its value. */
export type Asked =
  | { readonly kind: "add-line"; readonly line: CommitmentKind }
  | { readonly kind: "remove-line" | "add-due" | "add-rule"; readonly line: number }
  | { readonly kind: "change-rule" | "remove-rule"; readonly line: number; readonly rule: number };

export function askedOf(value: string): Asked | undefined {
  const [kind = "", line = "", rule = ""] = value.split(":");
  const wanted = COMMITMENT_KINDS.find((one) => one === line);
  if (kind === "add-line") return wanted === undefined ? undefined : { kind, line: wanted };
  if (kind === "remove-line" || kind === "add-due" || kind === "add-rule") return { kind, line: Number(line) };
  if (kind === "change-rule" || kind === "remove-rule") return { kind, line: Number(line), rule: Number(rule) };
  return undefined;
}

/** The form after a button that adds or takes away; rules open a form of their own. */
export function rearranged(form: Form, asked: Asked): Form {
  const lines = linesOf(form);
  switch (asked.kind) {
    case "add-line":
      return withLines(form, [...lines, newLine(asked.line)].slice(0, MOST_LINES));
    case "remove-line":
      return withLines(form, lines.toSpliced(asked.line, 1));
    case "remove-rule": {
      const line = lines[asked.line];
      if (line === undefined) return form;
      return withLines(form, lines.with(asked.line, withRules(line, rulesOf(line).toSpliced(asked.rule, 1))));
    }
    case "add-due":
    case "add-rule":
    case "change-rule":
      return form;
  }
}
