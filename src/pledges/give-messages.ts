import type { Text } from "../i18n/text.ts";
import { formatEuros, formatTime } from "../ui/format.ts";

export const GIVE = {
  offers: { fr: "Des partenaires ajoutent leur part : voir comment", en: "Partners add their share: see how" },
  amount: { fr: "Votre don au projet", en: "Your gift to the project" },
  step1: { fr: "Étape 1 sur 3 : votre don", en: "Step 1 of 3: your gift" },
  step2: { fr: "Étape 2 sur 3 : vérifier", en: "Step 2 of 3: check" },
  account: { fr: "Vous avez un compte ?", en: "Do you have an account?" },
  signIn: { fr: "Connectez-vous pour retrouver vos dons", en: "Sign in to find your gifts again" },
  reward: { fr: "Contrepartie", en: "Reward" },
  rewardHint: {
    fr: "Une contrepartie qui vaut plus du quart de votre don exclut le reçu fiscal. Pour garder le reçu, n’en choisissez pas.",
    en: "A reward worth more than a quarter of your gift rules out the tax receipt. To keep the receipt, choose none.",
  },
  noReward: { fr: "Aucune, je donne simplement", en: "None, I simply give" },
  tip: { fr: "Soutien au fonds", en: "Support for the fund" },
  tipHint: {
    fr: "Si vous le souhaitez, en plus du don : aide à payer le fonctionnement du fonds. Rien n’est ajouté si vous laissez 0.",
    en: "If you wish, on top of the gift: helps to run the fund. Nothing is added if you leave 0.",
  },
  email: { fr: "Votre adresse e-mail", en: "Your e-mail address" },
  emailHint: {
    fr: "Pour vous envoyer le lien de votre don. Pas besoin de compte.",
    en: "To send you the link of your gift. No account needed.",
  },
  name: { fr: "Votre nom", en: "Your name" },
  anonymous: { fr: "Donner sans montrer mon nom", en: "Give without showing my name" },
  next: { fr: "Voir le total avant de payer", en: "See the total before paying" },
  checkTitle: { fr: "Vérifiez votre don", en: "Check your gift" },
  yourGift: { fr: "Don au projet", en: "Gift to the project" },
  total: { fr: "Total à payer", en: "Total to pay" },
  matchTitle: { fr: "Ce que votre don déclenche", en: "What your gift triggers" },
  noMatch: {
    fr: "Aucun partenaire n’ajoute d’argent à ce don pour l’instant.",
    en: "No partner adds money to this gift for now.",
  },
  why: { fr: "Pourquoi ce montant ?", en: "Why this amount?" },
  rule: { fr: "La règle du partenaire", en: "The partner’s rule" },
  paymentTitle: { fr: "Et maintenant", en: "What happens now" },
  onward: {
    fr: "La page suivante est celle de Stripe, qui gère le paiement : votre numéro de carte ne passe jamais par nous.",
    en: "The next page is Stripe’s, which takes the payment: your card number never reaches us.",
  },
  pay: { fr: "Continuer vers le paiement", en: "Go on to payment" },
  change: { fr: "Modifier", en: "Change" },
} as const satisfies Record<string, Text>;

export const giveTitle = (campaign: string): Text => ({
  fr: `Donner à « ${campaign} »`,
  en: `Give to “${campaign}”`,
});

export const rewardFrom = (title: string, thresholdCents: bigint): Text => ({
  fr: `${title} (à partir de ${formatEuros(thresholdCents, "fr")})`,
  en: `${title} (from ${formatEuros(thresholdCents, "en")})`,
});

export const rewardValue = (cents: bigint): Text => ({
  fr: `Valeur : ${formatEuros(cents, "fr")}`,
  en: `Value: ${formatEuros(cents, "en")}`,
});

export const wouldTrigger = (partner: string, cents: bigint, until: Date): Text => ({
  fr: `Votre don déclencherait ${formatEuros(cents, "fr")} de ${partner}. Si vous continuez, cette somme vous est réservée jusqu’à ${formatTime(until, "fr")}.`,
  en: `Your gift would trigger ${formatEuros(cents, "en")} from ${partner}. If you go on, this sum is held for you until ${formatTime(until, "en")}.`,
});

/** Refusals of the schema in the words of the form. */
export const EXPLAINED: Readonly<Record<string, Text>> = {
  email: {
    fr: "Indiquez une adresse e-mail complète, par exemple camille@exemple.fr.",
    en: "Enter a whole e-mail address, for example camille@example.org.",
  },
  rewardId: { fr: "Choisissez une contrepartie de la liste.", en: "Choose a reward from the list." },
};
