import type { Ineligibility } from "../domain/matching/eligibility.ts";
import type { Bound } from "../domain/matching/evaluate.ts";
import type { MatchingRule } from "../domain/matching/rule.ts";
import { cents } from "../domain/money.ts";
import type { Text } from "../i18n/text.ts";
import { formatEuros } from "../ui/format.ts";
import {
  BACKFILLED,
  CAPS,
  type Cap,
  DONOR_CAP_BOUND,
  INELIGIBLE,
  NEAR_DONOR,
  NOT_SHARED,
  WHOLE,
  WHOLE_LUMP,
} from "./bound-messages.ts";
import { explainInputs } from "./explain-inputs.ts";
import { missingToReach } from "./missing-to-reach.ts";
import type { StoredTrace } from "./stored-trace.ts";

/** Who reads the explanation: each sees what concerns them (M12, X6). */
export type Viewer = "donor" | "holder" | "partner" | "staff";

/** What made the rule speak: the pledge itself, freed money (M11) or a round's end (M15). */
export type TraceCause = "pledge" | "backfill" | "round";

export type TraceToExplain = {
  readonly partnerName: string;
  /** The version that spoke. */
  readonly rule: Pick<MatchingRule, "formula" | "minimumDonors">;
  readonly trace: StoredTrace;
  /** Undefined for a quote: nothing is given yet. */
  readonly cause: TraceCause | undefined;
  readonly amountCents: bigint;
  readonly boundBy: string;
  readonly potBeforeCents: bigint;
  readonly potAfterCents: bigint;
};

export type Explanation = { readonly headline: Text; readonly details: readonly Text[] };

/** Why this match, or why none, in words (M12). */
export function explainTrace(traced: TraceToExplain, viewer: Viewer): Explanation {
  const bound = traced.boundBy as Bound;
  const refusal = refusalOf(traced, bound, viewer);
  const details = [
    ...(traced.cause === "backfill" ? [BACKFILLED] : []),
    ...(refusal === undefined ? [...formula(traced), binding(traced, bound, viewer)] : refusal),
    ...(traced.cause === undefined ? [] : explainInputs(traced.trace)),
    ...(seesPot(viewer) ? [...everyCap(traced), pot(traced)] : []),
  ];
  return { headline: headline(traced, bound), details };
}

/** Partner and staff read the pot; what one donor used elsewhere stays from the holder's eyes. */
const seesPot = (viewer: Viewer) => viewer === "partner" || viewer === "staff";

function headline({ partnerName, amountCents, cause }: TraceToExplain, bound: Bound): Text {
  if (amountCents === 0n) {
    return bound === "shared_at_round_end"
      ? {
          fr: `${partnerName} partage son argent à la fin de la période.`,
          en: `${partnerName} shares its money at the end of the period.`,
        }
      : { fr: `${partnerName} n’ajoute rien par cette règle.`, en: `${partnerName} adds nothing by this rule.` };
  }
  const euros = both(amountCents);
  switch (cause) {
    case "backfill":
      return {
        fr: `${partnerName} ajoute encore ${euros.fr} à ce don.`,
        en: `${partnerName} adds another ${euros.en} to this gift.`,
      };
    case "round":
      return {
        fr: `${partnerName} ajoute ${euros.fr} à ce don : sa part du partage de fin de période.`,
        en: `${partnerName} adds ${euros.en} to this gift: its share of the round.`,
      };
    case "pledge":
    case undefined:
      return {
        fr: `${partnerName} ajoute ${euros.fr} à ce don.`,
        en: `${partnerName} adds ${euros.en} to this gift.`,
      };
  }
}

/** Who gave is the donor's own matter (X6): holder and partner learn no more from the code than from the words. */
export const shownBound = (boundBy: string, viewer: Viewer): string =>
  hidesNearDonor(boundBy, viewer) ? "donor_excluded" : boundBy;

const hidesNearDonor = (bound: string, viewer: Viewer) =>
  (bound === "donor_is_holder" || bound === "donor_is_partner") && (viewer === "holder" || viewer === "partner");

/** Why the rule said nothing at all; undefined where it did speak. */
function refusalOf(traced: TraceToExplain, bound: Bound, viewer: Viewer): readonly Text[] | undefined {
  const { cause, amountCents } = traced;
  if (cause === "round" && amountCents === 0n && bound === "formula") return [NOT_SHARED];
  const words = INELIGIBLE[bound as Ineligibility];
  if (words === undefined) return undefined;
  if (hidesNearDonor(bound, viewer)) return [NEAR_DONOR];
  const isWaiting = bound === "threshold_not_reached" || bound === "too_few_donors";
  return [words, ...(isWaiting ? missing(traced) : [])];
}

function missing({ partnerName, rule, trace, cause }: TraceToExplain): readonly Text[] {
  const { uniqueDonors, raisedCents } = trace.usage.progress;
  const progress = { uniqueDonors, raisedCents: cents(BigInt(raisedCents)) };
  const waiting = { partnerName, rule, goalCents: BigInt(trace.gift.goalCents), progress };
  return missingToReach(waiting, cause === undefined ? "with_gift" : "past");
}

function formula({ trace, cause }: TraceToExplain): readonly Text[] {
  const base = both(BigInt(trace.gift.baseCents));
  const answer = both(BigInt(trace.formulaCents));
  const gift = { fr: `Le don au projet est de ${base.fr}.`, en: `The gift to the project is ${base.en}.` };
  const ratio = ratioOf(trace.formula);
  if (cause === "round")
    return [
      gift,
      {
        fr: `Sans plafond, sa part serait de ${answer.fr}.`,
        en: `Without caps its share would be ${answer.en}.`,
      },
    ];
  if (ratio === undefined)
    return [
      gift,
      {
        fr: `La collecte a atteint le seuil : la règle accorde ${answer.fr}, une fois.`,
        en: `The campaign has reached the threshold: the rule grants ${answer.en}, once.`,
      },
    ];
  const given = both(BigInt(ratio.denominator) * 100n);
  const added = both(BigInt(ratio.numerator) * 100n);
  return [
    gift,
    {
      fr: `À raison de ${added.fr} pour ${given.fr}, cela fait ${answer.fr}.`,
      en: `At ${added.en} for ${given.en}, that makes ${answer.en}.`,
    },
  ];
}

type Ratio = { readonly numerator: number; readonly denominator: number };

function ratioOf(formula: StoredTrace["formula"]): Ratio | undefined {
  if (formula.kind === "ratio") return formula.ratio;
  if (formula.kind === "threshold" && formula.reward.kind === "ratio") return formula.reward.ratio;
  return undefined;
}

function binding({ trace, boundBy, cause }: TraceToExplain, bound: Bound, viewer: Viewer): Text {
  if (bound === "formula") {
    if (cause === "round") return { fr: "Aucun plafond n’a limité cette part.", en: "No cap limited this share." };
    return ratioOf(trace.formula) === undefined ? WHOLE_LUMP : WHOLE;
  }
  if (viewer === "holder" && bound === "cap_per_donor") return DONOR_CAP_BOUND;
  const cap = CAPS[bound as Cap];
  const allows = BigInt(trace.caps.find((one) => one.bound === boundBy)?.allowsCents ?? 0);
  return allows === 0n ? cap.usedUp : cap.left(both(allows));
}

function everyCap({ trace, cause }: TraceToExplain): readonly Text[] {
  // A round's caps hold over all its gifts together: what one of them left is said by the cap that bound.
  if (cause === "round") return [];
  return trace.caps.flatMap(({ bound, allowsCents }) => {
    const cap = CAPS[bound as Cap];
    if (cap === undefined) return [];
    const euros = both(BigInt(allowsCents));
    return [{ fr: `${cap.name.fr} : ${euros.fr} possibles.`, en: `${cap.name.en}: ${euros.en} possible.` }];
  });
}

function pot({ potBeforeCents, potAfterCents }: TraceToExplain): Text {
  const [before, after] = [both(potBeforeCents), both(potAfterCents)];
  return {
    fr: `Enveloppe : ${before.fr} avant, ${after.fr} après.`,
    en: `Pot: ${before.en} before, ${after.en} after.`,
  };
}

const both = (amount: bigint): Text => ({ fr: formatEuros(amount, "fr"), en: formatEuros(amount, "en") });
