import { eventually } from "../eventually.ts";
import { campaignSeen, inState, pledgesOf, sumOf } from "../look.ts";
import type { Stage } from "../stage.ts";
import type { Told } from "../tell.ts";
import { euros } from "../words.ts";

/** The deadline passes; the workers close the checkouts and charge every promise (P4). */
export async function passTheDeadline({ deps, passTime, sweep }: Stage, campaignId: string): Promise<Told> {
  await passTime((await campaignSeen(deps, campaignId)).secondsLeft + 60);
  const pledges = await eventually(
    { fr: "chaque promesse est débitée ou répond pourquoi non", en: "each pledge is charged or says why not" },
    async () => {
      const rows = await pledgesOf(deps, campaignId);
      const isAnswered = rows.every(
        ({ state, nextChargeAt }) =>
          !["draft", "authorised"].includes(state) && (state !== "charging" || nextChargeAt !== null),
      );
      return isAnswered && (await campaignSeen(deps, campaignId)).state === "settling" ? rows : undefined;
    },
    { nudge: () => sweep("sweep-campaigns") },
  );
  const captured = inState(pledges, "captured");
  const [declined, asked, left] = [
    inState(pledges, "charging").length,
    inState(pledges, "action_required").length,
    inState(pledges, "expired").length,
  ];
  const amount = euros(sumOf(captured));
  return {
    told: {
      fr: `${captured.length} dons débités pour ${amount.fr} ; ${declined} cartes refusées à essayer de nouveau, ${asked} accord demandé par une banque, ${left} paiements abandonnés.`,
      en: `${captured.length} gifts charged, ${amount.en}; ${declined} declined cards to be tried again, ${asked} bank asks for its customer’s consent, ${left} checkouts left.`,
    },
  };
}
