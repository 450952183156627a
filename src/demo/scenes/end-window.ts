import { and, eq } from "drizzle-orm";
import { grants } from "../../db/schema/grants.ts";
import { settlements } from "../../db/schema/settlement.ts";
import { eventually } from "../eventually.ts";
import { campaignSeen, inState, pledgesOf } from "../look.ts";
import type { Stage } from "../stage.ts";
import type { Told } from "../tell.ts";
import { euros } from "../words.ts";

const DAY = 86_400;

/** The seven days for retries end and the campaign is decided on what was captured (P5); its grant is owed (D1). */
export async function endTheWindow(
  { deps, passTime, sweep }: Stage,
  campaignId: string,
): Promise<Told<{ readonly grantId: string }>> {
  await passTime(7 * DAY);
  await eventually(
    { fr: "la collecte est dénouée", en: "the campaign is settled" },
    async () => {
      const isDecided = (await campaignSeen(deps, campaignId)).state === "succeeded";
      const open = inState(await pledgesOf(deps, campaignId), "authorised", "charging", "action_required");
      return isDecided && open.length === 0 ? true : undefined;
    },
    { nudge: () => sweep("sweep-charges", "sweep-campaigns") },
  );
  const { fundId, db } = deps;
  const [row] = await db
    .select({ grant: grants, settlement: settlements })
    .from(grants)
    .innerJoin(settlements, and(eq(settlements.fundId, fundId), eq(settlements.campaignId, grants.campaignId)))
    .where(and(eq(grants.fundId, fundId), eq(grants.campaignId, campaignId)));
  if (row === undefined) throw new Error("the campaign succeeded without a grant");
  const { giftsCents, matchesCents } = row.settlement;
  const [gifts, matches, grant] = [giftsCents ?? 0n, matchesCents ?? 0n, row.grant.amountCents].map(euros);
  return {
    grantId: row.grant.id,
    told: {
      fr: `Objectif atteint : ${gifts?.fr} de dons et ${matches?.fr} d’abondements font une subvention de ${grant?.fr}.`,
      en: `Goal reached: ${gifts?.en} of gifts and ${matches?.en} of matching make a grant of ${grant?.en}.`,
    },
  };
}
