import type { CampaignState } from "../domain/campaign.ts";
import type { Language, Text } from "../i18n/text.ts";
import { formatCount, formatDay, formatEuros } from "../ui/format.ts";

export const HOME = {
  title: { fr: "Donner à un lieu numérique près de chez vous", en: "Give to a digital place near you" },
  live: { fr: "Collectes en cours", en: "Live campaigns" },
  intro: {
    fr: "Des lieux où l’on aide chacun à se servir du numérique ont besoin de vous. Pour beaucoup de dons, un partenaire ajoute sa part.",
    en: "Places that help people use digital tools need you. For many gifts, a partner adds its share.",
  },
  none: { fr: "Aucune collecte n’est ouverte aujourd’hui.", en: "No campaign is open today." },
  all: { fr: "Toutes les collectes et la carte", en: "All campaigns and the map" },
  how: { fr: "Comment ça marche", en: "How it works" },
  until: { fr: "Jusqu’au", en: "Until" },
  donors: { fr: "Donateurs", en: "Donors" },
} as const satisfies Record<string, Text>;

/** Giving, told in three sentences. */
export const STEPS: readonly { readonly title: Text; readonly text: Text }[] = [
  {
    title: { fr: "Vous donnez", en: "You give" },
    text: {
      fr: "Avec ou sans compte, à partir de 1 €. Avant de payer, vous voyez ce que votre don déclenche.",
      en: "With or without an account, from €1. Before you pay, you see what your gift triggers.",
    },
  },
  {
    title: { fr: "Un partenaire ajoute sa part", en: "A partner adds its share" },
    text: {
      fr: "Des structures se sont engagées par écrit à compléter les dons. Leur règle est publique.",
      en: "Organisations have committed in writing to add to gifts. Their rule is public.",
    },
  },
  {
    title: { fr: "Le lieu reçoit l’argent", en: "The place gets the money" },
    text: {
      fr: "Quand la collecte réussit, deux personnes du fonds approuvent chaque versement. Sinon, vous êtes remboursé ou rien n’est débité.",
      en: "When the campaign succeeds, two people of the fund approve each payment. If not, you are refunded or nothing is charged.",
    },
  },
];

export const PAGE = {
  give: { fr: "Donner", en: "Give" },
  share: { fr: "Partager cette collecte", en: "Share this campaign" },
  by: { fr: "Porté par", en: "By" },
  preview: {
    fr: "Aperçu : cette page n’est visible que de votre structure et du fonds.",
    en: "Preview: only your organisation and the fund can see this page.",
  },
  story: { fr: "Le projet", en: "The project" },
  howItWorks: { fr: "Comment ça marche", en: "How it works" },
  places: { fr: "Où", en: "Where" },
  address: { fr: "Adresse", en: "Address" },
  hours: { fr: "Horaires", en: "Opening hours" },
  phone: { fr: "Téléphone", en: "Telephone" },
  commune: { fr: "Commune", en: "Commune" },
  rewards: { fr: "Contreparties", en: "Rewards" },
  rewardsNote: {
    fr: "Vous choisissez une contrepartie, ou aucune, au moment de donner. Pour vous la remettre, la structure reçoit votre nom et votre adresse e-mail une fois le don encaissé.",
    en: "You choose a reward, or none, when you give. To hand it over, the organisation gets your name and e-mail address once the gift is charged.",
  },
  soldOut: { fr: "Épuisée", en: "None left" },
  needs: { fr: "Besoins en nature", en: "Needs in kind" },
  matching: { fr: "Les partenaires ajoutent leur part", en: "Partners add their share" },
  stretch: { fr: "Paliers suivants", en: "Stretch goals" },
  goal: { fr: "Objectif", en: "Goal" },
  mode: { fr: "Mode", en: "Kind" },
  lastDay: { fr: "Dernier jour", en: "Last day" },
  firstDay: { fr: "Premier jour", en: "First day" },
  donors: { fr: "Donateurs", en: "Donors" },
  standing: { fr: "Où en est la collecte", en: "Where the campaign stands" },
  euro: { fr: "Ce que votre euro paiera", en: "What your euro will pay" },
  ofOneEuro: { fr: "Sur 1 €", en: "Of €1" },
  ifItFails: { fr: "Si l’objectif n’est pas atteint", en: "If the goal is not reached" },
  access: { fr: "Comment venir", en: "How to come" },
  accessibility: { fr: "Accessibilité", en: "Accessibility" },
  accessSheet: { fr: "Voir la fiche du lieu", en: "See the place’s sheet" },
  paidTitle: { fr: "Ce qui a été versé au projet", en: "What the project has been paid" },
  granted: { fr: "Subvention accordée, dons et abondements réunis :", en: "Granted, gifts and matching together:" },
  payments: { fr: "Versements", en: "Payments" },
  paidOn: { fr: "Jour", en: "Day" },
  nothingPaid: { fr: "Aucun versement pour l’instant.", en: "No payment yet." },
  fee: { fr: "Frais du fonds", en: "The fund’s fee" },
} as const satisfies Record<string, Text>;

/** M9: what promised money would add, and that none of it is there. */
export function awaitedExplained(
  awaited: { readonly awaitedCents: bigint; readonly countedCents: bigint },
  campaign: Pick<Terms, "matchingCounts" | "mode">,
): Text {
  const counted = campaign.matchingCounts && campaign.mode === "all_or_nothing" ? awaited.countedCents : 0n;
  const sum = (language: Language) => formatEuros(awaited.awaitedCents, language);
  if (counted === 0n)
    return {
      fr: `Des partenaires ont promis ${sum("fr")} d’abondement de plus pour ces dons, sous réserve de réception : cela ne compte pas dans l’objectif.`,
      en: `Partners promised ${sum("en")} more in matching for these gifts, subject to receipt: it does not count towards the goal.`,
    };
  return {
    fr: `Des partenaires ont promis ${sum("fr")} d’abondement de plus pour ces dons, sous réserve de réception. ${formatEuros(counted, "fr")} comptent dans l’objectif si l’argent arrive au plus tard sept jours après la fin de la collecte ; sans cela, personne n’est débité.`,
    en: `Partners promised ${sum("en")} more in matching for these gifts, subject to receipt. ${formatEuros(counted, "en")} count towards the goal if the money arrives within seven days of the end of the campaign; otherwise nobody is charged.`,
  };
}

const both = (words: (language: Language) => string): Text => ({ fr: words("fr"), en: words("en") });

type Terms = {
  readonly mode: "all_or_nothing" | "keep_what_you_raise";
  readonly goalCents: bigint;
  readonly deadlineAt: Date;
  readonly shortfallPolicy: "fail_and_refund" | "accept_minimum" | "reserve_top_up";
  readonly minimumCents: bigint | null;
  readonly topUpMaxBps: number | null;
  readonly matchingCounts: boolean;
  readonly declaredFeeBps: number;
};

/** When the money moves, and what becomes of it if the campaign falls short (P1, P5). */
export function modeExplained(terms: Terms, lastDay: Date): readonly Text[] {
  const goal = (language: Language) => formatEuros(terms.goalCents, language);
  if (terms.mode === "keep_what_you_raise")
    return [
      {
        fr: "Chaque don compte : votre don est débité tout de suite et va au projet, même si l’objectif n’est pas atteint.",
        en: "Every gift counts: yours is charged at once and goes to the project, even if the goal is not reached.",
      },
    ];
  return [
    {
      fr: `Tout ou rien : votre carte est enregistrée aujourd’hui et débitée après le ${formatDay(lastDay, "fr")}, seulement si l’objectif de ${goal("fr")} est atteint. Sinon, rien n’est débité. D’ici là, vous pouvez annuler.`,
      en: `All or nothing: your card is saved today and charged after ${formatDay(lastDay, "en")}, only if the goal of ${goal("en")} is reached. If not, nothing is charged. Until then you can cancel.`,
    },
    shortfallExplained(terms),
  ];
}

function shortfallExplained({ shortfallPolicy, minimumCents, topUpMaxBps }: Terms): Text {
  switch (shortfallPolicy) {
    case "fail_and_refund":
      return {
        fr: "Si des cartes sont refusées et qu’il manque alors de l’argent, la collecte échoue et chaque don débité est remboursé.",
        en: "If cards are declined and money is then missing, the campaign fails and every charged gift is refunded.",
      };
    case "accept_minimum":
      return {
        fr: `Si des cartes sont refusées, le projet se fait quand même à partir de ${formatEuros(minimumCents ?? 0n, "fr")} ; en dessous, chaque don débité est remboursé.`,
        en: `If cards are declined, the project still goes ahead from ${formatEuros(minimumCents ?? 0n, "en")} on; below, every charged gift is refunded.`,
      };
    case "reserve_top_up":
      return {
        fr: `Si des cartes sont refusées, la réserve du fonds peut compléter jusqu’à ${percent(topUpMaxBps ?? 0, "fr")} de l’objectif ; s’il manque plus, chaque don débité est remboursé.`,
        en: `If cards are declined, the fund’s reserve may add up to ${percent(topUpMaxBps ?? 0, "en")} of the goal; if more is missing, every charged gift is refunded.`,
      };
  }
}

const DAY_MS = 86_400_000;

/** How long one can still give; only for a campaign that is open. */
export function daysLeft(deadlineAt: Date, now: Date): Text {
  const days = Math.floor((deadlineAt.getTime() - now.getTime()) / DAY_MS);
  if (days < 1) return { fr: "Dernières heures pour donner", en: "Last hours to give" };
  if (days === 1) return { fr: "Encore 1 jour pour donner", en: "1 day left to give" };
  return { fr: `Encore ${days} jours pour donner`, en: `${days} days left to give` };
}

/** Under the button: when money leaves the donor's account. */
export const promiseInShort = (mode: Terms["mode"]): Text =>
  mode === "all_or_nothing"
    ? {
        fr: "Rien n’est débité aujourd’hui, ni si l’objectif n’est pas atteint.",
        en: "Nothing is charged today, nor if the goal is not reached.",
      }
    : {
        fr: "Votre don est débité tout de suite et va au projet.",
        en: "Your gift is charged at once for the project.",
      };

export const ifItFails = (mode: Terms["mode"]): Text =>
  mode === "all_or_nothing"
    ? {
        fr: "Personne ne paie, et l’argent des partenaires leur revient : il sert à d’autres collectes.",
        en: "Nobody pays, and the partners’ money goes back to them: it serves other campaigns.",
      }
    : {
        fr: "Le projet garde ce qui est réuni, dons et abondements, et se fait avec ce montant.",
        en: "The project keeps what was raised, gifts and matching, and goes ahead with that amount.",
      };

/** P6, said to everybody. */
export const matchingExplained = (counts: boolean): Text =>
  counts
    ? {
        fr: "L’argent ajouté par les partenaires (abondements) compte dans l’objectif.",
        en: "Money that partners add (matching) counts towards the goal.",
      }
    : {
        fr: "L’argent ajouté par les partenaires (abondements) vient en plus : il ne compte pas dans l’objectif.",
        en: "Money that partners add (matching) comes on top: it does not count towards the goal.",
      };

export const feeExplained = (bps: number): Text =>
  bps === 0
    ? {
        fr: "Le fonds ne garde rien : dons et abondements vont au projet.",
        en: "The fund keeps nothing: gifts and matching go to the project.",
      }
    : {
        fr: `Le fonds garde ${percent(bps, "fr")} des dons pour son fonctionnement, et rien des abondements.`,
        en: `The fund keeps ${percent(bps, "en")} of gifts to run, and nothing of the matching.`,
      };

/** Basis points as people write percent: `2,5 %`. */
function percent(bps: number, language: Language): string {
  const whole = Math.floor(bps / 100);
  const rest = String(bps % 100)
    .padStart(2, "0")
    .replace(/0+$/, "");
  const mark = language === "fr" ? "," : ".";
  return `${whole}${rest === "" ? "" : mark + rest}${language === "fr" ? "\u00a0%" : "%"}`;
}

export const pendingExplained = (gifts: bigint, matches: bigint): Text =>
  both((language) => {
    const given = formatEuros(gifts, language);
    const added = formatEuros(matches, language);
    if (language === "fr")
      return `En attente de confirmation, sans compter pour l’instant : ${matches === 0n ? `${given} de dons` : `${given} de dons et ${added} d’abondements`}.`;
    return `Waiting for confirmation, not counted yet: ${matches === 0n ? `${given} of gifts` : `${given} of gifts and ${added} of matching`}.`;
  });

export const inDebitExplained = (gifts: bigint): Text =>
  both((language) =>
    language === "fr"
      ? `Dont ${formatEuros(gifts, "fr")} en cours de prélèvement : la banque du donateur répond en quelques jours, trois semaines au plus.`
      : `Of these, ${formatEuros(gifts, "en")} is being debited: the donor’s bank answers within some days, three weeks at most.`,
  );

export const besidesGoal = (matches: bigint): Text =>
  both((language) =>
    language === "fr"
      ? `En plus de l’objectif : ${formatEuros(matches, "fr")} d’abondements.`
      : `On top of the goal: ${formatEuros(matches, "en")} of matching.`,
  );

export const rewardFrom = (threshold: bigint): Text =>
  both((language) => (language === "fr" ? "À partir de " : "From ") + formatEuros(threshold, language));

export const rewardWorth = (value: bigint): Text =>
  both((language) => (language === "fr" ? "Valeur : " : "Value: ") + formatEuros(value, language));

export const piecesLeft = (left: number, stock: number): Text =>
  both((language) => {
    const [some, all] = [formatCount(left, language), formatCount(stock, language)];
    return language === "fr" ? `Il en reste ${some} sur ${all}.` : `${some} of ${all} left.`;
  });

/** Why nobody can give now; none for a live campaign. */
export const CLOSED: Readonly<Partial<Record<CampaignState, Text>>> = {
  settling: {
    fr: "Cette collecte est terminée. Les paiements sont en cours : le résultat sera connu dans quelques jours.",
    en: "This campaign has ended. Payments are under way: the result will be known in a few days.",
  },
  succeeded: { fr: "Cette collecte a réussi. Merci !", en: "This campaign succeeded. Thank you!" },
  failed: {
    fr: "Cette collecte n’a pas abouti. Personne ne paie : ce qui a été débité est remboursé.",
    en: "This campaign did not succeed. Nobody pays: what was charged is refunded.",
  },
  suspended: {
    fr: "Cette collecte est suspendue : on ne peut pas donner pour l’instant.",
    en: "This campaign is suspended: giving is not possible for now.",
  },
  cancelled: {
    fr: "Cette collecte est annulée. Ce qui a été débité est remboursé.",
    en: "This campaign is cancelled. What was charged is refunded.",
  },
};

export const DEADLINE_OVER: Text = {
  fr: "Cette collecte est terminée : on ne peut plus donner.",
  en: "This campaign has ended: giving is no longer possible.",
};
