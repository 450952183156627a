import { LEGAL_FORMS } from "../domain/organisation.ts";
import type { AppError } from "../errors.ts";
import { type Form as FormValues, field } from "../http/page-kit.tsx";
import type { Text } from "../i18n/text.ts";
import { Choice, Select } from "../ui/choice.tsx";
import { useText } from "../ui/context.ts";
import { Field } from "../ui/field.tsx";
import { Button, ErrorSummary, Form } from "../ui/form.tsx";
import { LEGAL_FORM_NAMES, MEMBER_ROLE_NAMES } from "./messages.ts";
import { PAGES } from "./page-messages.ts";

type FormProps = {
  readonly heading: Text;
  readonly action: string;
  readonly values: FormValues;
  readonly error?: AppError | undefined;
};

const LEGAL_FORM_OPTIONS = LEGAL_FORMS.map((value) => ({ value, label: LEGAL_FORM_NAMES[value] }));

const shared = ({ values, error }: FormProps, name: string) => ({
  name,
  value: field(values, name),
  errors: error?.fields,
});

export function OrganisationForm(props: FormProps) {
  const t = useText();
  return (
    <>
      <h1>{t(props.heading)}</h1>
      <ErrorSummary error={props.error} />
      <Form action={props.action}>
        <Field {...shared(props, "name")} label={PAGES.name} maxLength={200} autocomplete="organization" />
        <Select {...shared(props, "legalForm")} label={PAGES.legalForm} options={LEGAL_FORM_OPTIONS} />
        <Field {...shared(props, "siret")} label={PAGES.siret} hint={PAGES.siretHint} inputMode="numeric" optional />
        <Field {...shared(props, "rna")} label={PAGES.rna} hint={PAGES.rnaHint} optional />
        <Field {...shared(props, "address")} label={PAGES.address} autocomplete="street-address" maxLength={300} />
        <Field
          {...shared(props, "postcode")}
          label={PAGES.postcode}
          inputMode="numeric"
          autocomplete="postal-code"
          maxLength={5}
        />
        <Field {...shared(props, "town")} label={PAGES.town} autocomplete="address-level2" maxLength={100} />
        <Button>{t(PAGES.save)}</Button>
      </Form>
    </>
  );
}

const ROLE_OPTIONS = [
  { value: "member", label: MEMBER_ROLE_NAMES.member, hint: PAGES.memberHint },
  { value: "owner", label: MEMBER_ROLE_NAMES.owner, hint: PAGES.ownerHint },
];

export function MemberForm(props: FormProps) {
  const t = useText();
  return (
    <>
      <h1>{t(props.heading)}</h1>
      <ErrorSummary error={props.error} />
      <Form action={props.action}>
        <Field {...shared(props, "email")} label={PAGES.email} hint={PAGES.emailHint} type="email" />
        <Choice {...shared(props, "role")} legend={PAGES.role} options={ROLE_OPTIONS} />
        <Button>{t(PAGES.save)}</Button>
      </Form>
    </>
  );
}

/** After a refusal the IBAN is typed again: a page never shows it whole, not even to who typed it (X7). */
export function BankAccountForm(props: FormProps) {
  const t = useText();
  return (
    <>
      <h1>{t(props.heading)}</h1>
      <p>{t(PAGES.accountIntro)}</p>
      <ErrorSummary error={props.error} />
      <Form action={props.action}>
        <Field {...shared(props, "holderName")} label={PAGES.holderName} maxLength={70} />
        <Field
          name="iban"
          label={PAGES.iban}
          hint={PAGES.ibanHint}
          errors={props.error?.fields}
          autocomplete="off"
          maxLength={60}
        />
        <Field {...shared(props, "bic")} label={PAGES.bic} maxLength={20} optional />
        <Button>{t(PAGES.save)}</Button>
      </Form>
    </>
  );
}
