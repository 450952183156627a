import type { Actor } from "../domain/actor.ts";
import { permits } from "../domain/permissions.ts";
import { gapOf, type ReportStanding } from "../domain/spending-report.ts";
import type { AppError } from "../errors.ts";
import { field, type Form as Typed } from "../http/page-kit.tsx";
import type { Text } from "../i18n/text.ts";
import { useText } from "../ui/context.ts";
import { Field, FileField, MoneyField } from "../ui/field.tsx";
import { Button, ErrorSummary, Form } from "../ui/form.tsx";
import { formatEuros } from "../ui/format.ts";
import { Euros, Facts, Notice, On, StateTag, Table, When } from "../ui/show.tsx";
import { STANDINGS, REPORT as TEXTS } from "./messages.ts";
import type { ReportDetail, ReportSummary } from "./queries.ts";

const TONES = {
  "not-yet": "neutral",
  "to-write": "waiting",
  late: "bad",
  "to-examine": "waiting",
  accepted: "good",
} as const satisfies Record<ReportStanding, string>;

const Standing = ({ standing }: { readonly standing: ReportStanding }) => (
  <StateTag label={STANDINGS[standing]} tone={TONES[standing]} />
);

export const ReportTable = ({
  caption,
  reports,
}: {
  readonly caption: Text;
  readonly reports: readonly ReportSummary[];
}) => (
  <Table
    caption={caption}
    rows={reports}
    empty={TEXTS.none}
    columns={[
      {
        heading: TEXTS.campaign,
        cell: (one) => <a href={`/subventions/${one.grantId}/compte-rendu`}>{one.campaignTitle}</a>,
      },
      { heading: TEXTS.organisation, cell: (one) => one.organisationName },
      { heading: TEXTS.projectEnd, cell: (one) => <On date={one.endsOn} /> },
      { heading: TEXTS.dueOn, cell: (one) => <On date={one.dueOn} /> },
      { heading: TEXTS.state, cell: (one) => <Standing standing={one.standing} /> },
    ]}
  />
);

export function ReportList({ reports }: { readonly reports: readonly ReportSummary[] }) {
  const t = useText();
  return (
    <>
      <h1>{t(TEXTS.list)}</h1>
      <p>{t(TEXTS.listIntro)}</p>
      <ReportTable caption={TEXTS.list} reports={reports} />
    </>
  );
}

type Props = {
  readonly actor: Actor;
  readonly detail: ReportDetail;
  readonly typed: Typed;
  readonly error?: AppError | undefined;
};

/** One report: to write for the holder, to examine for the fund, to read for both. */
export function ReportPage(props: Props) {
  const t = useText();
  const { actor, detail, error } = props;
  const { grant, report, standing, dueOn } = detail;
  const isOpen = report === undefined || report.state === "draft" || report.state === "changes_requested";
  const mayWrite =
    isOpen && grant.fundSignedAt !== null && permits(actor, "spending-report.write", grant.organisationId);
  return (
    <>
      <p>
        <a href={`/subventions/${grant.id}`}>{grant.campaignTitle}</a>
      </p>
      <h1>
        {t(TEXTS.title)} <Standing standing={standing} />
      </h1>
      <ErrorSummary error={error} />
      {standing === "late" && <Notice tone="warning">{t(TEXTS.late)}</Notice>}
      {report?.state === "changes_requested" && (
        <Notice tone="warning">
          {t(TEXTS.changesAsked)} {report.decisionNote}
        </Notice>
      )}
      <Facts
        facts={[
          [TEXTS.organisation, grant.organisationName],
          [TEXTS.projectEnd, <On date={grant.endsOn} />],
          [TEXTS.dueOn, <On date={dueOn} />],
          ...(report?.submittedAt ? [[TEXTS.handedInOn, <When at={report.submittedAt} />] as const] : []),
          ...(report?.decidedAt ? [[TEXTS.decidedOn, <When at={report.decidedAt} />] as const] : []),
        ]}
      />
      {report?.state === "accepted" && <Returned detail={detail} />}
      {mayWrite ? <Writing {...props} /> : <Reading detail={detail} />}
      <Invoices {...props} mayWrite={mayWrite} />
      {report?.state === "submitted" && permits(actor, "spending-report.decide") && <Deciding {...props} />}
    </>
  );
}

function Returned({ detail: { report, grant, unspentCents, reference } }: Pick<Props, "detail">) {
  const t = useText();
  if (report === undefined) return null;
  return (
    <section>
      <h2>{t(TEXTS.returned)}</h2>
      {unspentCents === 0n ? (
        <p>{t(TEXTS.allSpent)}</p>
      ) : (
        <Facts
          facts={[
            [TEXTS.keptBack, <Euros cents={report.keptBackCents ?? 0n} />],
            [TEXTS.claimed, <Euros cents={report.claimedCents ?? 0n} />],
            [TEXTS.toPots, <Euros cents={report.toPotsCents ?? 0n} />],
            [TEXTS.toReserve, <Euros cents={report.toReserveCents ?? 0n} />],
          ]}
        />
      )}
      {report.decisionNote && (
        <p>
          {t(TEXTS.noteOfFund)} : {report.decisionNote}
        </p>
      )}
      {grant.owedBackCents > 0n && (
        <Notice tone="warning">
          <p>
            {t(TEXTS.owed)} : <Euros cents={grant.owedBackCents} />. {t(TEXTS.reference)} : <strong>{reference}</strong>
          </p>
          <p>{t(TEXTS.howToRepay)}</p>
        </Notice>
      )}
    </section>
  );
}

function Reading({ detail }: Pick<Props, "detail">) {
  const t = useText();
  return (
    <section>
      <h2>{t(TEXTS.lines)}</h2>
      <Table
        caption={TEXTS.lines}
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

const Sums = ({ detail }: Pick<Props, "detail">) => (
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

function Writing({ actor, detail, typed, error }: Props) {
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

function Invoices({ detail, error, mayWrite }: Props & { readonly mayWrite: boolean }) {
  const t = useText();
  const { grant, lines, expenses } = detail;
  const nameOf = (position: number) => {
    const index = lines.findIndex((line) => line.position === position);
    return `${index + 1}. ${lines[index]?.label ?? ""}`;
  };
  return (
    <section>
      <h2>{t(TEXTS.invoices)}</h2>
      <Table
        caption={TEXTS.invoices}
        rows={expenses}
        empty={TEXTS.noInvoices}
        columns={[
          { heading: TEXTS.line, cell: (one) => nameOf(one.line) },
          { heading: TEXTS.supplier, cell: (one) => one.supplier },
          { heading: TEXTS.date, cell: (one) => <On date={one.spentOn} /> },
          { heading: TEXTS.amount, numeric: true, cell: (one) => <Euros cents={one.amountCents} /> },
        ]}
      />
      {mayWrite && (
        <Form action={`/subventions/${grant.id}/compte-rendu/factures`} upload>
          <FileField
            name="file"
            label={TEXTS.file}
            hint={TEXTS.invoicesHint}
            accept=".csv,text/csv"
            errors={error?.fields}
          />
          <Button kind="secondary">{t(TEXTS.importFile)}</Button>
        </Form>
      )}
    </section>
  );
}

function Deciding({ detail: { grant }, typed, error }: Props) {
  const t = useText();
  const action = (name: string) => `/subventions/${grant.id}/compte-rendu/${name}`;
  return (
    <section>
      <h2>{t(TEXTS.decide)}</h2>
      <p>{t(TEXTS.acceptHint)}</p>
      <Form action={action("acceptation")}>
        <Field name="acceptanceNote" label={TEXTS.noteOptional} rows={2} maxLength={2_000} optional />
        <Button>{t(TEXTS.accept)}</Button>
      </Form>
      <Form action={action("corrections")}>
        <Field
          name="note"
          label={TEXTS.whatToChange}
          rows={3}
          maxLength={2_000}
          value={field(typed, "note")}
          errors={error?.fields}
        />
        <Button kind="secondary">{t(TEXTS.askChanges)}</Button>
      </Form>
    </section>
  );
}
