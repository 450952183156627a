import type { PledgeState } from "../domain/pledge.ts";
import type { Text } from "../i18n/text.ts";
import { formatDay, formatEuros, formatTime } from "../ui/format.ts";
import type { RefundState } from "./queries.ts";

export const PLEDGE_STATES_IN_WORDS: Readonly<Record<PledgeState, Text>> = {
  draft: { fr: "Paiement à terminer", en: "Payment to finish" },
  authorised: { fr: "Promesse enregistrée", en: "Pledge recorded" },
  charging: { fr: "Paiement en cours", en: "Payment under way" },
  captured: { fr: "Don reçu", en: "Gift received" },
  action_required: { fr: "Votre banque attend votre accord", en: "Your bank waits for you" },
  failed: { fr: "Paiement non abouti", en: "Payment failed" },
  cancelled: { fr: "Promesse annulée", en: "Pledge cancelled" },
  expired: { fr: "Promesse expirée", en: "Pledge expired" },
};

export const RETURNED: Text = { fr: "Don rendu", en: "Gift returned" };
export const BEING_RETURNED: Text = { fr: "Don en cours de remboursement", en: "Gift being returned" };
export const PARTLY_RETURNED: Text = { fr: "Don rendu en partie", en: "Gift returned in part" };
export const DISPUTED: Text = { fr: "Don contesté à la banque", en: "Gift disputed at the bank" };
export const HELD: Text = { fr: "Don en vérification", en: "Gift being checked" };

export const REFUND_STATES: Readonly<Record<RefundState, Text>> = {
  requested: { fr: "Remboursement demandé", en: "Refund requested" },
  pending: { fr: "Remboursement en route", en: "Refund on its way" },
  succeeded: { fr: "Remboursé", en: "Refunded" },
  failed: {
    fr: "Remboursement refusé par votre banque : nous vous contactons",
    en: "Refund refused by your bank: we will contact you",
  },
  closed: { fr: "Clos avec vous", en: "Closed with you" },
};

/** Why a pledge ended, and that nothing was taken. */
export const ENDED: Readonly<Record<string, Text>> = {
  replaced: {
    fr: "Vous avez recommencé : une promesse plus récente a pris la place de celle-ci.",
    en: "You started again: a newer pledge took the place of this one.",
  },
  checkout_expired: {
    fr: "Le paiement n’a pas été terminé à temps. Rien n’a été débité ; vous pouvez recommencer.",
    en: "The payment was not finished in time. Nothing was charged; you can start again.",
  },
  after_deadline: {
    fr: "La collecte s’est terminée avant votre paiement. Ce qui aurait été débité vous est rendu en entier.",
    en: "The campaign ended before your payment. Anything charged is returned in full.",
  },
  returned: {
    fr: "Le montant débité n’était pas celui de votre don. Il vous est rendu en entier.",
    en: "The amount charged was not that of your gift. It is returned in full.",
  },
  cancelled_by_donor: {
    fr: "Vous avez annulé cette promesse. Rien n’est débité.",
    en: "You cancelled this pledge. Nothing is charged.",
  },
  campaign_failed: {
    fr: "La collecte n’a pas atteint son objectif. Rien n’est débité.",
    en: "The campaign did not reach its goal. Nothing is charged.",
  },
  campaign_cancelled: {
    fr: "La collecte a été annulée. Rien n’est débité.",
    en: "The campaign was cancelled. Nothing is charged.",
  },
  campaign_suspended: {
    fr: "La collecte a été suspendue. Rien n’est débité.",
    en: "The campaign was suspended. Nothing is charged.",
  },
  charge_declined: {
    fr: "La banque a refusé le paiement. Rien n’a été débité.",
    en: "The bank declined the payment. Nothing was charged.",
  },
  window_ended: {
    fr: "La collecte s’est conclue avant que le paiement aboutisse. Rien n’a été débité.",
    en: "The campaign was concluded before the payment went through. Nothing was charged.",
  },
};

const euros = (sentence: (amount: Text) => Text) => (cents: bigint) =>
  sentence({ fr: formatEuros(cents, "fr"), en: formatEuros(cents, "en") });

export const NEXT = {
  finish: (until: Date): Text => ({
    fr: `Rien n’a été débité. Terminez sur la page de paiement avant ${formatTime(until, "fr")}.`,
    en: `Nothing has been charged. Finish on the payment page before ${formatTime(until, "en")}.`,
  }),
  tooLate: {
    fr: "Le temps pour payer est passé. Rien n’a été débité ; vous pouvez recommencer.",
    en: "The time to pay has passed. Nothing was charged; you can start again.",
  },
  waiting: {
    fr: "Nous attendons la confirmation de votre paiement. Rechargez cette page dans un instant.",
    en: "We are waiting for your payment to be confirmed. Reload this page in a moment.",
  },
  abandoned: {
    fr: "Vous avez quitté la page de paiement. Rien n’a été débité.",
    en: "You left the payment page. Nothing was charged.",
  },
  less: (announced: bigint, held: bigint): Text => ({
    fr: `L’abondement réservé est de ${formatEuros(held, "fr")}, plus petit que les ${formatEuros(announced, "fr")} annoncés : d’autres dons ont été faits entre-temps, ou les vôtres ont atteint un plafond. Rien n’est encore payé : vous décidez si vous continuez.`,
    en: `The matching held is ${formatEuros(held, "en")}, smaller than the ${formatEuros(announced, "en")} announced: other gifts came in meanwhile, or yours have reached a cap. Nothing is paid yet: it is up to you to go on.`,
  }),
  promised: (cents: bigint, lastDay: Date): Text => ({
    fr: `Merci ! Rien n’est débité aujourd’hui. Si la collecte atteint son objectif, votre carte sera débitée de ${formatEuros(cents, "fr")} après le ${formatDay(lastDay, "fr")}. Sinon, vous ne payez rien.`,
    en: `Thank you! Nothing is charged today. If the campaign reaches its goal, your card is charged ${formatEuros(cents, "en")} after ${formatDay(lastDay, "en")}. If not, you pay nothing.`,
  }),
  toBeCharged: euros(({ fr, en }) => ({
    fr: `La collecte a atteint son terme : votre carte va être débitée de ${fr}.`,
    en: `The campaign has reached its end: your card is about to be charged ${en}.`,
  })),
  charging: {
    fr: "Le paiement est en cours. Avec un prélèvement bancaire, cela peut prendre plusieurs jours.",
    en: "The payment is under way. With a bank debit this can take several days.",
  },
  retry: (at: Date): Text => ({
    fr: `La banque a refusé le paiement cette fois. Nous réessaierons le ${formatDay(at, "fr")} ; vous n’avez rien à faire.`,
    en: `The bank declined the payment this time. We will try again on ${formatDay(at, "en")}; there is nothing to do.`,
  }),
  confirm: {
    fr: "Avant de débiter votre carte, votre banque demande votre accord. Cela prend une minute.",
    en: "Before your card is charged, your bank asks you to confirm. It takes a minute.",
  },
  captured: euros(({ fr, en }) => ({
    fr: `Merci ! ${fr} ont été débités.`,
    en: `Thank you! ${en} were charged.`,
  })),
  stillRunning: (lastDay: Date): Text => ({
    fr: `La collecte continue jusqu’au ${formatDay(lastDay, "fr")}.`,
    en: `The campaign goes on until ${formatDay(lastDay, "en")}.`,
  }),
  succeeded: {
    fr: "La collecte a réussi : votre don finance le projet.",
    en: "The campaign succeeded: your gift finances the project.",
  },
  settling: {
    fr: "La collecte est close ; les derniers paiements se terminent.",
    en: "The campaign has closed; the last payments are being finished.",
  },
  returned: {
    fr: "La collecte n’a pas abouti. Votre don vous est rendu en entier ; l’argent arrive en quelques jours.",
    en: "The campaign did not succeed. Your gift is returned in full; the money arrives within a few days.",
  },
  givenBack: {
    fr: "Votre don vous est rendu en entier ; l’argent arrive en quelques jours.",
    en: "Your gift is returned in full; the money arrives within a few days.",
  },
  partlyBack: euros((amount) => ({
    fr: `${amount.fr} de votre don vous sont rendus. L’abondement a été recalculé sur le reste.`,
    en: `${amount.en} of your gift is returned. The matching was recomputed on the rest.`,
  })),
  disputed: {
    fr: "Votre banque conteste ce paiement. Le don et son abondement attendent sa décision.",
    en: "Your bank disputes this payment. The gift and its matching wait for its decision.",
  },
  held: {
    fr: "Ce que le paiement a apporté ne correspond pas à votre promesse. Une personne du fonds vérifie et vous écrit ; rien d’autre ne sera débité.",
    en: "What the payment brought does not match your pledge. A person at the fund is checking and will write to you; nothing else will be charged.",
  },
} as const;

export const PLEDGE = {
  receipt: { fr: "Reçu fiscal de ce don", en: "This gift’s tax receipt" },
  noReceipt: { fr: "Pourquoi ce don n’a pas de reçu fiscal", en: "Why this gift has no tax receipt" },
  title: { fr: "Votre don", en: "Your gift" },
  campaign: { fr: "Collecte", en: "Campaign" },
  gift: { fr: "Don au projet", en: "Gift to the project" },
  tip: { fr: "Soutien au fonds", en: "Support for the fund" },
  total: { fr: "Total", en: "Total" },
  reward: { fr: "Contrepartie", en: "Reward" },
  name: { fr: "Au nom de", en: "In the name of" },
  anonymous: { fr: "votre nom n’est pas montré", en: "your name is not shown" },
  madeOn: { fr: "Fait le", en: "Made on" },
  goOn: { fr: "Continuer vers le paiement", en: "Go on to payment" },
  giveAgain: { fr: "Donner de nouveau", en: "Give again" },
  confirm: { fr: "Confirmer auprès de ma banque", en: "Confirm with my bank" },
  cancel: { fr: "Annuler ma promesse", en: "Cancel my pledge" },
  cancelExplained: {
    fr: "Rien ne sera débité, et ce que les partenaires avaient réservé servira à d’autres dons. Vous pourrez donner de nouveau.",
    en: "Nothing will be charged, and what partners held for you will serve other gifts. You can give again.",
  },
  takeBack: { fr: "Reprendre mon don", en: "Take my gift back" },
  matches: { fr: "Abondements", en: "Matching" },
  rulesSilent: {
    fr: "Aucune règle de partenaire n’était en vigueur au moment de votre don.",
    en: "No partner’s rule was in force when you gave.",
  },
  refunds: { fr: "Remboursements", en: "Refunds" },
  keepLink: {
    fr: "Gardez l’adresse de cette page : elle seule donne accès à votre don. Nous vous l’avons aussi envoyée par e-mail une fois le don confirmé.",
    en: "Keep the address of this page: it alone opens your gift. We also send it to you by e-mail once the gift is confirmed.",
  },
  mine: { fr: "Mes dons", en: "My gifts" },
  mineEmpty: { fr: "Vous n’avez pas encore donné.", en: "You have not given yet." },
  state: { fr: "État", en: "State" },
  matched: { fr: "Abondement", en: "Matching" },
  next: { fr: "Dons plus anciens", en: "Older gifts" },
} as const satisfies Record<string, Text>;

/** P10: after a change of the campaign. */
export const wayOutExplained = (until: Date): Text => ({
  fr: `L’objectif ou le dernier jour de cette collecte a changé après votre don. Si cela ne vous convient pas, vous pouvez le reprendre en entier jusqu’au ${formatDay(until, "fr")}, sans vous justifier.`,
  en: `The goal or last day of this campaign changed after your gift. If this does not suit you, you can take all of it back until ${formatDay(until, "en")}, without giving a reason.`,
});
