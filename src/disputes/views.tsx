import type { Actor } from "../domain/actor.ts";
import { permits } from "../domain/permissions.ts";
import type { AppError } from "../errors.ts";
import { field, type Form as Typed } from "../http/page-kit.tsx";
import type { Text } from "../i18n/text.ts";
import { DISPUTE_STATE_NAMES } from "../refunds/page-messages.ts";
import { useText } from "../ui/context.ts";
import { Field } from "../ui/field.tsx";
import { Button, ErrorSummary, Form } from "../ui/form.tsx";
import { BackTo, Euros, Facts, Notice, StateTag, Table, When } from "../ui/show.tsx";
import { answerRefused, DISPUTE, disputeReason, GIFT_PART, OUTCOMES, timeLeft } from "./messages.ts";
import type { DisputeDetail, DisputeSummary } from "./queries.ts";

const State = ({ state }: Pick<DisputeSummary, "state">) => (
  <StateTag
    label={DISPUTE_STATE_NAMES[state] ?? DISPUTE.state}
    tone={state === "won" ? "good" : state === "lost" ? "bad" : "waiting"}
  />
);

type Due = { readonly dispute: DisputeSummary; readonly now: Date };

const isUndecided = ({ state }: DisputeSummary) => state === "inquiry" || state === "open";

const DueDate = ({ dispute, now }: Due) => {
  const t = useText();
  const { evidenceDueAt, isAnswered } = dispute;
  if (isAnswered) return <>{t(DISPUTE.answered)}</>;
  if (evidenceDueAt === null || !isUndecided(dispute)) return <>{t(DISPUTE.noDue)}</>;
  return (
    <>
      <When at={evidenceDueAt} time /> ({t(timeLeft(evidenceDueAt, now))})
    </>
  );
};

type TableProps = {
  readonly caption: Text;
  readonly titled?: boolean;
  readonly rows: readonly DisputeSummary[];
  readonly now: Date;
};

export const DisputeTable = ({ caption, titled, rows, now }: TableProps) => (
  <Table
    caption={caption}
    titled={titled === true}
    rows={rows}
    empty={DISPUTE.empty}
    columns={[
      { heading: DISPUTE.campaign, cell: (row) => <a href={`/contestations/${row.id}`}>{row.campaignTitle}</a> },
      { heading: DISPUTE.openedOn, cell: (row) => <When at={row.openedAt} /> },
      { heading: DISPUTE.dueOn, cell: (row) => <DueDate dispute={row} now={now} /> },
      { heading: DISPUTE.amount, numeric: true, cell: (row) => <Euros cents={row.amountCents} /> },
      { heading: DISPUTE.state, cell: (row) => <State state={row.state} /> },
    ]}
  />
);

type Props = {
  readonly actor: Actor;
  readonly dispute: DisputeDetail;
  readonly typed: Typed;
  readonly error?: AppError | undefined;
};

/** One dispute: what the bank says, until when it waits, and what the fund answers (F4). */
export function DisputePage({ actor, dispute, typed, error }: Props) {
  const t = useText();
  const { withdrawnAt, endedAt, now, refusal } = dispute;
  const outcome = OUTCOMES[dispute.state];
  const facts: (readonly [Text, preact.ComponentChildren] | undefined)[] = [
    [DISPUTE.campaign, dispute.campaignTitle],
    [DISPUTE.amount, <Euros cents={dispute.amountCents} />],
    withdrawnAt === null ? undefined : [GIFT_PART[dispute.state], <Euros cents={dispute.giftCents} />],
    [DISPUTE.reason, t(disputeReason(dispute.reason))],
    [DISPUTE.openedOn, <When at={dispute.openedAt} />],
    withdrawnAt === null ? undefined : [DISPUTE.withdrawnOn, <When at={withdrawnAt} />],
    isUndecided(dispute) && !dispute.isAnswered ? [DISPUTE.dueOn, <DueDate dispute={dispute} now={now} />] : undefined,
    endedAt === null ? undefined : [DISPUTE.endedOn, <When at={endedAt} />],
    [DISPUTE.reference, dispute.stripeDisputeId],
  ];
  return (
    <>
      <BackTo href="/contestations" list={DISPUTE.title} />
      <h1>{t(DISPUTE.one)}</h1>
      <p>
        <State state={dispute.state} />
      </p>
      <ErrorSummary error={error} />
      <Facts facts={facts.filter((fact) => fact !== undefined)} />
      <p>
        <a href={`/dons/${dispute.pledgeId}/remboursement`}>{t(DISPUTE.gift)}</a>
      </p>
      {outcome !== undefined && <Notice>{t(outcome)}</Notice>}
      {dispute.answers.length > 0 && <Answers answers={dispute.answers} />}
      {outcome === undefined &&
        permits(actor, "dispute.answer") &&
        (refusal === undefined ? (
          <Answering dispute={dispute} typed={typed} error={error} />
        ) : (
          <Notice>{t(answerRefused(refusal).text)}</Notice>
        ))}
    </>
  );
}

const Answers = ({ answers }: Pick<DisputeDetail, "answers">) => {
  const t = useText();
  return (
    <Table
      caption={DISPUTE.answers}
      rows={answers}
      columns={[
        { heading: DISPUTE.writtenOn, cell: (row) => <When at={row.answeredAt} time /> },
        {
          heading: DISPUTE.kind,
          cell: (row) => t(row.kind === "evidence" ? DISPUTE.kindEvidence : DISPUTE.kindAcceptance),
        },
        { heading: DISPUTE.text, cell: (row) => row.text },
        {
          heading: DISPUTE.state,
          cell: (row) =>
            row.refusal === null ? t(row.sentAt === null ? DISPUTE.sending : DISPUTE.sent) : t(DISPUTE.refused),
        },
      ]}
    />
  );
};

function Answering({ dispute, typed, error }: Omit<Props, "actor">) {
  const t = useText();
  const action = `/contestations/${dispute.id}/reponse`;
  const isOf = (kind: string) => field(typed, "kind") === kind;
  return (
    <section>
      <h2>{t(DISPUTE.answer)}</h2>
      <p>{t(DISPUTE.answerHint)}</p>
      <Form action={action}>
        <Field
          name="text"
          label={DISPUTE.evidence}
          hint={DISPUTE.evidenceHint}
          rows={8}
          maxLength={20_000}
          value={isOf("evidence") ? field(typed, "text") : ""}
          errors={isOf("evidence") ? error?.fields : undefined}
        />
        <Button name="kind" value="evidence">
          {t(DISPUTE.send)}
        </Button>
      </Form>
      <details open={isOf("acceptance")}>
        <summary>{t(DISPUTE.accept)}</summary>
        <p>{t(DISPUTE.acceptHint)}</p>
        <Form action={action}>
          <Field
            name="text"
            label={DISPUTE.why}
            maxLength={2_000}
            value={isOf("acceptance") ? field(typed, "text") : ""}
            errors={isOf("acceptance") ? error?.fields : undefined}
          />
          <Button name="kind" value="acceptance" kind="danger">
            {t(DISPUTE.accept)}
          </Button>
        </Form>
      </details>
    </section>
  );
}
