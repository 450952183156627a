import { VOTES } from "../domain/committee/result.ts";
import type { AppError } from "../errors.ts";
import { field, type Form as Typed } from "../http/page-kit.tsx";
import { Paragraphs } from "../projects/plan-view.tsx";
import { Choice } from "../ui/choice.tsx";
import { useText } from "../ui/context.ts";
import { Field, MoneyField } from "../ui/field.tsx";
import { ActionButton, Button, ErrorSummary, Form } from "../ui/form.tsx";
import { Euros, Facts, Notice, On, StateTag, Table } from "../ui/show.tsx";
import { SESSION_STATES } from "./committee-views.tsx";
import { MAJORITY_NAMES, REASON_NAMES, VOTE_NAMES } from "./messages.ts";
import { Minutes } from "./minutes-view.tsx";
import { COMMITTEE, OWN_GRANT, quorumWords, TIES } from "./page-messages.ts";
import type { CaseDetail, SessionDetail } from "./read-session.ts";

type SessionProps = { readonly session: SessionDetail; readonly error: AppError | undefined };

const nameOf = ({ members }: SessionDetail, userId: string) =>
  members.find((one) => one.userId === userId)?.name || userId;

/** A session: its applications with the reader's own part, its close for the chair, and its minutes. */
export function SessionPage({ session, error }: SessionProps) {
  const t = useText();
  const { id, state } = session;
  return (
    <>
      <p>
        <a href="/comite">{t(COMMITTEE.title)}</a>
      </p>
      <h1>
        {t(COMMITTEE.title)}, <On date={session.heldOn} />
      </h1>
      <p>
        <StateTag {...SESSION_STATES[state]} />
      </p>
      <ErrorSummary error={error} />
      <Facts
        facts={[
          [COMMITTEE.envelope, <Euros cents={session.envelopeCents} />],
          [COMMITTEE.quorumRule, t(quorumWords(session))],
          [COMMITTEE.majority, t(MAJORITY_NAMES[session.majority])],
          [COMMITTEE.chair, nameOf(session, session.chairId)],
          [COMMITTEE.secretary, nameOf(session, session.secretaryId)],
        ]}
      />
      <CaseTable session={session} />
      {state === "open" && !session.isChair && <Notice>{t(COMMITTEE.chairCloses)}</Notice>}
      {state === "open" && session.isChair && (
        <Notice tone="warning">
          <p>{t(COMMITTEE.closeNote)}</p>
          <ActionButton action={`/comite/seances/${id}/cloture`} label={COMMITTEE.close} kind="danger" />
        </Notice>
      )}
      <Minutes session={session} />
    </>
  );
}

type Case = SessionDetail["cases"][number];

function CaseTable({ session }: { readonly session: SessionDetail }) {
  const t = useText();
  const part = (one: Case) =>
    one.tie !== null ? COMMITTEE.tied : one.ownVote !== null ? COMMITTEE.voted : COMMITTEE.toVote;
  return (
    <Table
      caption={COMMITTEE.cases}
      rows={session.cases}
      columns={[
        {
          heading: OWN_GRANT.project,
          cell: (one) => <a href={`/comite/seances/${session.id}/dossiers/${one.applicationId}`}>{one.projectTitle}</a>,
        },
        { heading: OWN_GRANT.holder, cell: (one) => one.organisationName },
        { heading: COMMITTEE.asked, numeric: true, cell: (one) => <Euros cents={one.askedCents} /> },
        { heading: COMMITTEE.votes, numeric: true, cell: (one) => one.votes },
        ...(session.state !== "open"
          ? [{ heading: COMMITTEE.decision, cell: (one: Case) => <Decision of={one} /> }]
          : session.isMember
            ? [{ heading: COMMITTEE.yourPart, cell: (one: Case) => t(part(one)) }]
            : []),
      ]}
    />
  );
}

function Decision({ of: { reason, amountCents } }: { readonly of: Case }) {
  const t = useText();
  const words = Object.entries(REASON_NAMES).find(([name]) => name === reason)?.[1];
  return (
    <>
      {words !== undefined && t(words)}
      {amountCents !== null && amountCents > 0n && (
        <>
          , <Euros cents={amountCents} />
        </>
      )}
    </>
  );
}

type CaseProps = { readonly found: CaseDetail; readonly typed: Typed; readonly error: AppError | undefined };

/** One application before the committee: tie first, then scores, then the vote; the others' scores after it. */
export function CasePage({ found, typed, error }: CaseProps) {
  const t = useText();
  const { session, application, tie, ownVote, canAct } = found;
  const here = `/comite/seances/${session.id}/dossiers/${application.id}`;
  return (
    <>
      <p>
        <a href={`/comite/seances/${session.id}`}>{t(COMMITTEE.back)}</a>
      </p>
      <h1>{application.projectTitle}</h1>
      <ErrorSummary error={error} />
      {tie !== undefined && <Notice tone="warning">{t(TIES[tie])}</Notice>}
      <Facts
        facts={[
          [OWN_GRANT.holder, application.organisationName],
          [OWN_GRANT.campaign, application.campaignTitle ?? t(OWN_GRANT.noCampaign)],
          [OWN_GRANT.asked, <Euros cents={application.askedCents} />],
          ...(ownVote === null ? [] : ([[COMMITTEE.yourVote, t(VOTE_NAMES[ownVote])]] as const)),
        ]}
      />
      <h2>{t(OWN_GRANT.purpose)}</h2>
      <Paragraphs text={application.purpose} />
      {canAct && (
        <>
          <TieForm here={here} typed={typed} error={error} />
          <ScoreForm here={here} found={found} typed={typed} error={error} />
          <VoteForm here={here} typed={typed} error={error} />
        </>
      )}
      {!canAct && found.ownScores.length > 0 && (
        <ScoreTable caption={COMMITTEE.yourScores} found={found} scores={found.ownScores} />
      )}
      {found.otherScores !== null && (
        <ScoreTable
          caption={session.isMember ? COMMITTEE.others : COMMITTEE.scores}
          found={found}
          scores={found.otherScores}
        />
      )}
    </>
  );
}

type ScoresProps = {
  readonly caption: (typeof COMMITTEE)["others" | "scores" | "yourScores"];
  readonly found: CaseDetail;
  readonly scores: CaseDetail["ownScores"];
};

const ScoreTable = ({ caption, found, scores }: ScoresProps) => (
  <Table
    caption={caption}
    rows={scores}
    columns={[
      { heading: COMMITTEE.member, cell: (one) => one.name || "–" },
      { heading: COMMITTEE.criterion, cell: (one) => found.criteria[one.position]?.label },
      {
        heading: COMMITTEE.score,
        numeric: true,
        cell: (one) => `${one.score} / ${found.criteria[one.position]?.scale ?? ""}`,
      },
      { heading: COMMITTEE.comment, cell: (one) => one.comment },
    ]}
  />
);

type FormProps = { readonly here: string; readonly typed: Typed; readonly error: AppError | undefined };

function TieForm({ here, typed, error }: FormProps) {
  const t = useText();
  return (
    <details open={typed.reason !== undefined}>
      <summary>{t(COMMITTEE.tie)}</summary>
      <p>{t(COMMITTEE.tieNote)}</p>
      <Form action={`${here}/lien`}>
        <Field
          name="reason"
          label={COMMITTEE.tieReason}
          rows={2}
          value={field(typed, "reason")}
          errors={error?.fields}
        />
        <Button kind="danger">{t(COMMITTEE.tie)}</Button>
      </Form>
    </details>
  );
}

function ScoreForm({ here, found, typed, error }: FormProps & { readonly found: CaseDetail }) {
  const t = useText();
  const own = (position: number) => found.ownScores.find((one) => one.position === position);
  return (
    <section>
      <h2>{t(COMMITTEE.yourScores)}</h2>
      <Form action={`${here}/notes`}>
        {found.criteria.map(({ label, description, scale }, position) => (
          <fieldset key={position}>
            <legend>{label}</legend>
            {description !== "" && <p class="hint">{description}</p>}
            <Field
              name={`scores.${position}.score`}
              label={COMMITTEE.score}
              inputMode="numeric"
              unit={`/ ${scale}`}
              value={field(typed, `scores.${position}.score`) || String(own(position)?.score ?? "")}
              errors={error?.fields}
            />
            <Field
              name={`scores.${position}.comment`}
              label={COMMITTEE.comment}
              optional
              value={field(typed, `scores.${position}.comment`) || (own(position)?.comment ?? "")}
              errors={error?.fields}
            />
          </fieldset>
        ))}
        <Button kind="secondary">{t(COMMITTEE.saveScores)}</Button>
      </Form>
    </section>
  );
}

function VoteForm({ here, typed, error }: FormProps) {
  const t = useText();
  return (
    <section>
      <h2>{t(COMMITTEE.yourVote)}</h2>
      <p>{t(COMMITTEE.voteNote)}</p>
      <Form action={`${here}/vote`}>
        <Choice
          name="vote"
          legend={COMMITTEE.yourVote}
          options={VOTES.map((value) => ({ value, label: VOTE_NAMES[value] }))}
          value={field(typed, "vote")}
          errors={error?.fields}
        />
        <MoneyField
          name="amountCents"
          label={COMMITTEE.amount}
          optional
          value={field(typed, "amountCents")}
          errors={error?.fields}
        />
        <Button>{t(COMMITTEE.vote)}</Button>
      </Form>
    </section>
  );
}
