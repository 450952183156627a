import type { ComponentChildren } from "preact";
import type { Text } from "../i18n/text.ts";
import { useText } from "../ui/context.ts";
import { Euros, Facts, Notice, On } from "../ui/show.tsx";
import { OBSTACLES } from "./messages.ts";
import { APPROVAL as texts } from "./page-messages.ts";
import type { DisbursementDetail } from "./queries.ts";
import type { ApprovalSeen } from "./read-approval.ts";

type Props = { readonly disbursement: DisbursementDetail; readonly seen: ApprovalSeen; readonly leftCents: bigint };

/** What the person who approves looks at, beside the order: the grant, the instalment, what is against it, their limits. */
export function ApprovalContext({ disbursement, seen: { around, judged }, leftCents }: Props) {
  const t = useText();
  const facts: (readonly [Text, ComponentChildren] | undefined)[] = [
    [texts.agreement, around.signed_on === null ? t(texts.unsigned) : <On date={around.signed_on} />],
    around.suspended_on === null ? undefined : [texts.suspended, <On date={around.suspended_on} />],
    [texts.instalment, `${around.number}. ${around.label}`],
    [texts.condition, around.condition],
    [texts.dueOn, <On date={around.due_on} />],
    [texts.evidence, <Evidence around={around} instalmentId={disbursement.instalmentId} />],
    [texts.granted, <Money cents={around.amount} />],
    [texts.reduced, <Money cents={around.reduced} />],
    [texts.paid, <Money cents={around.paid} />],
    [texts.engaged, <Money cents={around.engaged} />],
    around.awaiting === "0" ? undefined : [texts.awaiting, <Money cents={around.awaiting} />],
    [texts.left, <Euros cents={leftCents} />],
    [texts.disputes, around.disputes === 0 ? t(texts.none) : <Disputed around={around} />],
    [texts.owed, around.owed === "0" ? t(texts.none) : <Money cents={around.owed} />],
    ...(judged === undefined
      ? []
      : ([
          [texts.single, <Euros cents={judged.allowance.singleCents} />],
          [texts.daily, <Euros cents={remaining(judged.allowance)} />],
        ] as const)),
  ];
  return (
    <section>
      <h2>{t(AWAITS_APPROVAL.has(disbursement.state) ? texts.title : texts.afterwards)}</h2>
      <Facts facts={facts.filter((fact) => fact !== undefined)} />
      {judged?.obstacle !== undefined && (
        <Notice tone="warning">
          {t(texts.notYou)} {t(OBSTACLES[judged.obstacle])}
        </Notice>
      )}
    </section>
  );
}

const AWAITS_APPROVAL: ReadonlySet<string> = new Set(["requested", "authorised"]);

type Around = Pick<ApprovalSeen, "around">;

const Money = ({ cents }: { readonly cents: string }) => <Euros cents={BigInt(cents)} />;

const remaining = ({ dailyCents, spentCents }: { readonly dailyCents: bigint; readonly spentCents: bigint }) =>
  dailyCents > spentCents ? dailyCents - spentCents : 0n;

function Evidence({ around, instalmentId }: Around & { readonly instalmentId: string }) {
  const t = useText();
  return (
    <>
      {around.evidence_on === null ? (
        t(texts.noEvidence)
      ) : (
        <>
          {t(texts.accepted(around.files, around.examiner ?? ""))} <On date={around.evidence_on} />
        </>
      )}{" "}
      <a href={`/tranches/${instalmentId}`}>{t(texts.see)}</a>
    </>
  );
}

const Disputed = ({ around }: Around) => (
  <>
    {around.disputes} (<Money cents={around.disputed} />)
  </>
);
