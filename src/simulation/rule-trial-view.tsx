import type { FieldError } from "../errors.ts";
import type { Form } from "../http/page-kit.tsx";
import type { Text } from "../i18n/text.ts";
import { useText } from "../ui/context.ts";
import { Field, MoneyField } from "../ui/field.tsx";
import { Euros, Facts, When } from "../ui/show.tsx";
import { RESULT, TRIAL } from "./page-messages.ts";
import { TRIAL_PREFIX, trialValue } from "./rule-trial.ts";
import type { SimulationReport } from "./simulate-matching.ts";
import { SpendingChart } from "./spending-chart.tsx";

type FieldsProps = { readonly values: Form; readonly errors?: readonly FieldError[] | undefined };

/** On which invented gifts a rule is tried while it is written. */
export function TrialFields({ values, errors }: FieldsProps) {
  const t = useText();
  const shared = (name: "gifts" | "meanCents" | "potCents") => ({
    name: TRIAL_PREFIX + name,
    value: trialValue(values, name),
    errors,
  });
  return (
    <fieldset class="field">
      <legend>{t(TRIAL.legend)}</legend>
      <p class="hint">{t(TRIAL.hint)}</p>
      <Field {...shared("gifts")} label={TRIAL.gifts} inputMode="numeric" />
      <MoneyField {...shared("meanCents")} label={TRIAL.mean} hint={undefined} />
      <MoneyField {...shared("potCents")} label={TRIAL.pot} hint={undefined} />
    </fieldset>
  );
}

type AnswerProps = {
  /** The rule as the one sentence it makes; undefined until it was asked. */
  readonly reading: Text | undefined;
  readonly report: SimulationReport | undefined;
  readonly errors?: readonly FieldError[] | undefined;
};

/** The rule's sentence and what it would have done, beside its fields: one work. A script renews it as one types. */
export function TrialAnswer({ reading, report, errors = [] }: AnswerProps) {
  const t = useText();
  return (
    <section class="answer" data-answer aria-live="polite" aria-label={t(TRIAL.title)}>
      <h2>{t(TRIAL.title)}</h2>
      {errors.length > 0 && (
        <ul class="error">
          {errors.map((one) => (
            <li key={one.field}>{t(one.message)}</li>
          ))}
        </ul>
      )}
      {reading === undefined && errors.length === 0 && <p>{t(TRIAL.notYet)}</p>}
      {reading && (
        <p>
          <strong>{t(reading)}</strong>
        </p>
      )}
      {report && <Outcome report={report} />}
    </section>
  );
}

function Outcome({ report }: { readonly report: SimulationReport }) {
  const t = useText();
  const outcome = report.rules[0]?.outcome;
  if (outcome === undefined) return null;
  return (
    <>
      <p class="hint">{t(TRIAL.invented)}</p>
      <Facts
        facts={[
          [RESULT.giftSum, <Euros cents={outcome.giftCents} />],
          [
            RESULT.matchSum,
            <strong>
              <Euros cents={outcome.matchCents} />
            </strong>,
          ],
          [RESULT.matchedGifts, `${outcome.matchedGifts} / ${outcome.gifts}`],
          [RESULT.left, <Euros cents={outcome.potCents - outcome.matchCents} />],
          [RESULT.exhausted, outcome.exhaustedAt ? <When at={outcome.exhaustedAt} /> : t(RESULT.notExhausted)],
        ]}
      />
      <SpendingChart rules={report.rules} />
    </>
  );
}
