import { findCampaign } from "../campaigns/named-campaign.ts";
import { readCampaign } from "../campaigns/queries.ts";
import type { Deps } from "../deps.ts";
import { worker } from "../domain/actor.ts";
import type { Language, Text } from "../i18n/text.ts";
import { type LatestChange, latestChange } from "../matching/latest-change.ts";
import type { LoweringCause } from "../matching/lower-matches.ts";
import { pledgeUrl } from "../pledges/access-token.ts";
import { findPledge } from "../pledges/lock-pledge.ts";
import { findRequest } from "../refunds/queries.ts";
import { formatDay, formatEuros } from "../ui/format.ts";
import { type LetterText, letterOf } from "./letter-text.ts";
import { toMember } from "./life-letters.ts";
import type { Template } from "./templates.ts";

type Written = (title: string, change: LatestChange) => LetterText;

/** A letter to the donor of a pledge about its matching, as it stands when the letter is written. */
const aboutMatching =
  (text: Written): Template =>
  async (deps, pledgeId) => {
    const pledge = await findPledge(deps.db, deps.fundId, pledgeId);
    if (pledge === undefined || pledge.endedAt !== null) return undefined;
    const { title } = await readCampaign(deps, worker("send-mail"), pledge.campaignId);
    const said = text(title, await latestChange(deps, pledgeId));
    const language: Language = pledge.language === "en" ? "en" : "fr";
    return letterOf(pledge.email, language, said, pledgeUrl(deps, pledgeId), deps.bankAccount.name);
  };

const WHY: Readonly<Record<LoweringCause, Text>> = {
  refund: { fr: "une partie du don a été rendue", en: "part of the gift was returned" },
  dispute_lost: { fr: "votre banque a repris ce paiement", en: "your bank took this payment back" },
  same_person: {
    fr: "la carte ou le compte utilisé a déjà servi à un don abondé, et le partenaire fixe un plafond par personne",
    en: "the card or account was used for a matched gift before, and the partner sets a cap per person",
  },
  not_eligible: {
    fr: "ce don ne remplit pas les conditions du partenaire",
    en: "this gift does not meet the partner’s conditions",
  },
  threshold_not_held: {
    fr: "la collecte n’a pas gardé le seuil demandé par le partenaire",
    en: "the campaign did not hold the threshold the partner asks for",
  },
  unspent: {
    fr: "le projet n’a pas dépensé toute sa subvention",
    en: "the project did not spend its whole grant",
  },
  goal_not_reached: {
    fr: "le partenaire n’abonde que si la collecte atteint son objectif",
    en: "the partner matches only if the campaign reaches its goal",
  },
};

const lowered: Written = (title, { standingCents, cause, reason }) => {
  const why = WHY[cause ?? "not_eligible"];
  const said = reason === null ? "" : ` (${reason})`;
  return {
    subject: {
      fr: `L’abondement de votre don pour « ${title} » a baissé`,
      en: `The matching of your gift to “${title}” fell`,
    },
    paragraphs: [
      {
        fr: `L’abondement de votre don pour « ${title} » est maintenant de ${formatEuros(standingCents, "fr")} : ${why.fr}${said}. Votre don lui-même ne change pas.`,
        en: `The matching of your gift to “${title}” is now ${formatEuros(standingCents, "en")}: ${why.en}${said}. Your gift itself does not change.`,
      },
      { fr: "Le détail est à cette adresse :", en: "The details are at this address:" },
    ],
  };
};

const raised: Written = (title, { standingCents }) => ({
  subject: { fr: `Votre don pour « ${title} » est mieux abondé`, en: `Your gift to “${title}” is matched more` },
  paragraphs: [
    {
      fr: `De l’argent de partenaires s’est libéré : votre don pour « ${title} » est maintenant abondé de ${formatEuros(standingCents, "fr")}.`,
      en: `Partners’ money became free: your gift to “${title}” is now matched with ${formatEuros(standingCents, "en")}.`,
    },
    { fr: "Le détail est à cette adresse :", en: "The details are at this address:" },
  ],
});

const refundRefused = async (deps: Deps, requestId: string) => {
  const request = await findRequest(deps, requestId);
  const pledge = request && (await findPledge(deps.db, deps.fundId, request.pledgeId));
  if (pledge === undefined || request?.refusal == null) return undefined;
  const { title } = await readCampaign(deps, worker("send-mail"), pledge.campaignId);
  const said: LetterText = {
    subject: {
      fr: `Votre demande de remboursement pour « ${title} »`,
      en: `Your request for a refund from “${title}”`,
    },
    paragraphs: [
      {
        fr: `Nous ne pouvons pas rembourser votre don pour « ${title} » : ${request.refusal}`,
        en: `We cannot refund your gift to “${title}”: ${request.refusal}`,
      },
      { fr: "Votre don est à cette adresse :", en: "Your gift is at this address:" },
    ],
  };
  const language: Language = pledge.language === "en" ? "en" : "fr";
  return letterOf(pledge.email, language, said, pledgeUrl(deps, pledge.id), deps.bankAccount.name);
};

/** To the holder's members, whose request it was: the donor's name is not theirs to read here. */
const holderRefundRefused: Template = async (deps, subjectId) => {
  const [requestId = "", userId = ""] = subjectId.split("/");
  const request = await findRequest(deps, requestId);
  const pledge = request && (await findPledge(deps.db, deps.fundId, request.pledgeId));
  if (pledge === undefined || request?.refusal == null) return undefined;
  const campaign = await findCampaign(deps.db, deps.fundId, pledge.campaignId);
  const gift = (language: Language) =>
    [formatEuros(pledge.amountCents, language), formatDay(pledge.createdAt, language)] as const;
  const [[amount, day], [amountEn, dayEn]] = [gift("fr"), gift("en")];
  const said: LetterText = {
    subject: {
      fr: `Le don à rendre de « ${campaign.title} »`,
      en: `The gift to return of “${campaign.title}”`,
    },
    paragraphs: [
      {
        fr: `Votre organisation demandait que le don de ${amount} du ${day} soit rendu, en tout ou en partie. Le fonds ne le rend pas : ${request.refusal}`,
        en: `Your organisation asked that the gift of ${amountEn} of ${dayEn} be returned, whole or in part. The fund does not return it: ${request.refusal}`,
      },
      { fr: "Le donateur n’en sait rien.", en: "The donor knows nothing of it." },
      { fr: "Vos dons sont à cette adresse :", en: "Your gifts are at this address:" },
    ],
  };
  return toMember(deps, userId, campaign, said, "dons");
};

export const undoingLetters: Readonly<Record<string, Template>> = {
  "match-lowered": aboutMatching(lowered),
  "match-raised": aboutMatching(raised),
  "refund-refused": refundRefused,
  "holder-refund-refused": holderRefundRefused,
};
