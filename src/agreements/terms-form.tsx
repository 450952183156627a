import type { ComponentChildren } from "preact";
import { NATURES } from "../domain/agreement.ts";
import { COMMITMENT_KINDS } from "../domain/agreement-terms.ts";
import type { AppError, FieldError } from "../errors.ts";
import { rowCount } from "../http/form-rows.ts";
import { type Form as FormValues, field } from "../http/page-kit.tsx";
import type { Text } from "../i18n/text.ts";
import { CheckBox, Select } from "../ui/choice.tsx";
import { useText } from "../ui/context.ts";
import { Field, MoneyField } from "../ui/field.tsx";
import { Button, ErrorSummary, Form } from "../ui/form.tsx";
import { ADD_BUTTON, EnterButton, Rows } from "../ui/rows.tsx";
import { MOST_DUE_PAYMENTS, MOST_LINES, MOST_RULES } from "./forms.ts";
import { KIND_NAMES, natureWords } from "./line-words.ts";
import { ADD_LINE, TERMS } from "./page-messages.ts";
import { RuleReading } from "./rule-reading.tsx";
import { kindOf, type LineFields, linesOf, rulesOf, SCHEDULE_COLUMNS } from "./terms-rows.ts";

type Props = {
  readonly heading: Text;
  readonly action: string;
  readonly values: FormValues;
  readonly error?: AppError | undefined;
  readonly partnerName: string;
  /** The line whose button asked for more due payments. */
  readonly moreDue?: number | undefined;
  /** What stands before the terms: whom they are proposed to, or what arrived meanwhile. */
  readonly children?: ComponentChildren;
};

/** The form of an agreement's terms. Works without scripts: lines, due payments and rules come by sending the form. */
export function TermsForm({ heading, action, values, error, partnerName, moreDue, children }: Props) {
  const t = useText();
  const errors = error?.fields;
  const shared = (name: string) => ({ name, value: field(values, name), errors });
  const lines = linesOf(values);
  return (
    <>
      <h1>{t(heading)}</h1>
      <ErrorSummary error={error} />
      <Form action={action}>
        <EnterButton />
        {children}
        <Field {...shared("title")} label={TERMS.title} maxLength={160} />
        <Field {...shared("startsOn")} label={TERMS.startsOn} type="date" />
        <Field {...shared("endsOn")} label={TERMS.endsOn} type="date" />
        <CheckBox
          name="promisedCounts"
          label={PROMISED_COUNTS}
          checked={field(values, "promisedCounts") === "on"}
          errors={errors}
        />
        <h2 id="lines">{t(TERMS.lines)}</h2>
        {lines.map((line, index) => (
          <LineFieldset
            key={line.key ?? index}
            line={line}
            index={index}
            values={values}
            errors={errors}
            partnerName={partnerName}
            hasMoreDue={moreDue === index}
          />
        ))}
        {lines.length < MOST_LINES && (
          <p class="buttons">
            {COMMITMENT_KINDS.map((kind) => (
              <Button kind="secondary" name={ADD_BUTTON} value={`add-line:${kind}`} key={kind}>
                {t(ADD_LINE[kind])}
              </Button>
            ))}
          </p>
        )}
        <Field {...shared("message")} label={TERMS.message} rows={4} maxLength={2000} optional />
        <Button>{t(TERMS.send)}</Button>
      </Form>
    </>
  );
}

const PROMISED_COUNTS: Text = {
  fr: "L’argent promis et pas encore reçu compte dans l’objectif des collectes",
  en: "Money promised and not yet received counts towards campaigns’ goals",
};

type LineProps = {
  readonly line: LineFields;
  readonly index: number;
  readonly values: FormValues;
  readonly errors: readonly FieldError[] | undefined;
  readonly partnerName: string;
  readonly hasMoreDue: boolean;
};

function LineFieldset(props: LineProps) {
  const t = useText();
  const { line, index, errors } = props;
  const kind = kindOf(line);
  const shared = (name: string) => ({ name: `lines.${index}.${name}`, value: line[name] ?? "", errors });
  return (
    <fieldset class="field rows" id={`lines.${index}`}>
      <legend>{t(TERMS.line(index + 1, KIND_NAMES[kind]))}</legend>
      <input type="hidden" name={`lines.${index}.kind`} value={kind} />
      <input type="hidden" name={`lines.${index}.key`} value={line.key ?? ""} />
      <Field {...shared("label")} label={TERMS.label} maxLength={160} />
      <Select
        {...shared("nature")}
        label={TERMS.nature}
        hint={TERMS.natureHint}
        options={NATURES.map((nature) => ({ value: nature, label: natureWords(nature) }))}
      />
      {kind === "money" && <MoneyFields {...props} />}
      {kind === "goods" && (
        <>
          <Field {...shared("quantity")} label={TERMS.quantity} inputMode="numeric" />
          <Field {...shared("unit")} label={TERMS.unit} hint={TERMS.unitHint} maxLength={40} />
          <MoneyField {...shared("unitValueCents")} label={TERMS.unitValue} hint={TERMS.zeroHint} />
        </>
      )}
      {kind === "skill_days" && (
        <>
          <Field {...shared("days")} label={TERMS.days} hint={TERMS.daysHint} inputMode="decimal" />
          <MoneyField {...shared("dayValueCents")} label={TERMS.dayValue} hint={TERMS.zeroHint} />
          <Field {...shared("purpose")} label={TERMS.purpose} maxLength={300} />
        </>
      )}
      <Button kind="danger" name={ADD_BUTTON} value={`remove-line:${index}`}>
        {t(TERMS.removeLine)}
      </Button>
    </fieldset>
  );
}

const LEAST_DUE_ROWS = 1;
const MORE_DUE_ROWS = 3;

function MoneyFields({ line, index, values, errors, partnerName, hasMoreDue }: LineProps) {
  const t = useText();
  const shared = (name: string) => ({ name: `lines.${index}.${name}`, value: line[name] ?? "", errors });
  const list = `lines.${index}.schedule`;
  const typedRows = rowCount(values, { list, columns: SCHEDULE_COLUMNS });
  const rows = Math.max(LEAST_DUE_ROWS, typedRows + (hasMoreDue ? MORE_DUE_ROWS : 0));
  const rules = rulesOf(line);
  return (
    <>
      <MoneyField {...shared("amountCents")} label={TERMS.amount} />
      <Field {...shared("potName")} label={TERMS.potName} maxLength={120} />
      <Rows
        name={list}
        legend={TERMS.schedule}
        hint={TERMS.scheduleHint}
        addLabel={TERMS.addDue}
        addValue={`add-due:${index}`}
        errors={errors}
        count={Math.min(MOST_DUE_PAYMENTS, rows)}
        row={(n) => (
          <>
            <Field {...shared(`schedule.${n}.dueOn`)} label={TERMS.dueOn} type="date" optional={n > 0} />
            <MoneyField
              {...shared(`schedule.${n}.amountCents`)}
              label={TERMS.dueAmount}
              hint={undefined}
              optional={n > 0}
            />
          </>
        )}
      />
      <h3>{t(TERMS.rules)}</h3>
      {rules.length === 0 && <p>{t(TERMS.noRule)}</p>}
      {rules.map((json, n) => (
        <RuleReading
          key={json}
          json={json}
          name={`lines.${index}.rules.${n}`}
          place={`${index}:${n}`}
          partnerName={partnerName}
          errors={errors}
        />
      ))}
      {rules.length < MOST_RULES && (
        <p>
          <Button kind="secondary" name={ADD_BUTTON} value={`add-rule:${index}`}>
            {t(TERMS.addRule)}
          </Button>
        </p>
      )}
    </>
  );
}
