import type { Actor } from "../domain/actor.ts";
import { permits } from "../domain/permissions.ts";
import { gapOf } from "../domain/spending-report.ts";
import type { AppError } from "../errors.ts";
import { field, type Form as Typed } from "../http/page-kit.tsx";
import type { Text } from "../i18n/text.ts";
import { useText } from "../ui/context.ts";
import { Field, MoneyField } from "../ui/field.tsx";
import { Button, Form } from "../ui/form.tsx";
import { formatEuros } from "../ui/format.ts";
import { Euros, Facts, Table } from "../ui/show.tsx";
import { REPORT as TEXTS } from "./messages.ts";
import type { ReportDetail } from "./queries.ts";

export type ReportProps = {
  readonly actor: Actor;
  readonly detail: ReportDetail;
  readonly typed: Typed;
  readonly error?: AppError | undefined;
};

/** Budget against spending, to read. */
export function Reading({ detail }: Pick<ReportProps, "detail">) {
  const t = useText();
  return (
    <section>
      <h2>{t(TEXTS.lines)}</h2>
      <Table
        caption={TEXTS.lines}
        titled
        rows={detail.lines}
        columns={[
          { heading: TEXTS.line, cell: (line) => line.label },
          { heading: TEXTS.budget, numeric: true, cell: (line) => <Euros cents={line.budgetCents} /> },
          { heading: TEXTS.spent, numeric: true, cell: (line) => <Euros cents={line.spentCents} /> },
          { heading: TEXTS.gap, cell: (line) => t(gapInWords(line)) },
          { heading: TEXTS.comment, cell: (line) => line.comment },
        ]}
      />
      <Sums detail={detail} />
      {detail.report?.comment && <p>{detail.report.comment}</p>}
    </section>
  );
}

const Sums = ({ detail }: Pick<ReportProps, "detail">) => (
  <Facts
    facts={[
      [TEXTS.total, <Euros cents={detail.spentCents} />],
      [TEXTS.other, <Euros cents={detail.report?.otherFundingCents ?? 0n} />],
      [TEXTS.ofGrant, <Euros cents={detail.spentOfGrantCents} />],
      [TEXTS.grant, <Euros cents={detail.grant.amountCents} />],
      [TEXTS.unspent, <Euros cents={detail.unspentCents} />],
    ]}
  />
);

function gapInWords(line: { readonly budgetCents: bigint; readonly spentCents: bigint }): Text {
  const { kind, cents, percent } = gapOf(line);
  if (kind === "as-planned") return TEXTS.asPlanned;
  const [fr, en] = [formatEuros(cents, "fr"), formatEuros(cents, "en")];
  return kind === "over"
    ? { fr: `${fr} de plus que prévu (${percent} %)`, en: `${en} more than planned (${percent}%)` }
    : { fr: `${fr} de moins que prévu (${percent} %)`, en: `${en} less than planned (${percent}%)` };
}

/** The same to write, for the holder. */
export function Writing({ actor, detail, typed, error }: ReportProps) {
  const t = useText();
  const { grant, lines } = detail;
  const shared = (name: string) => ({ name, value: field(typed, name), errors: error?.fields });
  const ofLine = (number: number, text: Text): Text => ({
    fr: `Ligne ${number} : ${text.fr.toLowerCase()}`,
    en: `Line ${number}: ${text.en.toLowerCase()}`,
  });
  return (
    <section>
      <h2>{t(TEXTS.lines)}</h2>
      <Form action={`/subventions/${grant.id}/compte-rendu`}>
        {lines.map((line, index) => (
          <fieldset class="field rows" key={line.position}>
            <legend>
              {index + 1}. {line.label} ({t(TEXTS.budget)} : <Euros cents={line.budgetCents} />)
            </legend>
            <MoneyField
              {...shared(`lines.${line.position}.spentCents`)}
              label={ofLine(index + 1, TEXTS.spent)}
              hint={undefined}
            />
            <Field
              {...shared(`lines.${line.position}.comment`)}
              label={ofLine(index + 1, TEXTS.comment)}
              maxLength={500}
              optional
            />
          </fieldset>
        ))}
        <MoneyField {...shared("otherFundingCents")} label={TEXTS.other} optional />
        <Field {...shared("comment")} label={TEXTS.words} hint={TEXTS.wordsHint} rows={5} maxLength={4_000} optional />
        {detail.report !== undefined && <Sums detail={detail} />}
        <div class="buttons">
          <Button kind="secondary">{t(TEXTS.save)}</Button>
          {permits(actor, "spending-report.submit", grant.organisationId) && (
            <Button name="then" value="submit">
              {t(TEXTS.submit)}
            </Button>
          )}
        </div>
      </Form>
    </section>
  );
}
