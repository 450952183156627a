import type { Text } from "../i18n/text.ts";

type Bound = number | bigint;

const TYPES: Readonly<Record<string, Text>> = {
  string: { fr: "Un texte est attendu.", en: "Text is expected." },
  number: { fr: "Un nombre est attendu.", en: "A number is expected." },
  int: { fr: "Un nombre entier est attendu.", en: "A whole number is expected." },
  boolean: { fr: "« true » ou « false » est attendu.", en: "“true” or “false” is expected." },
  array: { fr: "Une liste est attendue.", en: "A list is expected." },
  object: { fr: "Un objet est attendu.", en: "An object is expected." },
  date: { fr: "Une date est attendue.", en: "A date is expected." },
};

const FORMATS: Readonly<Record<string, Text>> = {
  email: { fr: "Cette adresse e-mail n’est pas complète.", en: "This e-mail address is not complete." },
  url: { fr: "Cette adresse web n’est pas valable.", en: "This web address is not valid." },
  uuid: { fr: "Cet identifiant n’est pas valable.", en: "This identifier is not valid." },
  date: { fr: "Une date au format AAAA-MM-JJ est attendue.", en: "A date like YYYY-MM-DD is expected." },
  datetime: { fr: "Une date et une heure ISO 8601 sont attendues.", en: "An ISO 8601 date and time are expected." },
};

const missing: Text = { fr: "Une réponse est attendue.", en: "An answer is expected." };
const invalid: Text = { fr: "Cette réponse n’est pas acceptée.", en: "This answer is not accepted." };

export const texts = {
  missing,
  invalid,
  /** For a page, whose reader never sees the values that stand behind the answers. */
  notOffered: {
    fr: "Choisissez une des réponses proposées.",
    en: "Choose one of the answers offered.",
  } satisfies Text,
  unknownField: { fr: "Ce champ n’existe pas.", en: "This field does not exist." } satisfies Text,
  type: (expected: string): Text => TYPES[expected] ?? invalid,
  format: (format: string): Text =>
    FORMATS[format] ?? { fr: "Ce format n’est pas accepté.", en: "This format is not accepted." },
  oneOf: (values: readonly string[]): Text => ({
    fr: `Une de ces valeurs est attendue : ${values.join(", ")}.`,
    en: `One of these values is expected: ${values.join(", ")}.`,
  }),
  tooSmall(origin: string, minimum: Bound): Text {
    if (origin === "string") return minimum === 1 ? missing : atLeast(minimum, "caractères", "characters");
    if (origin === "array" || origin === "set") return atLeast(minimum, "éléments", "items");
    return { fr: `Le minimum est ${minimum}.`, en: `The minimum is ${minimum}.` };
  },
  tooBig(origin: string, maximum: Bound): Text {
    if (origin === "string") return atMost(maximum, "caractères", "characters");
    if (origin === "array" || origin === "set") return atMost(maximum, "éléments", "items");
    return { fr: `Le maximum est ${maximum}.`, en: `The maximum is ${maximum}.` };
  },
};

const atLeast = (count: Bound, fr: string, en: string): Text => ({
  fr: `Au moins ${count} ${fr}.`,
  en: `At least ${count} ${en}.`,
});

const atMost = (count: Bound, fr: string, en: string): Text => ({
  fr: `Au plus ${count} ${fr}.`,
  en: `At most ${count} ${en}.`,
});
