import type { Text } from "../i18n/text.ts";
import { formatDate, formatEuros } from "../ui/format.ts";
import type { LinkAsks } from "./open-by-link.ts";
import type { LinkState } from "./payment-link.ts";

export const LINK = {
  title: { fr: "Votre don vous attend", en: "Your gift is waiting for you" },
  done: {
    fr: "Il ne vous reste rien à faire : ce don est payé, en cours de paiement ou terminé.",
    en: "There is nothing left for you to do: this gift is paid, being paid, or has ended.",
  },
  where: {
    fr: "La page de votre don est dans les messages que nous vous avons envoyés.",
    en: "Your gift’s page is in the messages we sent you.",
  },
  renew: { fr: "Recevoir un nouveau lien par e-mail", en: "Get a new link by e-mail" },
  renewed: {
    fr: "Si ce don attend encore quelque chose de vous, un message part à l’adresse que vous aviez donnée. Regardez aussi dans les indésirables.",
    en: "If this gift still needs something from you, a message is on its way to the address you gave. Look among unwanted mail too.",
  },
  safe: {
    fr: "Vous continuez sur la page sécurisée de Stripe. Votre don ne peut être débité qu’une seule fois.",
    en: "You go on to Stripe’s secure page. Your gift can be charged only once.",
  },
} as const satisfies Record<string, Text>;

export const LINK_BUTTONS: Readonly<Record<Exclude<LinkAsks, "nothing">, Text>> = {
  authentication: { fr: "Confirmer le paiement", en: "Confirm the payment" },
  another_card: { fr: "Payer autrement", en: "Pay another way" },
  card_before_charge: { fr: "Enregistrer une autre carte", en: "Save another card" },
};

export const whatItAsks = (asks: Exclude<LinkAsks, "nothing">, title: string, cents: bigint): Text => {
  const fr = `« ${title} »`;
  const en = `“${title}”`;
  const amount = { fr: formatEuros(cents, "fr"), en: formatEuros(cents, "en") };
  switch (asks) {
    case "authentication":
      return {
        fr: `Votre banque demande que vous confirmiez votre don de ${amount.fr} à ${fr}. Rien n’est encore débité.`,
        en: `Your bank asks you to confirm your gift of ${amount.en} to ${en}. Nothing has been charged yet.`,
      };
    case "another_card":
      return {
        fr: `La carte ou le compte enregistré ne peut pas payer votre don de ${amount.fr} à ${fr}. Rien n’est débité ; vous pouvez payer autrement.`,
        en: `The saved card or account cannot pay your gift of ${amount.en} to ${en}. Nothing was charged; you can pay another way.`,
      };
    case "card_before_charge":
      return {
        fr: `Vous pouvez enregistrer une autre carte pour votre don de ${amount.fr} à ${fr}. Rien n’est débité aujourd’hui.`,
        en: `You can save another card for your gift of ${amount.en} to ${en}. Nothing is charged today.`,
      };
  }
};

export const WHY_ENDED: Readonly<Record<Exclude<LinkState, "live">, Text>> = {
  used: { fr: "Ce lien a déjà servi.", en: "This link has already been used." },
  replaced: {
    fr: "Un lien plus récent vous a été envoyé : celui-ci ne fonctionne plus.",
    en: "A newer link was sent to you: this one no longer works.",
  },
  expired: { fr: "Ce lien a expiré.", en: "This link has expired." },
};

export const METHOD = {
  paidBy: { fr: "Payé par", en: "Paid by" },
  account: { fr: "prélèvement bancaire", en: "bank debit" },
  card: (last4: string, expiresOn: string): Text => ({
    fr: `carte finissant par ${last4}, valable jusqu’au ${formatDate(expiresOn, "fr")}`,
    en: `card ending in ${last4}, good until ${formatDate(expiresOn, "en")}`,
  }),
  endsSoon: {
    fr: "Votre carte arrive à expiration avant la fin possible du débit. Si votre banque ne la renouvelle pas d’elle-même, enregistrez-en une autre.",
    en: "Your card expires before the last day on which it may be charged. Unless your bank renews it by itself, save another one.",
  },
  change: { fr: "Changer de moyen de paiement", en: "Change how you pay" },
  changing: {
    fr: "Nous attendons la confirmation du nouveau moyen de paiement. Rechargez cette page dans un instant.",
    en: "We are waiting for the new way to pay to be confirmed. Reload this page in a moment.",
  },
  anotherNeeded: {
    fr: "Le moyen de paiement enregistré ne peut pas payer ce don. Rien n’a été débité ; vous pouvez payer autrement.",
    en: "The saved way to pay cannot pay this gift. Nothing was charged; you can pay another way.",
  },
  payAnother: { fr: "Payer autrement", en: "Pay another way" },
  debitUnderWay: {
    fr: "Le prélèvement est parti à votre banque, qui peut mettre jusqu’à 14 jours ouvrés à répondre. Le don compte dès qu’elle a payé.",
    en: "The debit has left for your bank, which may take up to 14 business days to answer. The gift counts once it has paid.",
  },
  debitRights: {
    fr: "Vous pouvez contester ce prélèvement à votre banque, sans motif, pendant huit semaines.",
    en: "You may contest this debit at your bank, without giving a reason, for eight weeks.",
  },
} as const;
