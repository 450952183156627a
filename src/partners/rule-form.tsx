import type { AppError } from "../errors.ts";
import { type Form as FormValues, field } from "../http/page-kit.tsx";
import type { Text } from "../i18n/text.ts";
import { TRIAL } from "../simulation/page-messages.ts";
import { TrialAnswer, TrialFields } from "../simulation/rule-trial-view.tsx";
import type { SimulationReport } from "../simulation/simulate-matching.ts";
import { useText } from "../ui/context.ts";
import { Button, ErrorSummary, Form } from "../ui/form.tsx";
import { EnterButton } from "../ui/rows.tsx";
import { RuleFields } from "./rule-fields-view.tsx";
import { RULE } from "./rule-form-messages.ts";

/** Name and value of the button that shows the sentence before anything is saved. */
export const READ_BUTTON = { name: "etape", value: "relire" } as const;

type Props = {
  readonly heading: Text;
  readonly note?: Text | undefined;
  readonly action: string;
  readonly values: FormValues;
  readonly error?: AppError | undefined;
  /** The list whose button asked for more rows. */
  readonly adding?: string | undefined;
  /** What was typed, as the one sentence it makes, and what it would do. */
  readonly reading?: Text | undefined;
  readonly report?: SimulationReport | undefined;
};

/** The form of one version of a rule. */
export function RuleForm({ heading, note, action, values, error, adding, reading, report }: Props) {
  const t = useText();
  return (
    <>
      <h1>{t(heading)}</h1>
      {note && <p>{t(note)}</p>}
      <ErrorSummary error={error} />
      {reading && <p>{t(RULE.reading)}</p>}
      <div class="builder">
        <TrialAnswer reading={reading} report={report} errors={error?.fields} />
        <Form action={action} live={READ_BUTTON}>
          <EnterButton />
          {values.version !== undefined && <input type="hidden" name="version" value={field(values, "version")} />}
          <RuleFields values={values} errors={error?.fields} adding={adding} />
          <TrialFields values={values} errors={error?.fields} />
          <div class="buttons">
            <Button>{t(RULE.save)}</Button>
            <Button kind="secondary" {...READ_BUTTON}>
              {t(TRIAL.recalculate)}
            </Button>
            <Button kind="secondary" opens="/simulateur/brouillon">
              {t(RULE.simulate)}
            </Button>
          </div>
        </Form>
      </div>
    </>
  );
}
