import { findCampaign } from "../campaigns/named-campaign.ts";
import type { CampaignState } from "../domain/campaign.ts";
import type { Language, Text } from "../i18n/text.ts";
import { findPerson } from "../identity/queries.ts";
import { pledgeUrl } from "../pledges/access-token.ts";
import { findPledge } from "../pledges/lock-pledge.ts";
import { letterOf } from "./letter-text.ts";
import type { Template } from "./templates.ts";

type Said = { readonly subject: Text; readonly what: Text };

/** Why a pledge came to nothing, as its campaign stands; a campaign that goes on ends none. */
function whyNothingCame(state: CampaignState, title: string): Said | undefined {
  if (state === "failed")
    return {
      subject: { fr: `La collecte « ${title} » n’a pas abouti`, en: `The campaign “${title}” did not succeed` },
      what: {
        fr: `La collecte « ${title} » n’a pas atteint son objectif. Votre promesse de don est annulée : rien n’est débité, et le moyen de paiement enregistré est oublié.`,
        en: `The campaign “${title}” did not reach its goal. Your pledge is cancelled: nothing is charged, and the saved way to pay is forgotten.`,
      },
    };
  if (state === "cancelled" || state === "suspended")
    return {
      subject: { fr: `La collecte « ${title} » est arrêtée`, en: `The campaign “${title}” was stopped` },
      what: {
        fr: `La collecte « ${title} » est arrêtée. Votre promesse de don est annulée : rien n’est débité, et le moyen de paiement enregistré est oublié.`,
        en: `The campaign “${title}” was stopped. Your pledge is cancelled: nothing is charged, and the saved way to pay is forgotten.`,
      },
    };
  if (state === "succeeded")
    return {
      subject: {
        fr: `Votre don pour « ${title} » n’a pas pu être débité`,
        en: `Your gift to “${title}” could not be charged`,
      },
      what: {
        fr: `La collecte « ${title} » a réussi, mais votre don n’a pas pu être débité à temps. Rien ne vous est demandé de plus, et rien n’est débité.`,
        en: `The campaign “${title}” succeeded, but your gift could not be charged in time. Nothing more is asked of you, and nothing is charged.`,
      },
    };
  return undefined;
}

const DETAILS: Text = { fr: "Le détail est à cette adresse :", en: "The details are at this address:" };

/** P4, P11: to a donor whose promise ended with its campaign, before any money was taken. */
const pledgeEnded: Template = async (deps, pledgeId) => {
  const pledge = await findPledge(deps.db, deps.fundId, pledgeId);
  if (pledge === undefined || pledge.endedAt === null || pledge.capturedCents > 0n) return undefined;
  const campaign = await findCampaign(deps.db, deps.fundId, pledge.campaignId);
  const said = whyNothingCame(campaign.state, campaign.title);
  if (said === undefined) return undefined;
  const language: Language = pledge.language === "en" ? "en" : "fr";
  const text = { subject: said.subject, paragraphs: [said.what, DETAILS] };
  return letterOf(pledge.email, language, text, pledgeUrl(deps, pledgeId), deps.bankAccount.name);
};

const decided = (succeeded: boolean, title: string): Said =>
  succeeded
    ? {
        subject: { fr: `Votre collecte « ${title} » a réussi`, en: `Your campaign “${title}” succeeded` },
        what: {
          fr: "Bravo ! Les dons et leur abondement deviennent une subvention. La suite : signer sa convention, puis demander le premier versement. Tout est ici :",
          en: "Well done! The gifts and their matches become a grant. What comes next: sign its agreement, then ask for the first payment. All of it is here:",
        },
      }
    : {
        subject: { fr: `Votre collecte « ${title} » n’a pas abouti`, en: `Your campaign “${title}” did not succeed` },
        what: {
          fr: "Son objectif n’est pas atteint. Aucune promesse n’est débitée, ce qui l’était est rendu, et chaque donateur est prévenu. Le bilan est ici :",
          en: "Its goal was not reached. No pledge is charged, what was charged is returned, and each donor is told. How it went is here:",
        },
      };

/** P5: to one member of the holder's organisation, what the settlement decided. */
const campaignDecided: Template = async (deps, subjectId) => {
  const [campaignId = "", userId = ""] = subjectId.split("/");
  const person = await findPerson(deps.db, userId);
  if (person === undefined) return undefined;
  const campaign = await findCampaign(deps.db, deps.fundId, campaignId);
  if (campaign.state !== "succeeded" && campaign.state !== "failed") return undefined;
  if (!person.memberships.some(({ organisationId }) => organisationId === campaign.organisationId)) return undefined;
  const { subject, what } = decided(campaign.state === "succeeded", campaign.title);
  const link = `${deps.baseUrl}/mes-collectes/${campaignId}`;
  return letterOf(person.email, person.language, { subject, paragraphs: [what] }, link, deps.bankAccount.name);
};

export const outcomeLetters: Readonly<Record<string, Template>> = {
  "pledge-ended": pledgeEnded,
  "campaign-decided": campaignDecided,
};
