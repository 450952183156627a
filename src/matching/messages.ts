import { AppError } from "../errors.ts";
import type { Text } from "../i18n/text.ts";
import { formatEuros } from "../ui/format.ts";

export const offerTexts = {
  none: {
    fr: "Aucun partenaire n’abonde cette collecte pour l’instant.",
    en: "No partner matches this campaign for now.",
  },
  left: { fr: "Reste à distribuer pour cette collecte :", en: "Left for this campaign:" },
  usedUp: { fr: "Tout a été distribué pour l’instant.", en: "All of it is used up for now." },
  awaited: {
    fr: "Promis en plus par le partenaire, sous réserve de réception :",
    en: "Promised in addition by the partner, subject to receipt:",
  },
  lumpGranted: {
    fr: "Cette collecte a déjà reçu la somme de cette règle.",
    en: "This campaign has already received this rule’s sum.",
  },
  sharedAtEnd: ({ fr, en }: Text): Text => ({
    fr: `Le partage se fait après le ${fr} : jusque-là, personne ne sait ce que chaque don recevra.`,
    en: `It is shared after ${en}: until then nobody knows what each gift will receive.`,
  }),
  from: (day: string): Text => ({ fr: `À partir du ${day}.`, en: `From ${day}.` }),
} as const;

export const MATCH_STATES: Readonly<
  Record<"reserved" | "committed" | "paid" | "released" | "reversed" | "clawback_due" | "shared-later" | "none", Text>
> = {
  reserved: { fr: "Réservé", en: "Held" },
  committed: { fr: "Acquis", en: "Confirmed" },
  paid: { fr: "Versé au projet", en: "Paid to the project" },
  released: { fr: "Libéré", en: "Released" },
  reversed: { fr: "Annulé avec le don", en: "Reversed with the gift" },
  clawback_due: { fr: "À reverser", en: "To be paid back" },
  "shared-later": { fr: "Partagé en fin de période", en: "Shared at the period’s end" },
  none: { fr: "Sans abondement", en: "Not matched" },
};

export const explainedTexts = {
  why: { fr: "Pourquoi cet abondement ?", en: "Why this matching?" },
  whyNot: { fr: "Pourquoi pas d’abondement ?", en: "Why no matching?" },
  howShared: { fr: "Comment se fait le partage ?", en: "How is it shared?" },
  stands: { fr: "Il en reste", en: "What stands of it:" },
} as const satisfies Record<string, Text>;

/** The rule's text is that of the version that answered, not of a later one (M8). */
export const ruleOfVersion = (version: number): Text => ({
  fr: `Règle, version ${version} :`,
  en: `Rule, version ${version}:`,
});

export const subjectToReceipt = (partner: string, cents: bigint): Text => ({
  fr: `${partner} a promis ${formatEuros(cents, "fr")} de plus, sous réserve de réception : cet argent n’abonde aucun don avant d’être arrivé.`,
  en: `${partner} has promised another ${formatEuros(cents, "en")}, subject to receipt: this money matches no gift before it has arrived.`,
});

export const nothingStands = () =>
  new AppError("nothing-stands", 409, {
    fr: "Aucun abondement de cette règle ne tient ici.",
    en: "No matching of this rule stands here.",
  });
