import { lastMoment } from "../campaigns/campaign-cards.tsx";
import { type CampaignChange, findChange } from "../campaigns/change-queries.ts";
import { readCampaign } from "../campaigns/queries.ts";
import { worker } from "../domain/actor.ts";
import type { Language, Text } from "../i18n/text.ts";
import { pledgeUrl } from "../pledges/access-token.ts";
import { findPledge } from "../pledges/lock-pledge.ts";
import { formatDay, formatEuros } from "../ui/format.ts";
import { letterOf } from "./letter-text.ts";
import type { Template } from "./templates.ts";

/** P10: goal or last day of a campaign changed; how it was, how it is, why, and the free way out. */
export const campaignChanged: Template = async (deps, subjectId) => {
  const [changeId = "", pledgeId = ""] = subjectId.split("/");
  const change = await findChange(deps.db, deps.fundId, changeId);
  const pledge = await findPledge(deps.db, deps.fundId, pledgeId);
  if (change === undefined || pledge === undefined || pledge.endedAt !== null) return undefined;
  const { title } = await readCampaign(deps, worker("send-mail"), pledge.campaignId);
  const language: Language = pledge.language === "en" ? "en" : "fr";
  const paragraphs = [
    {
      fr: `La collecte « ${title} », à laquelle vous avez donné, a changé.`,
      en: `The campaign “${title}”, to which you gave, has changed.`,
    },
    ...whatChanged(change),
    { fr: `Raison : ${change.reason}`, en: `Reason: ${change.reason}` },
    pledge.state === "captured" ? takenBack(change) : CANCELLED,
  ];
  const subject = { fr: `La collecte « ${title} » a changé`, en: `The campaign “${title}” has changed` };
  return letterOf(pledge.email, language, { subject, paragraphs }, pledgeUrl(deps, pledgeId), deps.bankAccount.name);
};

function whatChanged(change: CampaignChange): readonly Text[] {
  const euros = (amount: bigint, language: Language) => formatEuros(amount, language);
  const day = (at: Date, language: Language) => formatDay(lastMoment(at), language);
  const { oldGoalCents: before, newGoalCents: after, oldDeadlineAt, newDeadlineAt } = change;
  const goal = {
    fr: `Objectif : ${euros(after, "fr")} au lieu de ${euros(before, "fr")}.`,
    en: `Goal: ${euros(after, "en")} instead of ${euros(before, "en")}.`,
  };
  const lastDay = {
    fr: `Dernier jour : ${day(newDeadlineAt, "fr")} au lieu du ${day(oldDeadlineAt, "fr")}.`,
    en: `Last day: ${day(newDeadlineAt, "en")} instead of ${day(oldDeadlineAt, "en")}.`,
  };
  return [
    ...(before === after ? [] : [goal]),
    ...(oldDeadlineAt.getTime() === newDeadlineAt.getTime() ? [] : [lastDay]),
  ];
}

const CANCELLED: Text = {
  fr: "Si cela vous convient, vous n’avez rien à faire. Sinon, vous pouvez annuler votre promesse, sans frais, jusqu’à son débit, à cette adresse :",
  en: "If this suits you, there is nothing to do. If not, you can cancel your pledge at no cost, until it is charged, at this address:",
};

const takenBack = ({ leaveUntil }: CampaignChange): Text => ({
  fr: `Si cela vous convient, vous n’avez rien à faire. Sinon, vous pouvez reprendre votre don en entier, sans avoir à vous justifier, jusqu’au ${formatDay(leaveUntil, "fr")}, à cette adresse :`,
  en: `If this suits you, there is nothing to do. If not, you can take your whole gift back without giving a reason, until ${formatDay(leaveUntil, "en")}, at this address:`,
});
