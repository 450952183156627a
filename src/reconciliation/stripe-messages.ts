import type { DifferenceCause } from "../domain/reconciliation.ts";
import type { Text } from "../i18n/text.ts";

/** Why Stripe's statement and the books may differ, in words for the person who looks into it (R2). */
export const STRIPE_CAUSES: Readonly<Record<DifferenceCause, Text>> = {
  "entry-missing": {
    fr: "Stripe a bougé cette somme, et aucune écriture ne le dit : un paiement fait hors de l’application, ou en retard.",
    en: "Stripe moved this sum and no entry says so: a payment made outside the application, or a late one.",
  },
  "entry-amount-differs": {
    fr: "L’écriture existe, avec un autre montant que celui de Stripe.",
    en: "The entry exists, with another amount than Stripe’s.",
  },
  "category-unknown": {
    fr: "Stripe nomme un genre de mouvement que l’application ne connaît pas : la somme est en attente.",
    en: "Stripe names a kind of movement the application does not know: the sum stands in suspense.",
  },
  "customer-money-unplaced": {
    fr: "Stripe a ajouté à notre solde un virement que personne n’avait affecté : la somme est en attente.",
    en: "Stripe added to our balance a transfer that nobody had placed: the sum stands in suspense.",
  },
  "payout-returned": {
    fr: "La banque a renvoyé ce virement de Stripe : l’argent est revenu chez Stripe.",
    en: "The bank sent this payout of Stripe’s back: the money returned to Stripe.",
  },
  "transaction-missing": {
    fr: "L’écriture existe, et le relevé de Stripe ne la connaît pas.",
    en: "The entry exists, and Stripe’s statement does not know it.",
  },
  "payout-items-differ": {
    fr: "La somme des mouvements de ce virement n’est pas son montant.",
    en: "The movements of this payout do not add up to its amount.",
  },
  "payout-items-changed": {
    fr: "Un mouvement gardé pour ce virement n’y figure plus chez Stripe.",
    en: "A movement kept for this payout is no longer part of it at Stripe.",
  },
  "payout-missing": {
    fr: "Stripe dit ce virement arrivé depuis cinq jours, et aucun relevé bancaire ne le montre.",
    en: "Stripe says this payout arrived five days ago, and no bank statement shows it.",
  },
  "stripe-balance-differs": {
    fr: "Le solde chez Stripe n’est pas celui que donnent le relevé et les livres.",
    en: "The balance at Stripe is not what the statement and the books give.",
  },
};
