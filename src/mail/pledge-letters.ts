import { readCampaign } from "../campaigns/queries.ts";
import type { Deps } from "../deps.ts";
import { worker } from "../domain/actor.ts";
import { needsAuthentication } from "../domain/declines.ts";
import type { Language } from "../i18n/text.ts";
import { pledgeUrl } from "../pledges/access-token.ts";
import { findPledge, type PledgeRow } from "../pledges/lock-pledge.ts";
import { latestLink, linkUrl } from "../pledges/payment-link.ts";
import { formatDate, formatDay, formatEuros } from "../ui/format.ts";
import { type LetterText, letterOf } from "./letter-text.ts";
import type { Template } from "./templates.ts";

type Facts = { readonly pledge: PledgeRow; readonly title: string; readonly deadlineAt: Date | null };

/** The page of a gift, where its donor may come back any time. */
const giftLink = async (deps: Deps, pledgeId: string): Promise<string> => pledgeUrl(deps, pledgeId);

/** A link that leads to the payment page: it ends by being used, and some days later. */
async function actLink(deps: Deps, pledgeId: string): Promise<string> {
  const link = await latestLink(deps.db, deps.fundId, pledgeId);
  return link?.state === "live" ? linkUrl(deps, link) : pledgeUrl(deps, pledgeId);
}

/** A letter to a donor about one pledge, with the link to it. `isNeeded` is asked again when it is written. */
const aboutPledge =
  (isNeeded: (pledge: PledgeRow) => boolean, text: (facts: Facts) => LetterText, link = giftLink): Template =>
  async (deps, pledgeId) => {
    const pledge = await findPledge(deps.db, deps.fundId, pledgeId);
    if (pledge === undefined || !isNeeded(pledge)) return undefined;
    const campaign = await readCampaign(deps, worker("send-mail"), pledge.campaignId);
    const language: Language = pledge.language === "en" ? "en" : "fr";
    const facts = { pledge, title: campaign.title, deadlineAt: campaign.deadlineAt };
    return letterOf(pledge.email, language, text(facts), await link(deps, pledgeId), fundName(deps));
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

const SINGLE_USE = {
  fr: "Ce lien sert une seule fois et expire dans trois jours ; la page qu’il ouvre vous permet d’en demander un autre :",
  en: "This link works once and expires in three days; the page it opens lets you ask for another:",
};

export const authenticationNeeded = aboutPledge(
  (pledge) => pledge.state === "action_required",
  (facts) => (needsAuthentication(facts.pledge.lastDeclineCode) ? toAuthenticate(facts) : toPayAnotherWay(facts)),
  actLink,
);

function toAuthenticate(facts: Facts): LetterText {
  return {
    subject: {
      fr: `Votre banque demande votre accord pour « ${facts.title} »`,
      en: `Your bank asks you to confirm your gift to “${facts.title}”`,
    },
    paragraphs: [
      {
        fr: `La collecte « ${facts.title} » est arrivée à son terme. Avant de débiter vos ${total(facts, "fr")}, votre banque demande que vous confirmiez le paiement.`,
        en: `The campaign “${facts.title}” has closed. Before your ${total(facts, "en")} are charged, your bank asks you to confirm the payment.`,
      },
      { fr: "Cela prend une minute.", en: "It takes a minute." },
      SINGLE_USE,
    ],
  };
}

/** Why the bank refused stays between it and the donor. */
const toPayAnotherWay = (facts: Facts): LetterText => ({
  subject: {
    fr: `Votre don à « ${facts.title} » : un autre moyen de paiement est nécessaire`,
    en: `Your gift to “${facts.title}” needs another way to pay`,
  },
  paragraphs: [
    {
      fr: `La collecte « ${facts.title} » est arrivée à son terme, mais la carte ou le compte enregistré ne peut pas payer vos ${total(facts, "fr")}. Rien n’est débité. Vous pouvez payer autrement dans les prochains jours.`,
      en: `The campaign “${facts.title}” has closed, but the saved card or account cannot pay your ${total(facts, "en")}. Nothing was charged. You can pay another way within the next days.`,
    },
    SINGLE_USE,
  ],
});

const lastDayOfCard = ({ pledge }: Facts, language: Language) => formatDate(pledge.cardExpiresOn ?? "", language);

export const cardEnding = aboutPledge(
  (pledge) => pledge.state === "authorised" && pledge.cardExpiresOn !== null,
  (facts) => ({
    subject: {
      fr: `Votre carte expire avant la fin de la collecte « ${facts.title} »`,
      en: `Your card expires before “${facts.title}” ends`,
    },
    paragraphs: [
      {
        fr: `La carte finissant par ${facts.pledge.cardLast4}, enregistrée pour votre don de ${total(facts, "fr")}, est valable jusqu’au ${lastDayOfCard(facts, "fr")}. La collecte « ${facts.title} » se termine le ${day(facts, "fr")}, et le débit peut avoir lieu dans les jours qui suivent.`,
        en: `The card ending in ${facts.pledge.cardLast4}, saved for your gift of ${total(facts, "en")}, is good until ${lastDayOfCard(facts, "en")}. The campaign “${facts.title}” closes on ${day(facts, "en")}, and the charge may take place in the days after.`,
      },
      {
        fr: "Beaucoup de banques renouvellent la carte sans que vous ayez rien à faire. Sinon, enregistrez-en une autre. Ce lien sert une seule fois et expire dans trois semaines :",
        en: "Many banks renew a card without anything for you to do. If yours does not, save another one. This link works once and expires in three weeks:",
      },
    ],
  }),
  actLink,
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
