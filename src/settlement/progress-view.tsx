import { useLanguage, useText } from "../ui/context.ts";
import { formatCount } from "../ui/format.ts";
import { Euros, Facts, When } from "../ui/show.tsx";
import type { GivingBack } from "./giving-back.ts";
import { GIVING_BACK, SETTLEMENT } from "./messages.ts";
import type { SettlementProgress } from "./progress.ts";

/** How far the charges of one campaign are; what is nothing is left out, but for what is charged and to do. */
export function SettlementFacts({ progress }: { readonly progress: SettlementProgress }) {
  const language = useLanguage();
  const count = (number: number) => formatCount(number, language);
  const { pendingCents, expectedEndAt } = progress;
  const some = (["retrying", "waitingForDonor", "waitingForBank", "failed"] as const).filter(
    (name) => progress[name] > 0,
  );
  return (
    <Facts
      facts={[
        [SETTLEMENT.charged, count(progress.charged)],
        [SETTLEMENT.toDo, count(progress.toDo)],
        ...some.map((name) => [SETTLEMENT[name], count(progress[name])] as const),
        ...(pendingCents > 0n ? [[SETTLEMENT.pending, <Euros cents={pendingCents} />] as const] : []),
        ...(progress.perMinute > 0 ? [[SETTLEMENT.perMinute, count(progress.perMinute)] as const] : []),
        ...(expectedEndAt === null ? [] : [[SETTLEMENT.expectedEnd, <When at={expectedEndAt} time />] as const]),
        [SETTLEMENT.windowEnds, <When at={progress.windowEndsAt} time />],
      ]}
    />
  );
}

/** On the holder's own page of a campaign. */
export function SettlementSection({ progress }: { readonly progress: SettlementProgress }) {
  const t = useText();
  return (
    <>
      <h2>{t(SETTLEMENT.progress)}</h2>
      <SettlementFacts progress={progress} />
    </>
  );
}

/** How far a failed or cancelled campaign is with its donors' money; what is nothing is left out. */
export function GivingBackFacts({ progress }: { readonly progress: GivingBack }) {
  const language = useLanguage();
  const left = (["toEnd", "toRefund", "underWay", "failed", "disputed"] as const).filter((name) => progress[name] > 0);
  return (
    <Facts
      facts={[
        ...left.map((name) => [GIVING_BACK[name], formatCount(progress[name], language)] as const),
        [GIVING_BACK.returned, formatCount(progress.returned, language)],
        [GIVING_BACK.returnedCents, <Euros cents={progress.returnedCents} />],
      ]}
    />
  );
}

/** On the holder's own page of a campaign. */
export function GivingBackSection({ progress }: { readonly progress: GivingBack }) {
  const t = useText();
  return (
    <>
      <h2>{t(GIVING_BACK.progress)}</h2>
      <GivingBackFacts progress={progress} />
    </>
  );
}
