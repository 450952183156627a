import type { Sign, Suggestion } from "../domain/bank-suggestion.ts";
import type { Language, Text } from "../i18n/text.ts";
import type { DifferenceDetail } from "./read-difference.ts";

export const SUGGESTIONS = {
  title: { fr: "Ce que cette ligne est peut-être", en: "What this line may be" },
  hint: {
    fr: "Rien n’est comptabilisé d’avance. « Choisir » remplit le formulaire plus bas, que vous relisez et envoyez.",
    en: "Nothing is booked beforehand. “Choose” fills in the form below, for you to read over and send.",
  },
  choose: { fr: "Choisir", en: "Choose" },
  none: {
    fr: "Rien sur cette ligne ne désigne une enveloppe, un versement ou un porteur connus.",
    en: "Nothing on this line points at a known pot, payment or holder.",
  },
} as const satisfies Record<string, Text>;

const SIGNS: Readonly<Record<Sign, Text>> = {
  reference: {
    fr: "la référence est dans le libellé, écrite autrement",
    en: "the reference is in the words, written otherwise",
  },
  "reference-near": {
    fr: "le libellé contient la référence à un caractère près",
    en: "the words hold the reference but for one character",
  },
  name: { fr: "le nom est le même", en: "the name is the same" },
  "name-near": { fr: "le nom est presque le même", en: "the name is nearly the same" },
  amount: { fr: "le montant est celui qui est attendu", en: "the amount is the one awaited" },
};

/** Why it is proposed, in one line. */
export const signsText = ({ signs }: Suggestion): Text => ({ fr: joined(signs, "fr"), en: joined(signs, "en") });

const joined = (signs: readonly Sign[], language: Language): string =>
  signs.map((sign) => SIGNS[sign][language]).join(language === "fr" ? " ; " : "; ");

/** What the form's explanation says once a suggestion is chosen; the person may write it otherwise. */
export function suggestedReason(suggestion: Suggestion, { line }: Pick<DifferenceDetail, "line">): Text {
  const why = signsText(suggestion);
  const payer = line === undefined || line.counterparty === "" ? "" : ` (${line.counterparty})`;
  return {
    fr: `Reconnu sur la ligne du relevé${payer} : ${why.fr}.`,
    en: `Recognised on the statement’s line${payer}: ${why.en}.`,
  };
}
