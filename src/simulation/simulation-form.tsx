import type { ComponentChildren } from "preact";
import { CROWDS } from "../domain/simulation/crowd.ts";
import type { AppError } from "../errors.ts";
import { type Form as FormValues, field, fieldValues } from "../http/page-kit.tsx";
import type { Text } from "../i18n/text.ts";
import { RuleFields } from "../partners/rule-fields-view.tsx";
import { CheckBox, Choice, type Option, Select } from "../ui/choice.tsx";
import { useLanguage, useText } from "../ui/context.ts";
import { Field, FileField, MoneyField } from "../ui/field.tsx";
import { Button, Form } from "../ui/form.tsx";
import { formatDay } from "../ui/format.ts";
import { EnterButton } from "../ui/rows.tsx";
import { FileColumns } from "./file-columns.tsx";
import { CROWD_NAMES } from "./messages.ts";
import { SIMULATOR } from "./page-messages.ts";
import type { Choices } from "./queries.ts";
import { choiceOf, DRAFT, type PREFIXES } from "./read-simulation-form.ts";

/** The button that asks for the file of gifts instead of the page. */
export const DOWNLOAD_BUTTON = { name: "sortie", value: "csv" } as const;

type Props = {
  readonly values: FormValues;
  readonly choices: Choices;
  readonly error?: AppError | undefined;
  /** The list of a draft whose button asked for more rows. */
  readonly adding?: string | undefined;
};

/** Which rules, and on which gifts. */
export function SimulationForm(props: Props) {
  const t = useText();
  return (
    <Form action="/simulateur" upload>
      <EnterButton />
      <div class="columns" id="simulation">
        <section aria-labelledby="first-rule">
          <h2 id="first-rule">{t(SIMULATOR.firstRule)}</h2>
          <RuleChoice {...props} prefix="a." />
        </section>
        <section aria-labelledby="second-rule">
          <h2 id="second-rule">{t(SIMULATOR.secondRule)}</h2>
          <RuleChoice {...props} prefix="b." />
        </section>
      </div>
      <h2>{t(SIMULATOR.gifts)}</h2>
      <GiftFields {...props} />
      <div class="buttons">
        <Button>{t(SIMULATOR.simulate)}</Button>
        <Button kind="secondary" {...DOWNLOAD_BUTTON}>
          {t(SIMULATOR.download)}
        </Button>
      </div>
    </Form>
  );
}

function RuleChoice({
  values,
  choices,
  error,
  adding,
  prefix,
}: Props & { readonly prefix: (typeof PREFIXES)[number] }) {
  const t = useText();
  const language = useLanguage();
  const chosen = field(values, `${prefix}rule`);
  const isFirst = prefix === "a.";
  const versions = choices.rules.map(({ ruleId, version, partnerName, potName, validFrom }): Option => {
    const since = formatDay(validFrom, language);
    const label = `${partnerName} · ${potName} · v${version} · ${since}`;
    return { value: choiceOf(ruleId, version), label: { fr: label, en: label } };
  });
  const isDraft = chosen === DRAFT || (isFirst && chosen === "");
  const isWrong = error?.fields.some((one) => one.field.startsWith(prefix) && !/\.(rule|potCents)$/.test(one.field));
  return (
    <>
      <Select
        name={`${prefix}rule`}
        label={SIMULATOR.rule}
        hint={isFirst ? undefined : SIMULATOR.noSecond}
        options={[{ value: DRAFT, label: SIMULATOR.draftChoice }, ...versions]}
        value={isFirst && chosen === "" ? DRAFT : chosen}
        errors={error?.fields}
        optional={!isFirst}
      />
      <MoneyField
        name={`${prefix}potCents`}
        label={SIMULATOR.pot}
        hint={SIMULATOR.potHint}
        value={field(values, `${prefix}potCents`)}
        errors={error?.fields}
        optional
      />
      <details open={isDraft || isWrong || adding?.startsWith(prefix)}>
        <summary>{t(SIMULATOR.writeDraft)}</summary>
        <RuleFields values={values} errors={error?.fields} prefix={prefix} adding={adding} heading="h3" />
      </details>
    </>
  );
}

function GiftFields({ values, choices, error }: Props) {
  const t = useText();
  const source = field(values, "source") || "crowd";
  const shared = (name: string) => ({ name, value: field(values, name), errors: error?.fields });
  const part = (name: string, title: Text, children: ComponentChildren) => (
    <details open={source === name}>
      <summary>{t(title)}</summary>
      {children}
    </details>
  );
  return (
    <>
      <Choice
        {...shared("source")}
        value={source}
        legend={SIMULATOR.source}
        options={(["crowd", "past", "csv"] as const).map((value) => ({ value, label: SIMULATOR[value] }))}
      />
      {part("crowd", SIMULATOR.crowd, <CrowdFields shared={shared} />)}
      {part(
        "past",
        SIMULATOR.past,
        <>
          <p class="hint">{t(SIMULATOR.pastHint)}</p>
          <Choice
            name="campaignIds"
            legend={SIMULATOR.campaignChoice}
            hint={SIMULATOR.campaignChoiceHint}
            options={choices.campaigns.map(({ id, title }) => ({ value: id, label: { fr: title, en: title } }))}
            value={fieldValues(values, "campaignIds")}
            errors={error?.fields}
            several
            optional
          />
          <Field {...shared("from")} label={SIMULATOR.from} type="date" optional />
          <Field {...shared("until")} label={SIMULATOR.until} type="date" optional />
        </>,
      )}
      {part(
        "csv",
        SIMULATOR.csv,
        <>
          {error !== undefined && source === "csv" && <p class="hint">{t(SIMULATOR.fileAgain)}</p>}
          <FileField
            name="file"
            label={SIMULATOR.file}
            hint={SIMULATOR.fileHint}
            accept=".csv,text/csv"
            errors={error?.fields}
            optional
          />
          <Field {...shared("lines")} label={SIMULATOR.lines} rows={6} optional />
          <FileColumns />
        </>,
      )}
      <CheckBox
        name="shifted"
        label={SIMULATOR.shifted}
        hint={SIMULATOR.shiftedHint}
        checked={field(values, "shifted") === "on"}
      />
    </>
  );
}

type Shared = {
  readonly shared: (name: string) => { name: string; value: string; errors: AppError["fields"] | undefined };
};

const CrowdFields = ({ shared }: Shared) => (
  <>
    <Choice
      {...shared("kind")}
      legend={SIMULATOR.crowdKind}
      options={CROWDS.map((value) => ({ value, label: CROWD_NAMES[value] }))}
    />
    <Field {...shared("gifts")} label={SIMULATOR.giftCount} hint={SIMULATOR.giftCountHint} inputMode="numeric" />
    <MoneyField {...shared("meanCents")} label={SIMULATOR.mean} />
    <Field {...shared("days")} label={SIMULATOR.days} inputMode="numeric" />
    <Field {...shared("startsOn")} label={SIMULATOR.startsOn} hint={SIMULATOR.startsOnHint} type="date" optional />
    <Field {...shared("campaigns")} label={SIMULATOR.campaigns} inputMode="numeric" />
    <MoneyField {...shared("goalCents")} label={SIMULATOR.goal} />
    <Field {...shared("departements")} label={SIMULATOR.departements} hint={SIMULATOR.departementsHint} optional />
    <Field {...shared("seed")} label={SIMULATOR.seed} hint={SIMULATOR.seedHint} inputMode="numeric" />
  </>
);
