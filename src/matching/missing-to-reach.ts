import type { CampaignProgress } from "../domain/matching/facts.ts";
import type { MatchingRule } from "../domain/matching/rule.ts";
import type { Text } from "../i18n/text.ts";
import { formatEuros } from "../ui/format.ts";
import { donors } from "./explain-inputs.ts";
import { join } from "./sentence-parts.ts";

type Waiting = {
  readonly partnerName: string;
  readonly rule: Pick<MatchingRule, "formula" | "minimumDonors">;
  readonly goalCents: bigint;
  readonly progress: CampaignProgress;
};

/** `now`: how a campaign stands; `with_gift`: how it would with a gift that is not made yet; `past`: how it stood. */
type Tense = "now" | "with_gift" | "past";

/** How far a campaign is from what a rule waits for, and what the partner does then (M15); nothing where it waits for nothing. */
export function missingToReach(waiting: Waiting, tense: Tense): readonly Text[] {
  const parts = missingParts(waiting);
  if (parts.length === 0) return [];
  const missing = join(parts, "and");
  const then = whatThen(waiting);
  const { fr, en } = SAYING[tense](missing);
  return [{ fr: `${fr} : ${then.fr}.`, en: `${en}: ${then.en}.` }];
}

const SAYING: Readonly<Record<Tense, (missing: Text) => Text>> = {
  now: ({ fr, en }) => ({ fr: `Il manque encore ${fr}`, en: `Still missing: ${en}` }),
  with_gift: ({ fr, en }) => ({
    fr: `Après ce don, il manque encore ${fr}`,
    en: `After this gift there are still missing ${en}`,
  }),
  past: ({ fr, en }) => ({ fr: `Il manquait ${fr}`, en: `There were missing ${en}` }),
};

function whatThen({ partnerName: partner, rule: { formula } }: Waiting): Text {
  if (formula.kind === "threshold" && formula.reward.kind === "lump") {
    const sum = both(formula.reward.lumpCents);
    return { fr: `${partner} ajoute alors ${sum.fr}`, en: `${partner} then adds ${sum.en}` };
  }
  return { fr: `${partner} abonde alors les dons suivants`, en: `${partner} then matches the gifts that follow` };
}

function missingParts({ rule: { formula, minimumDonors }, goalCents, progress }: Waiting): readonly Text[] {
  const parts: Text[] = [];
  const threshold = formula.kind === "threshold" ? formula : undefined;
  const people = Math.max(threshold?.uniqueDonors ?? 0, minimumDonors ?? 0) - progress.uniqueDonors;
  if (people > 0) parts.push({ fr: donors(people, "fr"), en: donors(people, "en") });
  // The first cent that reaches the share of the goal.
  const wanted = (goalCents * BigInt(threshold?.goalPercent ?? 0) + 99n) / 100n;
  if (wanted > progress.raisedCents) {
    const money = both(wanted - progress.raisedCents);
    parts.push({ fr: `${money.fr} de dons`, en: `${money.en} of gifts` });
  }
  return parts;
}

const both = (cents: bigint): Text => ({ fr: formatEuros(cents, "fr"), en: formatEuros(cents, "en") });
