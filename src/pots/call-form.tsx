import type { AppError } from "../errors.ts";
import { field, type Form as Typed } from "../http/page-kit.tsx";
import { useText } from "../ui/context.ts";
import { Field, MoneyField } from "../ui/field.tsx";
import { Button, ErrorSummary, Form } from "../ui/form.tsx";
import { Euros, Facts } from "../ui/show.tsx";
import { CALLS } from "./call-messages.ts";
import { POTS } from "./page-messages.ts";
import { potPath } from "./pot-path.ts";

type Props = {
  readonly pot: { readonly id: string; readonly agreementId: string; readonly name: string };
  readonly callableCents: bigint;
  /** Sent now, or on a day ahead. */
  readonly kind: "call" | "plan";
  readonly typed: Typed;
  readonly error?: AppError | undefined;
};

export function CallForm({ pot, callableCents, kind, typed, error }: Props) {
  const t = useText();
  const shared = (name: string) => ({ name, value: field(typed, name), errors: error?.fields });
  const isCall = kind === "call";
  const label = t(isCall ? CALLS.issue : CALLS.plan);
  return (
    <>
      <h1>{label}</h1>
      <ErrorSummary error={error} />
      <p>
        <a href={potPath(pot)}>{pot.name}</a>
      </p>
      <p>{t(isCall ? CALLS.issueNote : CALLS.planNote)}</p>
      <Facts facts={[[CALLS.callable, <Euros cents={callableCents} />]]} />
      <Form action={`${potPath(pot)}/${isCall ? "appels/nouveau" : "echeances/nouvelle"}`}>
        <MoneyField {...shared("amountCents")} label={POTS.amount} />
        {!isCall && <Field {...shared("issueOn")} label={CALLS.issueOn} type="date" />}
        <Field {...shared("dueOn")} label={CALLS.dueOn} type="date" />
        {isCall && (
          <Field {...shared("note")} label={CALLS.note} hint={CALLS.noteHint} rows={3} maxLength={500} optional />
        )}
        <Button>{label}</Button>
      </Form>
    </>
  );
}
