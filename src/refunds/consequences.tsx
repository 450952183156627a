import type { ComponentChildren } from "preact";
import type { Text } from "../i18n/text.ts";
import { useText } from "../ui/context.ts";
import { Euros, Facts, Notice } from "../ui/show.tsx";
import { matchFalls, REFUND } from "./page-messages.ts";
import type { RefundPreview } from "./preview-refund.ts";

type Props = { readonly preview: RefundPreview; readonly children: ComponentChildren };

/** What a refund would do (F3), above the button that asks for it or decides it. */
export function Consequences({ preview, children }: Props) {
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
      {children}
    </section>
  );
}
