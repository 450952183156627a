import type { Actor } from "../domain/actor.ts";
import { permits } from "../domain/permissions.ts";
import type { AppError } from "../errors.ts";
import type { Form as Typed } from "../http/page-kit.tsx";
import type { Page } from "../http/pagination.ts";
import type { Text } from "../i18n/text.ts";
import { useText } from "../ui/context.ts";
import { ErrorSummary } from "../ui/form.tsx";
import { Euros, Facts, Notice, StateTag, Table, When, Words } from "../ui/show.tsx";
import type { OpenCorrection } from "./correction-queries.ts";
import { CorrectionForm, CorrectionToConfirm } from "./correction-views.tsx";
import { awaitedGifts, ROUND, reasonText, roundOf, STAGES, whenShared } from "./page-messages.ts";
import type { ResultSummary, RoundDetail, RoundSummary } from "./queries.ts";
import type { CampaignShare } from "./summary.ts";

export function RoundList({ rounds }: { readonly rounds: Page<RoundSummary> }) {
  const t = useText();
  return (
    <>
      <h1>{t(ROUND.list)}</h1>
      <p>{t(ROUND.listIntro)}</p>
      <Table
        caption={ROUND.list}
        titled
        rows={rounds.items}
        empty={ROUND.none}
        columns={[
          { heading: ROUND.partner, cell: (row) => <a href={`/tours/${row.id}`}>{row.partnerName}</a> },
          { heading: ROUND.period, cell: (row) => <Period of={row} /> },
          { heading: ROUND.budget, numeric: true, cell: (row) => <Euros cents={row.budgetCents} /> },
          {
            heading: ROUND.shared,
            numeric: true,
            cell: (row) => (row.sharedCents === null ? t(ROUND.notYet) : <Euros cents={row.sharedCents} />),
          },
        ]}
      />
      {rounds.nextCursor !== null && (
        <p>
          <a href={`/tours?suite=${encodeURIComponent(rounds.nextCursor)}`}>{t(ROUND.older)}</a>
        </p>
      )}
    </>
  );
}

const Period = ({ of: { startsAt, endsAt } }: { readonly of: { readonly startsAt: Date; readonly endsAt: Date } }) => (
  <>
    <When at={startsAt} /> <Words text={ROUND.until} /> <When at={new Date(endsAt.getTime() - 1)} />
  </>
);

type RoundProps = {
  readonly actor: Actor;
  readonly round: RoundDetail;
  readonly correction: OpenCorrection | undefined;
  readonly typed: Typed;
  readonly error?: AppError | undefined;
};

/** A round for anybody: its rule, its estimate while it runs, its results, and for staff their correction. */
export function RoundPage({ actor, round, correction, typed, error }: RoundProps) {
  const t = useText();
  return (
    <>
      <h1>{t(roundOf(round.partnerName))}</h1>
      <ErrorSummary error={error} />
      <p>{t(round.sentence)}</p>
      <Facts
        facts={[
          [ROUND.period, <Period of={round} />],
          [ROUND.budget, <Euros cents={round.budgetCents} />],
          [{ fr: "État", en: "State" }, <Stage round={round} />],
        ]}
      />
      {round.seesAll && (
        <p>
          <a href={`/partenaires/${round.agreementId}`}>{t(ROUND.agreement)}</a>
        </p>
      )}
      <Shares round={round} />
      <Results round={round} />
      {correction !== undefined && <CorrectionToConfirm actor={actor} roundId={round.id} correction={correction} />}
      {correction === undefined && round.results.length > 0 && permits(actor, "round.correct") && (
        <CorrectionForm roundId={round.id} typed={typed} error={error} />
      )}
      <section>
        <h2>{t(ROUND.how)}</h2>
        <p>{t(round.isQuadratic ? ROUND.howQuadratic : ROUND.howProRata)}</p>
      </section>
    </>
  );
}

function Stage({ round }: { readonly round: RoundDetail }) {
  const { stage, isSuspended } = round;
  const isWaitingOnAgreement = isSuspended && stage.kind !== "closed";
  const label: Text = isWaitingOnAgreement ? STAGES.suspended : STAGES[stage.kind];
  return <StateTag label={label} tone={stage.kind === "closed" ? "good" : "waiting"} />;
}

function Shares({ round }: { readonly round: RoundDetail }) {
  const t = useText();
  const { shares, stage, seesAll } = round;
  const isClosed = stage.kind === "closed";
  return (
    <section>
      <h2>{t(isClosed ? ROUND.result : ROUND.estimate)}</h2>
      {!isClosed && (
        <Notice>
          <p>{t(ROUND.estimateNote)}</p>
          <p>{t(whenShared)}</p>
          {stage.kind === "waiting" && stage.awaited > 0 && <p>{t(awaitedGifts(stage.awaited))}</p>}
        </Notice>
      )}
      <Facts
        facts={[
          [ROUND.budget, <Euros cents={shares.budgetCents} />],
          [isClosed ? ROUND.shared : ROUND.wouldShare, <Euros cents={shares.sharedCents} />],
        ]}
      />
      {isClosed && shares.budgetCents < round.budgetCents && <p>{t(ROUND.shortOfBudget)}</p>}
      {isClosed && shares.sharedCents < shares.budgetCents && <p>{t(ROUND.leftOver)}</p>}
      <CampaignTable campaigns={shares.campaigns} />
      {shares.excluded.length > 0 && (
        <Table
          caption={ROUND.excluded}
          rows={shares.excluded}
          columns={[
            { heading: ROUND.reason, cell: (row) => t(reasonText(row.reason)) },
            { heading: ROUND.number, numeric: true, cell: (row) => row.gifts ?? t(ROUND.few) },
          ]}
        />
      )}
      {!seesAll && <p>{t(ROUND.small)}</p>}
    </section>
  );
}

function CampaignTable({ campaigns }: { readonly campaigns: readonly CampaignShare[] }) {
  const t = useText();
  return (
    <Table
      caption={ROUND.campaigns}
      rows={campaigns}
      empty={ROUND.noGift}
      columns={[
        { heading: ROUND.campaign, cell: (row) => <a href={`/collectes/${row.slug}`}>{row.title}</a> },
        { heading: ROUND.donors, numeric: true, cell: (row) => row.donors ?? t(ROUND.few) },
        {
          heading: ROUND.gifts,
          numeric: true,
          cell: (row) => (row.giftsCents === null ? t(ROUND.hidden) : <Euros cents={row.giftsCents} />),
        },
        { heading: ROUND.share, numeric: true, cell: (row) => <Euros cents={row.sharedCents} /> },
      ]}
    />
  );
}

function Results({ round }: { readonly round: RoundDetail }) {
  const t = useText();
  if (round.results.length === 0) return null;
  const own = (result: ResultSummary) => `/tours/${round.id}/versions/${result.version}`;
  return (
    <section>
      <Table
        caption={ROUND.versions}
        rows={round.results.toReversed()}
        columns={[
          { heading: ROUND.version, numeric: true, cell: (row) => row.version },
          { heading: ROUND.closedOn, cell: (row) => <When at={row.closedAt} time /> },
          { heading: ROUND.shared, numeric: true, cell: (row) => <Euros cents={row.sharedCents} /> },
          { heading: ROUND.because, cell: (row) => row.reason ?? t(ROUND.first) },
          { heading: ROUND.giftsTitle, cell: (row) => <a href={own(row)}>{t(ROUND.everyGift)}</a> },
        ]}
      />
    </section>
  );
}
