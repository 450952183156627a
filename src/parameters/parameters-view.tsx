import { PARAMETER_NAMES, type ParameterUnit } from "../domain/parameters.ts";
import type { AppError } from "../errors.ts";
import { type Form as FormValues, field } from "../http/page-kit.tsx";
import { TemplateLink } from "../instalments/instalment-table.tsx";
import { Choice } from "../ui/choice.tsx";
import { useText } from "../ui/context.ts";
import { Field } from "../ui/field.tsx";
import { Button, ErrorSummary, Form } from "../ui/form.tsx";
import { Euros, On, Table } from "../ui/show.tsx";
import { PARAMETER_NAMES_IN_WORDS as NAMES, PARAMETERS_PAGE as TEXTS } from "./messages.ts";
import type { Parameters } from "./queries.ts";

type Props = {
  readonly parameters: Parameters;
  readonly maySet: boolean;
  readonly values: FormValues;
  readonly error: AppError | undefined;
};

export function ParametersView({ parameters, maySet, values, error }: Props) {
  const t = useText();
  return (
    <>
      <h1>{t(TEXTS.title)}</h1>
      <ErrorSummary error={error} />
      <p>{t(TEXTS.intro)}</p>
      <Table
        caption={TEXTS.inForce}
        rows={parameters.inForce}
        columns={[
          { heading: TEXTS.name, cell: (row) => t(NAMES[row.name]) },
          { heading: TEXTS.value, numeric: true, cell: (row) => <Value row={row} /> },
        ]}
      />
      <Table
        caption={TEXTS.history}
        empty={TEXTS.noHistory}
        rows={parameters.history}
        columns={[
          { heading: TEXTS.validFrom, cell: (row) => <On date={row.validFrom} /> },
          { heading: TEXTS.name, cell: (row) => t(NAMES[row.name]) },
          { heading: TEXTS.value, numeric: true, cell: (row) => <Value row={row} /> },
          { heading: TEXTS.source, cell: (row) => row.source },
        ]}
      />
      {maySet && (
        <p>
          <TemplateLink />
        </p>
      )}
      {maySet && <ChangeForm values={values} error={error} today={parameters.today} />}
    </>
  );
}

type ChangeProps = Pick<Props, "values" | "error"> & { readonly today: string };

function ChangeForm({ values, error, today }: ChangeProps) {
  const t = useText();
  const shared = (name: string) => ({ name, value: field(values, name), errors: error?.fields });
  return (
    <section>
      <h2>{t(TEXTS.change)}</h2>
      <Form action="/parametres">
        <Choice
          {...shared("name")}
          legend={TEXTS.name}
          options={PARAMETER_NAMES.map((name) => ({ value: name, label: NAMES[name] }))}
        />
        <Field {...shared("value")} label={TEXTS.value} hint={TEXTS.valueHint} inputMode="decimal" />
        <Field
          {...shared("validFrom")}
          value={field(values, "validFrom") || today}
          label={TEXTS.validFrom}
          type="date"
        />
        <Field {...shared("source")} label={TEXTS.source} hint={TEXTS.sourceHint} maxLength={300} />
        <Button>{t(TEXTS.save)}</Button>
      </Form>
    </section>
  );
}

function Value({ row }: { readonly row: { readonly unit: ParameterUnit; readonly value: bigint } }) {
  const t = useText();
  switch (row.unit) {
    case "cents":
      return <Euros cents={row.value} />;
    case "percent":
      return `${row.value} %`;
    case "per_mille":
      return `${row.value} ‰`;
    case "months":
      return `${row.value} ${t(TEXTS.months)}`;
  }
}
