import { SAFETY_RULES, type SafetyState } from "../domain/safety.ts";
import type { AppError } from "../errors.ts";
import { type Form as FormValues, field } from "../http/page-kit.tsx";
import type { Text } from "../i18n/text.ts";
import { Choice, Select } from "../ui/choice.tsx";
import { useText } from "../ui/context.ts";
import { Field, MoneyField } from "../ui/field.tsx";
import { ActionButton, Button, ErrorSummary, Form } from "../ui/form.tsx";
import { Euros, StateTag, Table, When } from "../ui/show.tsx";
import { RULE_NAMES, SAFETY, STATE_NAMES } from "./messages.ts";
import type { ListedChange, Safety } from "./queries.ts";

const TONES = {
  proposed: "waiting",
  confirmed: "waiting",
  "in-effect": "good",
  cancelled: "neutral",
} as const satisfies Record<SafetyState, string>;

type Props = { readonly safety: Safety; readonly values: FormValues; readonly error: AppError | undefined };

export function SafetyView({ safety, values, error }: Props) {
  const t = useText();
  const waits = (change: ListedChange) => change.state === "proposed" || change.state === "confirmed";
  return (
    <>
      <h1>{t(SAFETY.title)}</h1>
      <ErrorSummary error={error} />
      <p>{t(SAFETY.intro)}</p>
      <p>{t(SAFETY.fixed)}</p>
      <Table
        caption={SAFETY.inForce}
        rows={safety.inForce}
        columns={[
          { heading: SAFETY.rule, cell: (row) => t(RULE_NAMES[row.rule]) },
          { heading: SAFETY.amount, numeric: true, cell: (row) => <Euros cents={row.cents} /> },
        ]}
      />
      <Table
        caption={SAFETY.own}
        empty={SAFETY.noOwn}
        rows={safety.own}
        columns={[
          { heading: SAFETY.person, cell: (row) => row.name },
          { heading: SAFETY.rule, cell: (row) => t(RULE_NAMES[row.rule]) },
          { heading: SAFETY.amount, numeric: true, cell: (row) => <Euros cents={row.cents} /> },
        ]}
      />
      <ChangeTable caption={SAFETY.pending} empty={SAFETY.noPending} changes={safety.changes.filter(waits)} />
      {safety.mayChange && <ChangeForm approvers={safety.approvers} values={values} error={error} />}
      <section>
        <h2>{t(SAFETY.history)}</h2>
        <ChangeTable
          caption={SAFETY.history}
          empty={SAFETY.noHistory}
          changes={safety.changes.filter((change) => !waits(change))}
        />
      </section>
    </>
  );
}

type TableProps = { readonly caption: Text; readonly empty?: Text; readonly changes: readonly ListedChange[] };

/** Changes with the buttons of whoever may decide now. */
export function ChangeTable({ caption, empty, changes }: TableProps) {
  const t = useText();
  const decidable = changes.some((change) => change.mayConfirm || change.mayCancel);
  return (
    <Table
      caption={caption}
      {...(empty === undefined ? {} : { empty })}
      rows={changes}
      columns={[
        {
          heading: SAFETY.rule,
          cell: (row) => (
            <>
              {t(RULE_NAMES[row.rule])} <span class="hint">{row.person ?? t(SAFETY.everybody)}</span>
            </>
          ),
        },
        { heading: SAFETY.from, numeric: true, cell: (row) => <Euros cents={row.fromCents} /> },
        { heading: SAFETY.to, numeric: true, cell: (row) => <Euros cents={row.toCents} /> },
        { heading: SAFETY.reason, cell: (row) => row.reason },
        {
          heading: SAFETY.proposedBy,
          cell: (row) => (
            <>
              {row.proposer}, <When at={row.proposedAt} time />
            </>
          ),
        },
        { heading: SAFETY.state, cell: (row) => <StateTag label={STATE_NAMES[row.state]} tone={TONES[row.state]} /> },
        {
          heading: SAFETY.effect,
          cell: (row) => (row.takesEffectAt === null ? "—" : <When at={row.takesEffectAt} time />),
        },
        ...(decidable ? [{ heading: SAFETY.act, cell: (row: ListedChange) => <Decide change={row} /> }] : []),
      ]}
    />
  );
}

const Decide = ({ change }: { readonly change: ListedChange }) => (
  <>
    {change.mayConfirm && (
      <ActionButton action={`/regles-de-securite/${change.id}/confirmation`} label={SAFETY.confirm} />
    )}
    {change.mayCancel && (
      <ActionButton action={`/regles-de-securite/${change.id}/annulation`} label={SAFETY.cancel} kind="secondary" />
    )}
  </>
);

type FormProps = Pick<Props, "values" | "error"> & Pick<Safety, "approvers">;

function ChangeForm({ approvers, values, error }: FormProps) {
  const t = useText();
  const shared = (name: string) => ({ name, value: field(values, name), errors: error?.fields });
  const people = approvers.map(({ id, name, email }) => {
    const label = `${name} (${email})`;
    return { value: id, label: { fr: label, en: label } };
  });
  return (
    <section>
      <h2>{t(SAFETY.change)}</h2>
      <Form action="/regles-de-securite">
        <Choice
          {...shared("rule")}
          legend={SAFETY.rule}
          options={SAFETY_RULES.map((rule) => ({ value: rule, label: RULE_NAMES[rule] }))}
        />
        <Select
          {...shared("userId")}
          label={SAFETY.person}
          hint={SAFETY.personHint}
          options={[{ value: "", label: SAFETY.everybody }, ...people]}
        />
        <MoneyField {...shared("toCents")} label={SAFETY.amount} hint={SAFETY.toHint} />
        <Field {...shared("reason")} label={SAFETY.reason} hint={SAFETY.reasonHint} maxLength={1_000} rows={2} />
        <Button>{t(SAFETY.save)}</Button>
      </Form>
    </section>
  );
}
