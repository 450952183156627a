import type { Actor } from "../domain/actor.ts";
import { parseResolution } from "../domain/difference.ts";
import { permits } from "../domain/permissions.ts";
import type { AppError } from "../errors.ts";
import { field, type Form as Typed } from "../http/page-kit.tsx";
import type { Page } from "../http/pagination.ts";
import type { Text } from "../i18n/text.ts";
import type { lastReplay } from "../matching/replay-nightly.ts";
import { LastReplay, ReplayDetail } from "../matching/replay-view.tsx";
import { Select } from "../ui/choice.tsx";
import { useText } from "../ui/context.ts";
import { Field } from "../ui/field.tsx";
import { ActionButton, Button, ErrorSummary, Form } from "../ui/form.tsx";
import { formatEuros } from "../ui/format.ts";
import { Euros, Facts, Notice, StateTag, Table, When } from "../ui/show.tsx";
import { BANK, RESOLUTION_ACCOUNT_NAMES } from "./bank-page-messages.ts";
import type { DifferenceDetail, DifferenceRow, Proposal } from "./bank-queries.ts";
import { LineTable } from "./bank-views.tsx";
import { causeText } from "./messages.ts";

const stateText = (state: string): Text =>
  state === "open" ? BANK.stateOpen : state === "explained" ? BANK.stateExplained : BANK.stateClosed;

export const DifferenceTable = ({ rows }: { readonly rows: readonly DifferenceRow[] }) => {
  const t = useText();
  return (
    <Table
      caption={BANK.differences}
      rows={rows}
      empty={BANK.noDifferences}
      columns={[
        {
          heading: BANK.cause,
          cell: (row) => <a href={`/ecarts/${row.id}`}>{t(causeText(row.proposedCause))}</a>,
        },
        { heading: BANK.kind, cell: (row) => row.kind },
        { heading: BANK.openedOn, cell: (row) => <When at={row.openedAt} /> },
        { heading: BANK.amount, numeric: true, cell: (row) => <Euros cents={row.amountCents} /> },
        {
          heading: BANK.state,
          cell: (row) => <StateTag label={stateText(row.state)} tone={row.state === "closed" ? "good" : "waiting"} />,
        },
      ]}
    />
  );
};

type ListProps = { readonly differences: Page<DifferenceRow>; readonly replay: Awaited<ReturnType<typeof lastReplay>> };

export function DifferenceList({ differences, replay }: ListProps) {
  const t = useText();
  return (
    <>
      <h1>{t(BANK.differences)}</h1>
      <LastReplay replay={replay} />
      <DifferenceTable rows={differences.items} />
      {differences.nextCursor !== null && (
        <p>
          <a href={`/ecarts?suite=${encodeURIComponent(differences.nextCursor)}`}>{t(BANK.more)}</a>
        </p>
      )}
    </>
  );
}

type Props = {
  readonly actor: Actor;
  readonly difference: DifferenceDetail;
  readonly typed: Typed;
  readonly error?: AppError | undefined;
};

/** One difference: what it is, what was said of it, and what this person may do about it (R2). */
export function DifferencePage({ actor, difference, typed, error }: Props) {
  const t = useText();
  const { state, explanation, closedAt } = difference;
  const facts: (readonly [Text, preact.ComponentChildren] | undefined)[] = [
    [BANK.amount, <Euros cents={difference.amountCents} />],
    [BANK.cause, t(causeText(difference.proposedCause))],
    [BANK.kind, difference.kind],
    [BANK.subject, difference.subject],
    [BANK.openedOn, <When at={difference.openedAt} time />],
    explanation === null ? undefined : [BANK.reason, explanation],
    explanation === null ? undefined : [BANK.resolution, t(resolutionText(difference.resolution ?? "reason", []))],
    closedAt === null ? undefined : [BANK.closedOn, <When at={closedAt} time />],
  ];
  return (
    <>
      <h1>
        {t(BANK.difference)} <StateTag label={stateText(state)} tone={state === "closed" ? "good" : "waiting"} />
      </h1>
      <ErrorSummary error={error} />
      <Facts facts={facts.filter((fact) => fact !== undefined)} />
      <ReplayDetail detail={difference.detail} />
      {difference.line !== undefined && <LineTable lines={[difference.line]} />}
      <Closing actor={actor} difference={difference} />
      {state !== "closed" && permits(actor, "difference.explain") && (
        <Explaining difference={difference} typed={typed} error={error} />
      )}
    </>
  );
}

function Closing({ actor, difference }: Pick<Props, "actor" | "difference">) {
  const t = useText();
  if (difference.state !== "explained" || actor.kind !== "user" || !permits(actor, "difference.close")) return null;
  if (difference.explainedBy === actor.userId) return <Notice>{t(BANK.byAnother)}</Notice>;
  return (
    <section>
      <h2>{t(BANK.close)}</h2>
      <p>{t(BANK.closeHint)}</p>
      <ActionButton
        action={`/ecarts/${difference.id}/cloture`}
        label={BANK.close}
        fields={{ resolution: difference.resolution ?? "reason" }}
      />
    </section>
  );
}

function Explaining({ difference, typed, error }: Omit<Props, "actor">) {
  const t = useText();
  return (
    <section>
      <h2>{t(BANK.explain)}</h2>
      <p>{t(BANK.explainHint)}</p>
      <Form action={`/ecarts/${difference.id}/explication`}>
        <Field
          name="reason"
          label={BANK.reason}
          rows={4}
          maxLength={2_000}
          value={field(typed, "reason") || (difference.explanation ?? "")}
          errors={error?.fields}
        />
        <Select
          name="resolution"
          label={BANK.resolution}
          options={difference.proposals.map(({ resolution }) => ({
            value: resolution,
            label: resolutionText(resolution, difference.proposals),
          }))}
          value={field(typed, "resolution") || (difference.resolution ?? "")}
          errors={error?.fields}
        />
        <Button>{t(BANK.explain)}</Button>
      </Form>
    </section>
  );
}

/** A resolution in words, with what it points at by name where it is known. */
function resolutionText(text: string, proposals: readonly Proposal[]): Text {
  const resolution = parseResolution(text);
  const known = proposals.find((one) => one.resolution === text);
  const id = text.slice(text.indexOf(":") + 1);
  const named = (words: Text): Text => ({
    fr: [words.fr, known?.name || id, known?.amountCents ? formatEuros(known.amountCents, "fr") : ""].join(" ").trim(),
    en: [words.en, known?.name || id, known?.amountCents ? formatEuros(known.amountCents, "en") : ""].join(" ").trim(),
  });
  switch (resolution?.kind) {
    case "account":
      return RESOLUTION_ACCOUNT_NAMES[resolution.account] ?? { fr: id, en: id };
    case "disbursement":
      return named(BANK.resolutionDisbursement);
    case "withdrawal":
      return named(BANK.resolutionWithdrawal);
    case "payout":
      return named(BANK.resolutionPayout);
    case "pot":
      return named(BANK.resolutionPot);
    case "refund":
      return BANK.resolutionRefund;
    case "reason":
    case undefined:
      return BANK.resolutionReason;
  }
}
