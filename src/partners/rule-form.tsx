import type { AppError } from "../errors.ts";
import { type Form as FormValues, field } from "../http/page-kit.tsx";
import type { Text } from "../i18n/text.ts";
import { useText } from "../ui/context.ts";
import { Button, ErrorSummary, Form } from "../ui/form.tsx";
import { EnterButton } from "../ui/rows.tsx";
import { Notice } from "../ui/show.tsx";
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
  /** What was typed, as the one sentence it makes. */
  readonly reading?: Text | undefined;
};

/** The form of one version of a rule. */
export function RuleForm({ heading, note, action, values, error, adding, reading }: Props) {
  const t = useText();
  return (
    <>
      <h1>{t(heading)}</h1>
      {note && <p>{t(note)}</p>}
      <ErrorSummary error={error} />
      {reading && (
        <Notice>
          <p>{t(RULE.reading)}</p>
          <p>
            <strong>{t(reading)}</strong>
          </p>
        </Notice>
      )}
      <Form action={action}>
        <EnterButton />
        {values.version !== undefined && <input type="hidden" name="version" value={field(values, "version")} />}
        <RuleFields values={values} errors={error?.fields} adding={adding} />
        <div class="buttons">
          <Button>{t(RULE.save)}</Button>
          <Button kind="secondary" {...READ_BUTTON}>
            {t(RULE.read)}
          </Button>
          <Button kind="secondary" opens="/simulateur/brouillon">
            {t(RULE.simulate)}
          </Button>
        </div>
      </Form>
    </>
  );
}
