import { DisbursementFields } from "../disbursements/disbursement-fields.tsx";
import { DisbursementTable } from "../disbursements/disbursement-table.tsx";
import type { DisbursementSummary } from "../disbursements/queries.ts";
import type { Actor } from "../domain/actor.ts";
import { permits } from "../domain/permissions.ts";
import type { AppError } from "../errors.ts";
import { GRANT } from "../grants/page-messages.ts";
import { field, type Form as Typed } from "../http/page-kit.tsx";
import { useText } from "../ui/context.ts";
import { Field } from "../ui/field.tsx";
import { Button, ErrorSummary, Form } from "../ui/form.tsx";
import { eurosForInput } from "../ui/format.ts";
import { Euros, Facts, Notice, On, StateTag } from "../ui/show.tsx";
import { AnswerEvidence, EvidenceDraft, SentEvidenceList } from "./evidence-view.tsx";
import { InstalmentTag } from "./instalment-table.tsx";
import { INSTALMENTS, LIMITS, NEXT, NEXT_PAID, NEXT_UNSIGNED } from "./page-messages.ts";
import type { InstalmentDetail } from "./queries.ts";

export type InstalmentProps = {
  readonly actor: Actor;
  readonly instalment: InstalmentDetail;
  readonly disbursements: readonly DisbursementSummary[];
  readonly typed: Typed;
  readonly error?: AppError | undefined;
};

/** One instalment: what it asks for, what was shown, and what whoever looks may do now. */
export function InstalmentPage(props: InstalmentProps) {
  const { actor, instalment: one, disbursements, error } = props;
  const t = useText();
  return (
    <>
      <h1>
        {t(INSTALMENTS.one)} {one.number} : {one.label} <InstalmentTag one={one} />
      </h1>
      <ErrorSummary error={error} />
      {one.suspendedReason !== null && (
        <Notice tone="warning">
          {t(INSTALMENTS.suspended)} {one.suspendedReason}
        </Notice>
      )}
      <p>
        <a href={`/subventions/${one.grantId}`}>
          {t(INSTALMENTS.grant)} : {one.campaignTitle}
        </a>
      </p>
      <Facts
        facts={[
          [INSTALMENTS.amount, <Euros cents={one.amountCents} />],
          [INSTALMENTS.paidCents, <Euros cents={one.paidCents} />],
          [INSTALMENTS.left, <Euros cents={one.leftCents} />],
          [INSTALMENTS.condition, one.condition],
          [INSTALMENTS.evidence, one.evidenceAsked ?? t(INSTALMENTS.noEvidence)],
          [INSTALMENTS.dueOn, <DueOn one={one} />],
          ...(one.cancelledReason === null ? [] : [[INSTALMENTS.cancelledReason, one.cancelledReason] as const]),
        ]}
      />
      <h2>{t(INSTALMENTS.next)}</h2>
      <p>{t(nextOf(one))}</p>
      <Request {...props} />
      <EvidenceDraft {...props} />
      <SentEvidenceList {...props} />
      <AnswerEvidence {...props} />
      {disbursements.length > 0 && (
        <DisbursementTable caption={GRANT.disbursements} rows={disbursements} empty={GRANT.noDisbursements} />
      )}
      {one.state !== "cancelled" && permits(actor, "instalment.edit", one.organisationId) && <Limits {...props} />}
    </>
  );
}

const DueOn = ({ one }: { readonly one: InstalmentDetail }) => (
  <>
    <On date={one.dueOn} /> {one.isLate && <StateTag label={INSTALMENTS.late} tone="bad" />}
  </>
);

function nextOf(one: InstalmentDetail) {
  if (one.state !== "cancelled" && one.fundSignedAt === null) return NEXT_UNSIGNED;
  return one.state === "accepted" && one.leftCents < 100n ? NEXT_PAID : NEXT[one.state];
}

function Request({ actor, instalment: one, typed, error }: InstalmentProps) {
  const t = useText();
  const isOpen = one.state === "accepted" && one.fundSignedAt !== null && one.suspendedReason === null;
  if (!isOpen || one.leftCents < 100n || !permits(actor, "disbursement.request", one.organisationId)) return null;
  return (
    <section>
      <h2>{t(GRANT.request)}</h2>
      <p>{t(GRANT.requestHint)}</p>
      <Form action={`/tranches/${one.id}/versements`}>
        <DisbursementFields typed={{ amountCents: eurosForInput(one.leftCents), ...typed }} errors={error?.fields} />
        <Button>{t(GRANT.request)}</Button>
      </Form>
    </section>
  );
}

function Limits({ instalment: one, typed, error }: InstalmentProps) {
  const t = useText();
  const reason = (
    <Field
      name="reason"
      label={INSTALMENTS.reason}
      hint={INSTALMENTS.reasonHint}
      rows={2}
      maxLength={1_000}
      value={field(typed, "reason")}
      errors={error?.fields}
    />
  );
  return (
    <>
      <details open={one.isLate || undefined}>
        <summary>{t(LIMITS.extend)}</summary>
        <Form action={`/tranches/${one.id}/prolongation`}>
          <Field name="dueOn" label={LIMITS.newDay} type="date" value={field(typed, "dueOn")} errors={error?.fields} />
          {reason}
          <Button kind="secondary">{t(LIMITS.extend)}</Button>
        </Form>
      </details>
      <details>
        <summary>{t(LIMITS.cancel)}</summary>
        <p>{t(LIMITS.cancelHint)}</p>
        <Form action={`/tranches/${one.id}/annulation`}>
          <Field name="reason" label={INSTALMENTS.reason} rows={2} maxLength={1_000} />
          <Button kind="danger">{t(LIMITS.cancel)}</Button>
        </Form>
      </details>
    </>
  );
}
