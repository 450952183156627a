import { permits } from "../domain/permissions.ts";
import { field } from "../http/page-kit.tsx";
import { useText } from "../ui/context.ts";
import { Field } from "../ui/field.tsx";
import { Button, ErrorSummary, Form } from "../ui/form.tsx";
import { Euros, Facts, Notice, On, When } from "../ui/show.tsx";
import { Invoices } from "./invoices-view.tsx";
import { REPORT as TEXTS } from "./messages.ts";
import { Reading, type ReportProps, Writing } from "./report-lines.tsx";
import { Standing } from "./report-table.tsx";

/** One report: to write for the holder, to examine for the fund, to read for both. */
export function ReportPage(props: ReportProps) {
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

function Returned({ detail: { report, grant, unspentCents, reference } }: Pick<ReportProps, "detail">) {
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

function Deciding({ detail: { grant }, typed, error }: ReportProps) {
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
