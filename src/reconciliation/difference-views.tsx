import type { Actor } from "../domain/actor.ts";
import { parseResolution, urgencyOf } from "../domain/difference.ts";
import { permits } from "../domain/permissions.ts";
import type { AppError } from "../errors.ts";
import { field, type Form as Typed } from "../http/page-kit.tsx";
import type { Page } from "../http/pagination.ts";
import type { Language, Text } from "../i18n/text.ts";
import type { lastReplay } from "../matching/replay-nightly.ts";
import { LastReplay, ReplayDetail } from "../matching/replay-view.tsx";
import { CheckBox, Select } from "../ui/choice.tsx";
import { useText } from "../ui/context.ts";
import { Field } from "../ui/field.tsx";
import { ActionButton, Button, ErrorSummary, Form, SearchForm } from "../ui/form.tsx";
import { formatEuros } from "../ui/format.ts";
import { Euros, Facts, Notice, StateTag, Table, When } from "../ui/show.tsx";
import { BANK, RESOLUTION_ACCOUNT_NAMES } from "./bank-page-messages.ts";
import type { DifferenceDetail, Proposal } from "./bank-queries.ts";
import { LineTable } from "./bank-views.tsx";
import { CashFacts, CashReturnDay } from "./cash-views.tsx";
import { daysOld, kindText, LIKELY_CAUSES } from "./difference-messages.ts";
import type { DifferenceFilter, DifferenceRow } from "./list-differences.ts";
import { causeText } from "./messages.ts";

const stateText = (state: string): Text =>
  state === "open" ? BANK.stateOpen : state === "explained" ? BANK.stateExplained : BANK.stateClosed;

const TONES = { fresh: "neutral", waiting: "waiting", late: "bad" } as const;

const Age = ({ days }: { readonly days: number }) => <StateTag label={daysOld(days)} tone={TONES[urgencyOf(days)]} />;

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
          cell: (row) => (
            <>
              <a href={`/ecarts/${row.id}`}>{t(causeText(row.proposedCause))}</a> <CashReturnDay row={row} />
            </>
          ),
        },
        { heading: BANK.kind, cell: (row) => t(kindText(row.kind)) },
        { heading: BANK.age, cell: (row) => <Age days={row.ageDays} /> },
        { heading: BANK.owner, cell: (row) => row.ownerName ?? t(BANK.nobody) },
        { heading: BANK.amount, numeric: true, cell: (row) => <Euros cents={row.amountCents} /> },
        {
          heading: BANK.state,
          cell: (row) => <StateTag label={stateText(row.state)} tone={row.state === "closed" ? "good" : "waiting"} />,
        },
      ]}
    />
  );
};

type ListProps = {
  readonly differences: Page<DifferenceRow>;
  readonly filter: DifferenceFilter;
  readonly kinds: readonly string[];
  readonly replay: Awaited<ReturnType<typeof lastReplay>>;
};

const OWNERS = [
  { value: "me", label: BANK.mine },
  { value: "nobody", label: BANK.nobody },
];

export function DifferenceList({ differences, filter, kinds, replay }: ListProps) {
  const t = useText();
  const chosen = new URLSearchParams({
    ...(filter.kind !== undefined && { genre: filter.kind }),
    ...(filter.owner !== undefined && { responsable: filter.owner }),
    ...(!filter.open && { tous: "1" }),
  });
  return (
    <>
      <h1>{t(BANK.differences)}</h1>
      <LastReplay replay={replay} />
      <SearchForm action="/ecarts">
        <Select
          name="genre"
          label={BANK.kind}
          options={kinds.map((kind) => ({ value: kind, label: kindText(kind) }))}
          value={filter.kind}
          empty={BANK.anyKind}
          optional
        />
        <Select
          name="responsable"
          label={BANK.owner}
          options={OWNERS}
          value={filter.owner}
          empty={BANK.anyOwner}
          optional
        />
        <CheckBox name="tous" label={BANK.withClosed} checked={!filter.open} />
        <Button kind="secondary">{t(BANK.show)}</Button>
      </SearchForm>
      <DifferenceTable rows={differences.items} />
      {differences.nextCursor !== null && (
        <p>
          <a href={`/ecarts?${chosen}&suite=${encodeURIComponent(differences.nextCursor)}`}>{t(BANK.more)}</a>
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
    [BANK.likely, t(LIKELY_CAUSES[difference.likelyCause])],
    [BANK.kind, t(kindText(difference.kind))],
    [BANK.subject, difference.subject],
    [BANK.openedOn, <When at={difference.openedAt} time />],
    state === "closed" ? undefined : [BANK.age, <Age days={difference.ageDays} />],
    [BANK.owner, difference.ownerName ?? t(BANK.nobody)],
    explanation === null ? undefined : [BANK.reason, explanation],
    explanation === null
      ? undefined
      : [BANK.resolution, t(resolutionText(difference.resolution ?? "reason", difference.proposals))],
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
      <CashFacts difference={difference} />
      {difference.line !== undefined && <LineTable lines={[difference.line]} />}
      {state !== "closed" && <Ownership actor={actor} difference={difference} error={error} />}
      <Closing actor={actor} difference={difference} />
      {state !== "closed" && permits(actor, "difference.explain") && (
        <Explaining difference={difference} typed={typed} error={error} />
      )}
    </>
  );
}

function Ownership({ actor, difference, error }: Omit<Props, "typed">) {
  const t = useText();
  if (actor.kind !== "user") return null;
  if (!permits(actor, "difference.explain") && !permits(actor, "difference.close")) return null;
  const action = `/ecarts/${difference.id}/responsable`;
  const others = difference.colleagues.filter(({ id }) => id !== difference.ownerId && id !== actor.userId);
  return (
    <section>
      {difference.ownerId !== actor.userId && (
        <ActionButton action={action} label={BANK.takeOver} kind="secondary" fields={{ ownerId: actor.userId }} />
      )}
      {others.length > 0 && (
        <details>
          <summary>{t(BANK.give)}</summary>
          <Form action={action}>
            <Select
              name="ownerId"
              label={BANK.giveTo}
              options={others.map(({ id, name }) => ({ value: id, label: { fr: name, en: name } }))}
              errors={error?.fields}
            />
            <Button kind="secondary">{t(BANK.give)}</Button>
          </Form>
        </details>
      )}
    </section>
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
      {difference.line !== undefined && (
        <p>
          <a href={`/ecarts/${difference.id}/repartition`}>{t(BANK.split)}</a>
        </p>
      )}
    </section>
  );
}

/** A resolution in words, with what it points at by name where it is known. */
export function resolutionText(text: string, proposals: readonly Proposal[]): Text {
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
    case "repayment":
      return named(BANK.resolutionRepayment);
    case "payout":
      return named(BANK.resolutionPayout);
    case "pot":
      return named(BANK.resolutionPot);
    case "split": {
      const parts = resolution.parts.map((part) => ({
        cents: part.amountCents,
        of: resolutionText(part.text, proposals),
      }));
      const inWords = (language: Language) =>
        parts.map((part) => `${formatEuros(part.cents, language)} : ${part.of[language]}`).join(" ; ");
      return { fr: inWords("fr"), en: inWords("en") };
    }
    case "refund":
      return BANK.resolutionRefund;
    case "return":
      return BANK.resolutionReturn;
    case "reason":
    case undefined:
      return BANK.resolutionReason;
  }
}
