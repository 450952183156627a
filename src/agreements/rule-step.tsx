import type { Deps } from "../deps.ts";
import type { Actor } from "../domain/actor.ts";
import { AppError } from "../errors.ts";
import { type Form as FormValues, field } from "../http/page-kit.tsx";
import type { Text } from "../i18n/text.ts";
import { readRuleForm, ruleToForm, tidyRuleForm } from "../partners/read-rule-form.ts";
import { RuleFields } from "../partners/rule-fields-view.tsx";
import { RULE } from "../partners/rule-form-messages.ts";
import { TRIAL } from "../simulation/page-messages.ts";
import { inRuleFields, tryRule } from "../simulation/rule-trial.ts";
import { TrialAnswer, TrialFields } from "../simulation/rule-trial-view.tsx";
import type { SimulationReport } from "../simulation/simulate-matching.ts";
import { useText } from "../ui/context.ts";
import { Button, ErrorSummary, Form } from "../ui/form.tsx";
import { ADD_BUTTON, EnterButton } from "../ui/rows.tsx";
import { TERMS } from "./page-messages.ts";
import { ruleJson } from "./read-terms-form.ts";
import { readKeyedRule } from "./rule-reading.tsx";
import { ruleWords } from "./rule-words.ts";
import { type Asked, linesOf, newKey, rulesOf, withLines, withRules } from "./terms-rows.ts";

const PREFIX = "rule.";
const KEEP = "keep-rule";
const TRY = "try-rule";

/** Where a rule stands among the terms: which line, and which of its rules; a new one where `rule` is past the last. */
type Place = { readonly line: number; readonly rule: number };

/** One rule on a form of its own. It carries all that was typed of the terms, so that nothing is kept or lost. */
export type RuleStep = { readonly draft: FormValues; readonly place: Place; readonly values: FormValues };

/** The step a button of the form of terms opens; undefined for the other buttons. */
export function openStep(draft: FormValues, asked: Asked): RuleStep | undefined {
  if (asked.kind !== "add-rule" && asked.kind !== "change-rule") return undefined;
  const line = linesOf(draft)[asked.line];
  if (line === undefined) return undefined;
  const rules = rulesOf(line);
  const rule = "rule" in asked ? asked.rule : rules.length;
  const read = readKeyedRule(rules[rule] ?? "");
  const fresh = { startsOn: field(draft, "startsOn"), endsOn: field(draft, "endsOn") };
  const values = read === undefined ? prefixed({ ...FIRST, ...fresh }) : ruleToForm(read.rule, PREFIX);
  return { draft, place: { line: asked.line, rule }, values };
}

const FIRST = { kind: "ratio", ratioNumerator: "1", ratioDenominator: "1" } as const;

const prefixed = (form: FormValues): FormValues =>
  Object.fromEntries(Object.entries(form).map(([name, value]) => [PREFIX + name, value]));

/** The step as its form sends it back; undefined for any other form. */
export function sentStep(form: FormValues): RuleStep | undefined {
  const draft = readDraft(field(form, "draft"));
  const [line, rule] = field(form, "place").split(":").map(Number);
  if (draft === undefined || line === undefined || rule === undefined) return undefined;
  const { draft: _, place: __, ...values } = form;
  return { draft, place: { line, rule }, values: tidyRuleForm(values, PREFIX) };
}

function readDraft(json: string): FormValues | undefined {
  try {
    const read: unknown = JSON.parse(json);
    if (typeof read !== "object" || read === null) return undefined;
    return Object.fromEntries(Object.entries(read).filter(([, value]) => typeof value === "string"));
  } catch {
    return undefined;
  }
}

/** What the step's button asks: the terms as they were, a trial, or more rows; undefined to take the rule. */
export const stepAsks = ({ values }: RuleStep): "keep" | "try" | "more" | undefined => {
  const asked = field(values, ADD_BUTTON);
  if (asked === "") return undefined;
  if (asked === TRY) return "try";
  return asked === KEEP ? "keep" : "more";
};

/** What the rule says and would do, as it is typed. @throws AppError 422 with the fields to correct */
export async function tryStep(deps: Deps, actor: Actor, partnerName: string, { values }: RuleStep): Promise<Trial> {
  const rule = readRuleForm(values, PREFIX);
  try {
    return { reading: ruleWords(partnerName, rule), report: await tryRule(deps, actor, rule, values) };
  } catch (error) {
    // Before its first agreement an organisation reads the sentence; the simulator is for partners.
    if (error instanceof AppError && error.status === 404) {
      return { reading: ruleWords(partnerName, rule), report: undefined };
    }
    throw error instanceof AppError ? inRuleFields(error, PREFIX) : error;
  }
}

/** The terms with the rule as it was typed. @throws AppError 422 with the fields to correct */
export function takeRule({ draft, place, values }: RuleStep): FormValues {
  const rule = readRuleForm(values, PREFIX);
  const lines = linesOf(draft);
  const line = lines[place.line];
  if (line === undefined) return draft;
  const rules = rulesOf(line);
  const key = readKeyedRule(rules[place.rule] ?? "")?.key ?? newKey();
  const changed = withRules(line, [...rules.slice(0, place.rule), ruleJson(key, rule), ...rules.slice(place.rule + 1)]);
  return withLines(draft, lines.with(place.line, changed));
}

type Props = {
  readonly step: RuleStep;
  readonly action: string;
  readonly error?: AppError | undefined;
  /** The sentence and the trial, once they were asked for. */
  readonly trial?: Trial | undefined;
};

export type Trial = { readonly reading: Text; readonly report: SimulationReport | undefined };

export function RuleStepForm({ step, action, error, trial }: Props) {
  const t = useText();
  const { draft, place, values } = step;
  return (
    <>
      <h1>{t(TERMS.ruleTitle)}</h1>
      <p>{t(TERMS.ruleNote)}</p>
      <ErrorSummary error={error} />
      <div class="builder">
        <TrialAnswer reading={trial?.reading} report={trial?.report} errors={error?.fields} />
        <Form action={action} live={{ name: ADD_BUTTON, value: TRY }}>
          <EnterButton />
          <input type="hidden" name="draft" value={JSON.stringify(draft)} />
          <input type="hidden" name="place" value={`${place.line}:${place.rule}`} />
          <RuleFields values={values} errors={error?.fields} prefix={PREFIX} adding={field(values, ADD_BUTTON)} />
          <TrialFields values={values} errors={error?.fields} />
          <p class="buttons">
            <Button>{t(TERMS.takeRule)}</Button>
            <Button kind="secondary" name={ADD_BUTTON} value={TRY}>
              {t(TRIAL.recalculate)}
            </Button>
            <Button kind="secondary" name={ADD_BUTTON} value={KEEP}>
              {t(TERMS.keepRule)}
            </Button>
            <Button kind="secondary" opens="/simulateur/brouillon">
              {t(RULE.simulate)}
            </Button>
          </p>
        </Form>
      </div>
    </>
  );
}
