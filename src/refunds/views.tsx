import type { ComponentChildren } from "preact";
import type { Actor } from "../domain/actor.ts";
import { permits } from "../domain/permissions.ts";
import { partsTotal } from "../domain/refund.ts";
import type { AppError } from "../errors.ts";
import { field, type Form as Typed } from "../http/page-kit.tsx";
import type { Page } from "../http/pagination.ts";
import type { Text } from "../i18n/text.ts";
import { useText } from "../ui/context.ts";
import { Field, MoneyField } from "../ui/field.tsx";
import { ActionButton, Button, ErrorSummary, Form, SearchForm } from "../ui/form.tsx";
import { formatEuros } from "../ui/format.ts";
import { Euros, Facts, Notice, StateTag, Table, When } from "../ui/show.tsx";
import { DISPUTE_STATE_NAMES, matchFalls, REFUND, REFUND_STATE_NAMES, REQUEST_STATE_NAMES } from "./page-messages.ts";
import type { RefundPreview } from "./preview-refund.ts";
import type { RefundFile, RequestState, RequestSummary } from "./queries.ts";

type Props = {
  readonly actor: Actor;
  readonly file: RefundFile;
  readonly preview: RefundPreview | undefined;
  readonly typed: Typed;
  readonly error: AppError | undefined;
};

/** What goes back of one gift, and what staff may do about it (F3). */
export function RefundPage({ actor, file, preview, typed, error }: Props) {
  const t = useText();
  const mayPropose = permits(actor, "refund.propose") && file.state === "captured" && partsTotal(file.left) > 0n;
  return (
    <>
      <h1>{t(REFUND.title)}</h1>
      <p>
        <a href={`/dons/${file.pledgeId}`}>{t(REFUND.back)}</a>
      </p>
      <ErrorSummary error={error} />
      <GiftFacts file={file} />
      <Requests actor={actor} file={file} typed={typed} error={error} />
      {preview !== undefined && <Consequences file={file} preview={preview} reason={field(typed, "reason")} />}
      {mayPropose && <Preparing file={file} typed={typed} error={error} />}
      {partsTotal(file.left) === 0n && <Notice>{t(REFUND.nothingLeft)}</Notice>}
      <Refunds actor={actor} file={file} />
      <Disputes disputes={file.disputes} />
    </>
  );
}

function GiftFacts({ file }: Pick<Props, "file">) {
  return (
    <Facts
      facts={[
        [REFUND.campaign, file.campaignTitle],
        [REFUND.donor, file.displayName],
        [REFUND.gift, <Euros cents={file.amountCents} />],
        [REFUND.tip, <Euros cents={file.tipCents} />],
        [REFUND.returned, <Euros cents={file.returnedCents} />],
        ...(file.disputedCents > 0n ? ([[REFUND.disputed, <Euros cents={file.disputedCents} />]] as const) : []),
        [REFUND.left, <Euros cents={partsTotal(file.left)} />],
      ]}
    />
  );
}

const TONES = {
  asked: "waiting",
  proposed: "waiting",
  accepted: "good",
  refused: "neutral",
  withdrawn: "neutral",
} as const satisfies Record<RequestState, string>;

function Requests({ actor, file, typed, error }: Omit<Props, "preview">) {
  const t = useText();
  if (file.requests.length === 0) return null;
  return (
    <section>
      <h2>{t(REFUND.list)}</h2>
      {file.requests.map((request) => (
        <article class="card" key={request.id}>
          <p>
            <StateTag label={REQUEST_STATE_NAMES[request.state]} tone={TONES[request.state]} />{" "}
            <Euros cents={request.giftCents + request.tipCents} /> · <When at={request.createdAt} />
          </p>
          <p>{request.reason}</p>
          {request.refusal !== null && <p>{t(REFUND.refusedFor(request.refusal))}</p>}
          {request.state === "proposed" && <Confirmation actor={actor} request={request} />}
          {(request.state === "asked" || request.state === "proposed") && mayAnswer(actor) && (
            <Form action={`/demandes-de-remboursement/${request.id}/refus`}>
              <Field
                name="refusal"
                label={REFUND.refusalReason}
                rows={2}
                maxLength={1_000}
                value={field(typed, "refusal")}
                errors={error?.fields}
              />
              <Button kind="secondary">{t(REFUND.refuse)}</Button>
            </Form>
          )}
        </article>
      ))}
    </section>
  );
}

const mayAnswer = (actor: Actor) => permits(actor, "refund.propose") || permits(actor, "refund.confirm");

function Confirmation({ actor, request }: { readonly actor: Actor; readonly request: RefundFile["requests"][number] }) {
  const t = useText();
  const isSecond = actor.kind === "user" && actor.userId !== request.proposedBy && permits(actor, "refund.confirm");
  return isSecond ? (
    <ActionButton action={`/demandes-de-remboursement/${request.id}/confirmation`} label={REFUND.confirm} />
  ) : (
    <p>{t(REFUND.waitsForSecond)}</p>
  );
}

function Preparing({ file, typed, error }: Pick<Props, "file" | "typed" | "error">) {
  const t = useText();
  const asked = file.requests.find((request) => request.state === "asked");
  const start = asked ?? file.left;
  return (
    <section>
      <h2>{t(REFUND.prepare)}</h2>
      <SearchForm action={`/dons/${file.pledgeId}/remboursement`}>
        <MoneyField
          name="giftCents"
          label={REFUND.giftPart}
          value={field(typed, "giftCents") || plain(start.giftCents)}
          errors={error?.fields}
        />
        <MoneyField
          name="tipCents"
          label={REFUND.tipPart}
          value={field(typed, "tipCents") || plain(start.tipCents)}
          errors={error?.fields}
        />
        <Field
          name="reason"
          label={REFUND.reason}
          rows={2}
          maxLength={1_000}
          value={field(typed, "reason") || (asked?.reason ?? "")}
          errors={error?.fields}
        />
        <Button kind="secondary">{t(REFUND.consequences)}</Button>
      </SearchForm>
    </section>
  );
}

/** An amount as people type it. */
const plain = (cents: bigint) => formatEuros(cents, "fr").replace(/[^\d,]/g, "");

function Consequences({ file, preview, reason }: Pick<Props, "file"> & { preview: RefundPreview; reason: string }) {
  const t = useText();
  const facts: (readonly [Text, ComponentChildren])[] = [
    [REFUND.toDonor, <Euros cents={preview.totalCents} />],
    [
      REFUND.campaignTotal,
      <>
        <Euros cents={preview.campaignBeforeCents} /> → <Euros cents={preview.campaignAfterCents} />
      </>,
    ],
  ];
  if (preview.owedByProjectCents > 0n) facts.push([REFUND.owedByProject, <Euros cents={preview.owedByProjectCents} />]);
  return (
    <section>
      <h2>{t(REFUND.preview)}</h2>
      <Facts facts={facts} />
      <ul>
        {preview.matches.map((match) => (
          <li key={match.partnerName}>{t(matchFalls(match.partnerName, match.fromCents, match.toCents))}</li>
        ))}
      </ul>
      {preview.uncoveredCents > 0n && <Notice tone="danger">{t(REFUND.uncovered)}</Notice>}
      {preview.needsSecondPerson && <Notice tone="warning">{t(REFUND.second)}</Notice>}
      <ActionButton
        action={`/dons/${file.pledgeId}/remboursement`}
        label={preview.needsSecondPerson ? REFUND.proposeNow : REFUND.refundNow}
        kind="danger"
        fields={{ giftCents: plain(preview.giftCents), tipCents: plain(preview.tipCents), reason }}
      />
    </section>
  );
}

function Refunds({ actor, file }: Pick<Props, "actor" | "file">) {
  const t = useText();
  if (file.refunds.length === 0) return null;
  const failed = file.refunds.some((refund) => refund.state === "failed");
  return (
    <section>
      <h2>{t(REFUND.refunds)}</h2>
      {failed && (
        <Notice tone="warning">
          <p>{t(REFUND.failedHint)}</p>
          <p>
            <a href="/ecarts">{t(REFUND.differences)}</a>
          </p>
        </Notice>
      )}
      <ul class="stack">
        {file.refunds.map((refund) => (
          <li key={refund.id}>
            <Euros cents={refund.amountCents} /> · {t(REFUND_STATE_NAMES[refund.state] ?? REFUND.state)} ·{" "}
            <When at={refund.endedAt ?? refund.createdAt} />
            {refund.state === "failed" && permits(actor, "refund.propose") && (
              <ActionButton action={`/remboursements/${refund.id}/envoi`} label={REFUND.sendAgain} kind="secondary" />
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

function Disputes({ disputes }: Pick<RefundFile, "disputes">) {
  const t = useText();
  if (disputes.length === 0) return null;
  return (
    <section>
      <h2>{t(REFUND.disputes)}</h2>
      <ul>
        {disputes.map((dispute) => (
          <li key={dispute.id}>
            <a href={`/contestations/${dispute.id}`}>
              <Euros cents={dispute.amountCents} />
            </a>{" "}
            · {t(DISPUTE_STATE_NAMES[dispute.state] ?? REFUND.state)} ·{" "}
            <When at={dispute.endedAt ?? dispute.openedAt} />
          </li>
        ))}
      </ul>
    </section>
  );
}

type ListProps = { readonly requests: Page<RequestSummary>; readonly all: boolean };

export function RequestList({ requests, all }: ListProps) {
  const t = useText();
  return (
    <>
      <h1>{t(REFUND.list)}</h1>
      <Table
        caption={REFUND.list}
        titled
        rows={requests.items}
        empty={REFUND.listEmpty}
        columns={[
          { heading: REFUND.askedOn, cell: (row) => <When at={row.createdAt} /> },
          {
            heading: REFUND.campaign,
            cell: (row) => <a href={`/dons/${row.pledgeId}/remboursement`}>{row.campaignTitle}</a>,
          },
          { heading: REFUND.donor, cell: (row) => row.displayName },
          { heading: REFUND.amount, numeric: true, cell: (row) => <Euros cents={row.giftCents + row.tipCents} /> },
          {
            heading: REFUND.state,
            cell: (row) => <StateTag label={REQUEST_STATE_NAMES[row.state]} tone={TONES[row.state]} />,
          },
        ]}
      />
      <p>
        <a href={all ? "/remboursements" : "/remboursements?tous=1"}>{t(all ? REFUND.waitingOnly : REFUND.all)}</a>
      </p>
      {requests.nextCursor !== null && (
        <p>
          <a href={`/remboursements?${all ? "tous=1&" : ""}suite=${encodeURIComponent(requests.nextCursor)}`}>
            {t(REFUND.older)}
          </a>
        </p>
      )}
    </>
  );
}
