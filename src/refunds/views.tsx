import type { Actor } from "../domain/actor.ts";
import { permits } from "../domain/permissions.ts";
import { partsTotal } from "../domain/refund.ts";
import type { AppError } from "../errors.ts";
import { field, type Form as Typed } from "../http/page-kit.tsx";
import { useText } from "../ui/context.ts";
import { Field, MoneyField } from "../ui/field.tsx";
import { ActionButton, Button, ErrorSummary, Form, SearchForm } from "../ui/form.tsx";
import { formatEuros } from "../ui/format.ts";
import { Euros, Facts, Notice, StateTag, When } from "../ui/show.tsx";
import { Consequences } from "./consequences.tsx";
import {
  ASKED_BY,
  DISPUTE_STATE_NAMES,
  REFUND,
  REFUND_STATE_NAMES,
  REFUSAL_REASON,
  REQUEST_STATE_NAMES,
} from "./page-messages.ts";
import type { RefundPreview } from "./preview-refund.ts";
import { isOpenRequest, type RefundFile } from "./queries.ts";
import { TONES } from "./request-list.tsx";

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
      {preview !== undefined && <Decision file={file} preview={preview} reason={field(typed, "reason")} />}
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
          <p>
            {t(REFUND.asker)} {t(ASKED_BY[request.askedBy])}
          </p>
          <p>{request.reason}</p>
          {request.refusal !== null && <p>{t(REFUND.refusedFor(request.refusal))}</p>}
          {request.state === "proposed" && <Confirmation actor={actor} request={request} />}
          {isOpenRequest(request) && mayAnswer(actor) && (
            <Form action={`/demandes-de-remboursement/${request.id}/refus`}>
              <Field
                name="refusal"
                label={REFUSAL_REASON[request.askedBy]}
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

function Decision({ file, preview, reason }: Pick<Props, "file"> & { preview: RefundPreview; reason: string }) {
  return (
    <Consequences preview={preview}>
      <ActionButton
        action={`/dons/${file.pledgeId}/remboursement`}
        label={preview.needsSecondPerson ? REFUND.proposeNow : REFUND.refundNow}
        kind="danger"
        fields={{ giftCents: plain(preview.giftCents), tipCents: plain(preview.tipCents), reason }}
      />
    </Consequences>
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
