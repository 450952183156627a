import type { Actor } from "../domain/actor.ts";
import { permits } from "../domain/permissions.ts";
import type { AppError } from "../errors.ts";
import type { Form as Typed } from "../http/page-kit.tsx";
import type { Text } from "../i18n/text.ts";
import { ReplayDetail } from "../matching/replay-view.tsx";
import { Select } from "../ui/choice.tsx";
import { useText } from "../ui/context.ts";
import { ActionButton, Button, ErrorSummary, Form } from "../ui/form.tsx";
import { BackTo, Euros, Facts, Named, Notice, When } from "../ui/show.tsx";
import { BANK } from "./bank-page-messages.ts";
import { LineTable } from "./bank-views.tsx";
import { CashFacts } from "./cash-views.tsx";
import { kindText, LIKELY_CAUSES, subjectWords } from "./difference-messages.ts";
import { Age, DifferenceState } from "./difference-tags.tsx";
import { Explaining } from "./explain-view.tsx";
import { causeText } from "./messages.ts";
import type { DifferenceDetail } from "./read-difference.ts";
import { resolutionText } from "./resolution-text.ts";
import { Suggestions } from "./suggestion-view.tsx";

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
    difference.suggestions.length > 0 && difference.likelyCause === "look-closer"
      ? undefined
      : [BANK.likely, t(LIKELY_CAUSES[difference.likelyCause])],
    [BANK.kind, t(kindText(difference.kind))],
    difference.line === undefined
      ? [BANK.subject, <Named words={subjectWords(difference.subject)} code={difference.subject} />]
      : undefined,
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
      <BackTo href="/ecarts" list={BANK.differences} />
      <h1>
        {t(BANK.difference)} <DifferenceState state={state} />
      </h1>
      <ErrorSummary error={error} />
      <Facts facts={facts.filter((fact) => fact !== undefined)} />
      <ReplayDetail detail={difference.detail} />
      <CashFacts difference={difference} />
      {difference.line !== undefined && <LineTable lines={[difference.line]} caption={BANK.line} />}
      {state !== "closed" && <Ownership actor={actor} difference={difference} error={error} />}
      <Closing actor={actor} difference={difference} />
      {state !== "closed" && permits(actor, "difference.explain") && (
        <>
          <Suggestions difference={difference} />
          <Explaining difference={difference} typed={typed} error={error} />
        </>
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
