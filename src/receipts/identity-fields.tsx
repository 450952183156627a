import type { AppError } from "../errors.ts";
import { type Form as FormValues, field } from "../http/page-kit.tsx";
import { CheckBox, Choice } from "../ui/choice.tsx";
import { useText } from "../ui/context.ts";
import { Field } from "../ui/field.tsx";
import { Button, Form } from "../ui/form.tsx";
import { RECEIPTS } from "./messages.ts";

type Props = {
  readonly pledgeId: string;
  readonly cle: string | undefined;
  readonly values: FormValues;
  readonly error: AppError | undefined;
  readonly holdsReward: boolean;
  readonly isChange: boolean;
};

/** Name and address for a receipt, of a person or a company, without scripts. */
export function IdentityForm({ pledgeId, cle, values, error, holdsReward, isChange }: Props) {
  const t = useText();
  const shared = (name: string) => ({ name, value: field(values, name), errors: error?.fields });
  return (
    <section>
      <h2>{t(isChange ? RECEIPTS.change : RECEIPTS.ask)}</h2>
      {isChange && <p>{t(RECEIPTS.changeHint)}</p>}
      <Form action={`/dons/${pledgeId}/recu`}>
        {cle !== undefined && <input type="hidden" name="cle" value={cle} />}
        <Choice
          {...shared("kind")}
          value={field(values, "kind") || "person"}
          legend={RECEIPTS.who}
          options={[
            { value: "person", label: RECEIPTS.person },
            { value: "company", label: RECEIPTS.company },
          ]}
        />
        <fieldset>
          <legend>{t(RECEIPTS.forPeople)}</legend>
          <Field
            {...shared("givenName")}
            label={RECEIPTS.givenName}
            autocomplete="given-name"
            maxLength={100}
            optional
          />
          <Field
            {...shared("familyName")}
            label={RECEIPTS.familyName}
            autocomplete="family-name"
            maxLength={100}
            optional
          />
        </fieldset>
        <fieldset>
          <legend>{t(RECEIPTS.forCompanies)}</legend>
          <Field
            {...shared("companyName")}
            label={RECEIPTS.companyName}
            autocomplete="organization"
            maxLength={200}
            optional
          />
          <Field {...shared("siren")} label={RECEIPTS.siren} inputMode="numeric" maxLength={20} optional />
          <Field
            {...shared("legalForm")}
            label={RECEIPTS.legalForm}
            hint={RECEIPTS.legalFormHint}
            maxLength={60}
            optional
          />
        </fieldset>
        <Field {...shared("address")} label={RECEIPTS.address} autocomplete="street-address" maxLength={200} />
        <Field {...shared("postcode")} label={RECEIPTS.postcode} autocomplete="postal-code" maxLength={10} />
        <Field {...shared("town")} label={RECEIPTS.town} autocomplete="address-level2" maxLength={100} />
        <Field
          {...shared("country")}
          value={field(values, "country") || "France"}
          label={RECEIPTS.country}
          autocomplete="country-name"
          maxLength={60}
        />
        {holdsReward && (
          <CheckBox name="decline" label={RECEIPTS.decline} checked={field(values, "decline") === "on"} />
        )}
        <Button>{t(isChange ? RECEIPTS.change : RECEIPTS.ask)}</Button>
      </Form>
    </section>
  );
}
