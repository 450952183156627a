import type { AppError } from "../errors.ts";
import { type Form as FormValues, field } from "../http/page-kit.tsx";
import type { ParameterValues } from "../parameters/read-parameters.ts";
import { useText } from "../ui/context.ts";
import { Field } from "../ui/field.tsx";
import { Button, ErrorSummary, Form } from "../ui/form.tsx";
import { Euros, On, Table } from "../ui/show.tsx";
import { eurosText } from "./euros-text.ts";
import { RECEIPTS } from "./messages.ts";
import { GIVEN_NATURES, NO_PARTNER_RECEIPT, PARTNER_RECEIPTS as TEXTS } from "./partner-messages.ts";
import type { PartnerReceipts } from "./partner-queries.ts";

type Props = {
  readonly own: string;
  readonly receipts: PartnerReceipts;
  readonly parameters: ParameterValues;
  readonly values: FormValues;
  readonly error?: AppError | undefined;
};

/** What a company gave as a partner, each with its receipt or why there is none. */
export function PartnerReceiptsView({ own, receipts, parameters, values, error }: Props) {
  const t = useText();
  return (
    <>
      <h1>{t(TEXTS.title)}</h1>
      <p>
        {receipts.partner.name}, {receipts.reference}
      </p>
      <ErrorSummary error={error} />
      <p>{t(TEXTS.intro)}</p>
      <p>{t(ratesText(parameters))}</p>
      <Table
        caption={TEXTS.title}
        titled
        empty={TEXTS.none}
        rows={receipts.lines}
        columns={[
          { heading: TEXTS.creditedOn, cell: (line) => <On date={line.creditedOn} /> },
          {
            heading: TEXTS.given,
            cell: (line) => `${t(GIVEN_NATURES[line.nature])}${line.label === "" ? "" : ` : ${line.label}`}`,
          },
          { heading: TEXTS.value, numeric: true, cell: (line) => <Euros cents={line.grossCents} /> },
          { heading: TEXTS.receipt, cell: (line) => <ReceiptOf line={line} /> },
        ]}
      />
      {receipts.cancelled.length > 0 && (
        <>
          <h2>{t(TEXTS.cancelled)}</h2>
          <ul>
            {receipts.cancelled.map((one) => (
              <li key={one.id}>
                <a href={`/recus/${one.id}`}>{one.reference}</a>, <Euros cents={one.amountCents} />
              </li>
            ))}
          </ul>
        </>
      )}
      {receipts.mayIdentify && (
        <CompanyForm own={own} isChange={receipts.identity !== null} values={values} error={error} />
      )}
      <p>
        <a href={own.replace(/\/recus$/, "")}>{t(TEXTS.back)}</a>
      </p>
    </>
  );
}

const ratesText = (parameters: ParameterValues) =>
  TEXTS.rates({
    percent: parameters["reduction-companies-percent"],
    above: parameters["reduction-companies-above-percent"],
    threshold: eurosText(parameters["reduction-companies-threshold"]),
    cap: eurosText(parameters["giving-cap-companies"]),
    turnover: parameters["giving-cap-turnover"],
  });

function ReceiptOf({ line }: { readonly line: PartnerReceipts["lines"][number] }) {
  const t = useText();
  if (line.issued !== null) return <a href={`/recus/${line.issued.id}`}>{t(TEXTS.download(line.issued.reference))}</a>;
  return <>{t(line.noReceipt === null ? TEXTS.beingMade : NO_PARTNER_RECEIPT[line.noReceipt])}</>;
}

type FormProps = Pick<Props, "own" | "values" | "error"> & { readonly isChange: boolean };

function CompanyForm({ own, isChange, values, error }: FormProps) {
  const t = useText();
  const shared = (name: string) => ({ name, value: field(values, name), errors: error?.fields });
  return (
    <section>
      <h2>{t(isChange ? TEXTS.change : TEXTS.identity)}</h2>
      {isChange && <p>{t(TEXTS.changeHint)}</p>}
      <Form action={own}>
        <Field {...shared("companyName")} label={RECEIPTS.companyName} autocomplete="organization" maxLength={200} />
        <Field {...shared("siren")} label={RECEIPTS.siren} inputMode="numeric" maxLength={20} />
        <Field {...shared("legalForm")} label={RECEIPTS.legalForm} hint={RECEIPTS.legalFormHint} maxLength={60} />
        <Field {...shared("address")} label={RECEIPTS.address} autocomplete="street-address" maxLength={200} />
        <Field {...shared("postcode")} label={RECEIPTS.postcode} autocomplete="postal-code" maxLength={10} />
        <Field {...shared("town")} label={RECEIPTS.town} autocomplete="address-level2" maxLength={100} />
        <Field {...shared("country")} label={RECEIPTS.country} autocomplete="country-name" maxLength={60} />
        <Button>{t(TEXTS.save)}</Button>
      </Form>
    </section>
  );
}
