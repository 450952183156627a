import { RAILS } from "../domain/disbursement.ts";
import type { FieldError } from "../errors.ts";
import { type Form, field } from "../http/page-kit.tsx";
import { Choice } from "../ui/choice.tsx";
import { Field, MoneyField } from "../ui/field.tsx";
import { RAIL_NAMES } from "./messages.ts";
import { DISBURSEMENT } from "./page-messages.ts";

type Props = { readonly typed: Form; readonly errors?: readonly FieldError[] | undefined };

/** What a holder fills in to ask for a payment, or to change it. */
export const DisbursementFields = ({ typed, errors }: Props) => (
  <>
    <MoneyField name="amountCents" label={DISBURSEMENT.amount} value={field(typed, "amountCents")} errors={errors} />
    <Field
      name="purpose"
      label={DISBURSEMENT.purpose}
      hint={DISBURSEMENT.purposeHint}
      maxLength={140}
      value={field(typed, "purpose")}
      errors={errors}
    />
    <Choice
      name="rail"
      legend={DISBURSEMENT.rail}
      options={RAILS.map((rail) => ({ value: rail, label: RAIL_NAMES[rail] }))}
      value={field(typed, "rail") || "sepa"}
      errors={errors}
    />
  </>
);
