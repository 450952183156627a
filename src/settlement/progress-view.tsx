import { useLanguage, useText } from "../ui/context.ts";
import { formatCount } from "../ui/format.ts";
import { Euros, Facts, When } from "../ui/show.tsx";
import { SETTLEMENT } from "./messages.ts";
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
