import { FUNDING_SOURCES, MOST_BUDGET_LINES } from "../domain/project.ts";
import type { AppError } from "../errors.ts";
import { rowCount } from "../http/form-rows.ts";
import { type Form as FormValues, field, fieldValues } from "../http/page-kit.tsx";
import type { Text } from "../i18n/text.ts";
import { Choice, Select } from "../ui/choice.tsx";
import { useText } from "../ui/context.ts";
import { Field, MoneyField } from "../ui/field.tsx";
import { Button, ErrorSummary, Form } from "../ui/form.tsx";
import { ADD_BUTTON, EnterButton, Rows } from "../ui/rows.tsx";
import { expense, expenseAmount, FORM, SOURCE_NAMES } from "./messages.ts";
import { BUDGET_ROWS } from "./read-form.ts";

export const SEARCH_PLACES = "placeSearch";

type PlaceOption = {
  readonly id: string;
  readonly name: string;
  readonly postcode: string;
  readonly communeName: string;
};

type Props = {
  readonly heading: Text;
  readonly action: string;
  readonly values: FormValues;
  readonly error?: AppError | undefined;
  /** Organisations the person may choose; none where the project has its own already. */
  readonly organisations: readonly { readonly id: string; readonly name: string }[];
  /** Places ticked so far, and those a search found. */
  readonly places: readonly PlaceOption[];
  readonly moreRows?: number;
};

const LEAST_ROWS = 3;

/** The form of a project, new or stored. Works without scripts: rows and places come by sending the form. */
export function ProjectForm({ heading, action, values, error, organisations, places, moreRows = 0 }: Props) {
  const t = useText();
  const shared = (name: string) => ({ name, value: field(values, name), errors: error?.fields });
  return (
    <>
      <h1>{t(heading)}</h1>
      <ErrorSummary error={error} />
      <Form action={action}>
        <EnterButton />
        <Organisation organisations={organisations} values={values} error={error} />
        <Field {...shared("title")} label={FORM.title} maxLength={120} />
        <Field {...shared("summary")} label={FORM.summary} hint={FORM.summaryHint} maxLength={300} rows={2} />
        <Field {...shared("description")} label={FORM.description} hint={FORM.descriptionHint} rows={8} />
        <Rows
          name={BUDGET_ROWS.list}
          legend={FORM.budget}
          hint={FORM.budgetHint}
          addLabel={FORM.addExpense}
          errors={error?.fields}
          count={Math.min(MOST_BUDGET_LINES, Math.max(LEAST_ROWS, rowCount(values, BUDGET_ROWS) + moreRows))}
          row={(n) => (
            <>
              <Field {...shared(`budgetLines.${n}.label`)} label={expense(n + 1)} optional={n > 0} maxLength={160} />
              <MoneyField
                {...shared(`budgetLines.${n}.amountCents`)}
                label={expenseAmount(n + 1)}
                hint={undefined}
                optional={n > 0}
              />
            </>
          )}
        />
        <fieldset class="field rows" id="fundingLines">
          <legend>{t(FORM.funding)}</legend>
          <p class="hint">{t(FORM.fundingHint)}</p>
          {error?.fields
            .filter((one) => one.field === "fundingLines")
            .map((one) => (
              <p class="error" key={one.field}>
                {t(one.message)}
              </p>
            ))}
          {FUNDING_SOURCES.map((source) => (
            <MoneyField
              {...shared(`funding.${source}`)}
              label={SOURCE_NAMES[source]}
              hint={undefined}
              optional
              key={source}
            />
          ))}
        </fieldset>
        <Places places={places} values={values} error={error} />
        <Button>{t(FORM.save)}</Button>
      </Form>
    </>
  );
}

function Organisation({ organisations, values, error }: Pick<Props, "organisations" | "values" | "error">) {
  const only = organisations.length === 1 ? organisations[0] : undefined;
  const chosen = field(values, "organisationId");
  if (organisations.length === 0 || only !== undefined)
    return <input type="hidden" name="organisationId" value={only?.id ?? chosen} />;
  return (
    <Select
      name="organisationId"
      label={FORM.organisation}
      value={chosen}
      errors={error?.fields}
      options={organisations.map(({ id, name }) => ({ value: id, label: { fr: name, en: name } }))}
    />
  );
}

function Places({ places, values, error }: Pick<Props, "places" | "values" | "error">) {
  const t = useText();
  const searched = field(values, SEARCH_PLACES).trim() !== "";
  return (
    <>
      <div class="search">
        <Field
          name={SEARCH_PLACES}
          label={FORM.placeSearch}
          hint={FORM.placeSearchHint}
          value={field(values, SEARCH_PLACES)}
          type="search"
          optional
        />
        <Button kind="secondary" name={ADD_BUTTON} value={SEARCH_PLACES}>
          {t(FORM.findPlaces)}
        </Button>
      </div>
      {places.length > 0 && (
        <Choice
          name="placeIds"
          legend={FORM.places}
          hint={FORM.placesHint}
          several
          value={fieldValues(values, "placeIds")}
          errors={error?.fields}
          options={places.map((place) => ({ value: place.id, label: nameOf(place) }))}
        />
      )}
      {places.length === 0 && searched && <p role="status">{t(FORM.noPlaceFound)}</p>}
    </>
  );
}

const nameOf = ({ name, postcode, communeName }: PlaceOption): Text => {
  const words = `${name}, ${postcode} ${communeName}`;
  return { fr: words, en: words };
};
