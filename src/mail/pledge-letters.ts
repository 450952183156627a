import { readCampaign } from "../campaigns/queries.ts";
import type { Deps } from "../deps.ts";
import { worker } from "../domain/actor.ts";
import type { Language } from "../i18n/text.ts";
import { pledgeUrl } from "../pledges/access-token.ts";
import { findPledge, type PledgeRow } from "../pledges/lock-pledge.ts";
import { formatDay, formatEuros } from "../ui/format.ts";
import { type LetterText, letterOf } from "./letter-text.ts";
import type { Template } from "./templates.ts";

type Facts = { readonly pledge: PledgeRow; readonly title: string; readonly deadlineAt: Date | null };

/** A letter to a donor about one pledge, with the link to it. `isNeeded` is asked again when it is written. */
const aboutPledge =
  (isNeeded: (pledge: PledgeRow) => boolean, text: (facts: Facts) => LetterText): Template =>
  async (deps, pledgeId) => {
    const pledge = await findPledge(deps.db, deps.fundId, pledgeId);
    if (pledge === undefined || !isNeeded(pledge)) return undefined;
    const campaign = await readCampaign(deps, worker("send-mail"), pledge.campaignId);
    const language: Language = pledge.language === "en" ? "en" : "fr";
    const facts = { pledge, title: campaign.title, deadlineAt: campaign.deadlineAt };
    return letterOf(pledge.email, language, text(facts), pledgeUrl(deps, pledgeId), fundName(deps));
  };

const fundName = (deps: Deps) => deps.bankAccount.name;
const total = ({ pledge }: Facts, language: Language) => formatEuros(pledge.amountCents + pledge.tipCents, language);
const day = ({ deadlineAt }: Facts, language: Language) => (deadlineAt === null ? "" : formatDay(deadlineAt, language));

export const pledgeAuthorised = aboutPledge(
  (pledge) => pledge.state === "authorised",
  (facts) => ({
    subject: { fr: `Votre promesse de don pour « ${facts.title} »`, en: `Your pledge to “${facts.title}”` },
    paragraphs: [
      {
        fr: `Merci ! Votre promesse de ${total(facts, "fr")} pour « ${facts.title} » est enregistrée. Rien n’est débité pour l’instant : vous le serez seulement si la collecte réussit, après sa clôture le ${day(facts, "fr")}.`,
        en: `Thank you! Your pledge of ${total(facts, "en")} to “${facts.title}” is recorded. Nothing is charged now: you will be charged only if the campaign succeeds, after it closes on ${day(facts, "en")}.`,
      },
      {
        fr: "Vous pouvez la suivre ou l’annuler jusque-là, à cette adresse :",
        en: "You can follow or cancel it until then, at this address:",
      },
    ],
  }),
);

export const authenticationNeeded = aboutPledge(
  (pledge) => pledge.state === "action_required",
  (facts) => ({
    subject: {
      fr: `Votre banque demande votre accord pour « ${facts.title} »`,
      en: `Your bank asks you to confirm your gift to “${facts.title}”`,
    },
    paragraphs: [
      {
        fr: `La collecte « ${facts.title} » est arrivée à son terme. Avant de débiter vos ${total(facts, "fr")}, votre banque demande que vous confirmiez le paiement.`,
        en: `The campaign “${facts.title}” has closed. Before your ${total(facts, "en")} are charged, your bank asks you to confirm the payment.`,
      },
      {
        fr: "Cela prend une minute, à cette adresse :",
        en: "It takes a minute, at this address:",
      },
    ],
  }),
);

export const pledgeCaptured = aboutPledge(
  (pledge) => pledge.capturedCents > pledge.returnedCents,
  (facts) => ({
    subject: { fr: `Votre don pour « ${facts.title} » est reçu`, en: `Your gift to “${facts.title}” has arrived` },
    paragraphs: [
      {
        fr: `Votre don de ${formatEuros(facts.pledge.capturedCents, "fr")} pour « ${facts.title} » a été débité. Merci !`,
        en: `Your gift of ${formatEuros(facts.pledge.capturedCents, "en")} to “${facts.title}” was charged. Thank you!`,
      },
      { fr: "Vous le retrouvez à cette adresse :", en: "You find it at this address:" },
    ],
  }),
);

export const giftReturned = aboutPledge(
  (pledge) => pledge.returnedCents > 0n,
  (facts) => ({
    subject: {
      fr: `Votre don pour « ${facts.title} » vous est rendu`,
      en: `Your gift to “${facts.title}” is returned`,
    },
    paragraphs: [
      {
        fr: `Nous vous avons rendu en tout ${formatEuros(facts.pledge.returnedCents, "fr")} de votre don de ${formatEuros(facts.pledge.capturedCents, "fr")} pour « ${facts.title} ». L’argent arrive sur votre compte en quelques jours.`,
        en: `We returned ${formatEuros(facts.pledge.returnedCents, "en")} in all of your gift of ${formatEuros(facts.pledge.capturedCents, "en")} to “${facts.title}”. The money reaches your account within a few days.`,
      },
      { fr: "Le détail est à cette adresse :", en: "The details are at this address:" },
    ],
  }),
);
