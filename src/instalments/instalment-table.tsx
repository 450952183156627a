import type { Actor } from "../domain/actor.ts";
import { permits } from "../domain/permissions.ts";
import { useText } from "../ui/context.ts";
import { Field } from "../ui/field.tsx";
import { Button, ButtonLink, Form } from "../ui/form.tsx";
import { Euros, Notice, On, StateTag, Table } from "../ui/show.tsx";
import { INSTALMENTS, SCHEDULE, STATE_NAMES } from "./page-messages.ts";
import type { Instalment } from "./read-schedule.ts";

export function InstalmentTag({ one }: { readonly one: Instalment }) {
  if (one.paidCents > 0n && one.paidCents === one.takenCents && one.leftCents === 0n) {
    return <StateTag label={INSTALMENTS.paid} tone="good" />;
  }
  if (one.takenCents > one.paidCents) return <StateTag label={INSTALMENTS.asked} tone="waiting" />;
  const tone = one.state === "accepted" ? "good" : one.state === "cancelled" ? "bad" : "waiting";
  return <StateTag label={STATE_NAMES[one.state]} tone={one.state === "locked" ? "neutral" : tone} />;
}

type Props = {
  readonly actor: Actor;
  readonly grant: {
    readonly id: string;
    readonly organisationId: string;
    readonly fundSignedAt: Date | null;
    readonly suspendedReason: string | null;
  };
  readonly instalments: readonly Instalment[];
};

/** A grant's instalments in order, each leading to its page, and what staff may change of the whole. */
export function Instalments({ actor, grant, instalments }: Props) {
  const t = useText();
  const mayEdit = grant.fundSignedAt === null && permits(actor, "instalment.edit", grant.organisationId);
  return (
    <section>
      <h2>{t(INSTALMENTS.title)}</h2>
      {grant.suspendedReason !== null && (
        <Notice tone="warning">
          {t(INSTALMENTS.suspended)} {grant.suspendedReason}
        </Notice>
      )}
      <Table
        caption={INSTALMENTS.order}
        rows={instalments}
        columns={[
          {
            heading: INSTALMENTS.one,
            cell: (one) => (
              <a href={`/tranches/${one.id}`}>
                {one.number}. {one.label}
              </a>
            ),
          },
          { heading: INSTALMENTS.amount, numeric: true, cell: (one) => <Euros cents={one.amountCents} /> },
          { heading: INSTALMENTS.left, numeric: true, cell: (one) => <Euros cents={one.leftCents} /> },
          { heading: INSTALMENTS.dueOn, cell: (one) => <On date={one.dueOn} /> },
          { heading: INSTALMENTS.state, cell: (one) => <InstalmentTag one={one} /> },
        ]}
      />
      {mayEdit && (
        <ButtonLink href={`/subventions/${grant.id}/echeancier`} kind="secondary">
          {t(INSTALMENTS.edit)}
        </ButtonLink>
      )}
      {permits(actor, "grant.suspend", grant.organisationId) && (
        <Suspension grantId={grant.id} isSuspended={grant.suspendedReason !== null} />
      )}
    </section>
  );
}

function Suspension({ grantId, isSuspended }: { readonly grantId: string; readonly isSuspended: boolean }) {
  const t = useText();
  const label = isSuspended ? INSTALMENTS.resume : INSTALMENTS.suspend;
  return (
    <details>
      <summary>{t(label)}</summary>
      <Form action={`/subventions/${grantId}/${isSuspended ? "reprise" : "suspension"}`}>
        <Field name="reason" label={INSTALMENTS.reason} hint={INSTALMENTS.reasonHint} rows={2} maxLength={1_000} />
        <Button kind={isSuspended ? "secondary" : "danger"}>{t(label)}</Button>
      </Form>
    </details>
  );
}

/** Where an administrator sets how new grants are split. */
export const TemplateLink = () => <a href="/parametres/tranches">{useText()(SCHEDULE.template)}</a>;
