import type { AppError } from "../errors.ts";
import { type Form as FormValues, field } from "../http/page-kit.tsx";
import { useText } from "../ui/context.ts";
import { Field } from "../ui/field.tsx";
import { Button, ErrorSummary, Form } from "../ui/form.tsx";
import { Facts } from "../ui/show.tsx";
import { PAGES } from "./page-messages.ts";
import type { OrganisationDetail } from "./queries.ts";

type Props = {
  readonly organisation: OrganisationDetail;
  readonly account: OrganisationDetail["bankAccounts"][number];
  readonly values: FormValues;
  readonly error: AppError | undefined;
};

/** "This was not me": what blocking does, before the button that does it. */
export function BlockingForm({ organisation, account, values, error }: Props) {
  const t = useText();
  const path = `/structures/${organisation.id}`;
  return (
    <>
      <h1>{t(PAGES.block)}</h1>
      <ErrorSummary error={error} />
      <Facts facts={[[PAGES.account, `${account.holderName}, ${account.iban}`]]} />
      <p>{t(PAGES.blockIntro)}</p>
      <Form action={`${path}/comptes/${account.id}/blocage`}>
        <Field
          name="reason"
          label={PAGES.blockReason}
          rows={3}
          maxLength={1_000}
          value={field(values, "reason")}
          errors={error?.fields}
        />
        <Button kind="danger">{t(PAGES.block)}</Button>
      </Form>
      <p>
        <a href={path}>{t(PAGES.back)}</a>
      </p>
    </>
  );
}
