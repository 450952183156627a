import type { Deps } from "../deps.ts";
import type { RoundCorrection } from "../domain/matching/round-closing.ts";
import type { Round } from "./find-round.ts";
import { partnerCode } from "./gift-codes.ts";
import { moneyStuck, nothingToCorrect } from "./messages.ts";
import type { PlannedCorrection } from "./plan-correction.ts";

export type PossiblePlan = Extract<RoundCorrection, { readonly kind: "correction" }>;

/** The plan, where it changes something and can be carried out; throws the reason otherwise. */
export function checkPlan(deps: Pick<Deps, "cipher">, round: Round, { plan }: PlannedCorrection): PossiblePlan {
  if (plan.kind === "refused")
    throw moneyStuck(
      plan.reason,
      plan.giftIds.map((id) => partnerCode(deps, round.partnerId, id)),
    );
  if (plan.reversed.length === 0 && plan.granted.length === 0) throw nothingToCorrect();
  return plan;
}
