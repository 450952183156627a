import { approveAndOpen, type DemoCampaign, submitProject } from "../campaigns.ts";
import { expectThat } from "../eventually.ts";
import { campaignSeen } from "../look.ts";
import { BUS } from "../projects.ts";
import type { Stage } from "../stage.ts";
import type { Told } from "../tell.ts";
import { euros } from "../words.ts";

/** The holder submits, a case officer approves, and the campaign is live. */
export async function openTheCampaign(
  { deps }: Stage,
  organisationId: string,
  placeId: string,
): Promise<Told<{ readonly campaign: DemoCampaign }>> {
  const campaign = await submitProject(deps, BUS, { organisationId, placeIds: [placeId], days: 20 });
  await approveAndOpen(deps, campaign, "Dossier complet.");
  const { state, goalCents } = await campaignSeen(deps, campaign.id);
  expectThat(state === "live", { fr: "la collecte n’est pas ouverte", en: "the campaign is not live" });
  const goal = euros(goalCents);
  return {
    campaign,
    told: {
      fr: `« ${BUS.project.title} », objectif ${goal.fr}, tout ou rien, ouvert pour 20 jours.`,
      en: `“${BUS.project.title}”, goal ${goal.en}, all or nothing, open for 20 days.`,
    },
  };
}
