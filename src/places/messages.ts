import type { Text } from "../i18n/text.ts";

const quoted = (characters: readonly string[]) => characters.map((c) => `« ${c} »`).join(", ");
const quotedInEnglish = (characters: readonly string[]) => characters.map((c) => `“${c}”`).join(", ");

/** Why a value of an imported file was refused, left out or only kept with a remark. */
export const reasons = {
  missing: { fr: "Cette valeur est obligatoire.", en: "This value is required." },
  missingPivot: {
    fr: "Le pivot est obligatoire : SIRET ou RNA, ou quatorze zéros s’il est inconnu.",
    en: "The pivot is required: SIRET or RNA, or fourteen zeros where it is unknown.",
  },
  pivot: {
    fr: "Ce n’est ni un SIRET (14 chiffres, clé de contrôle juste) ni un numéro RNA (W et 9 caractères).",
    en: "This is neither a SIRET (14 digits, right check digit) nor an RNA number (W and 9 characters).",
  },
  postcode: { fr: "Un code postal a cinq chiffres.", en: "A postcode has five digits." },
  communeCode: {
    fr: "Un code INSEE de commune a cinq caractères, comme 01033 ou 2A004.",
    en: "An INSEE commune code has five characters, like 01033 or 2A004.",
  },
  strangeCharacters: (characters: readonly string[]): Text => ({
    fr: `Le standard n’admet pas ici ${quoted(characters)}.`,
    en: `The standard does not allow ${quotedInEnglish(characters)} here.`,
  }),
  number: { fr: "Un nombre décimal est attendu.", en: "A decimal number is expected." },
  latitude: { fr: "Une latitude va de −90 à 90.", en: "A latitude is from −90 to 90." },
  longitude: { fr: "Une longitude va de −180 à 180.", en: "A longitude is from −180 to 180." },
  halfPosition: {
    fr: "La latitude et la longitude vont ensemble : l’une manque.",
    en: "Latitude and longitude go together: one is missing.",
  },
  date: {
    fr: "Une date réelle au format AAAA-MM-JJ est attendue.",
    en: "A real date like YYYY-MM-DD is expected.",
  },
  futureDate: {
    fr: "Cette date est dans le futur : les versions datées d’ici là ne seront pas prises.",
    en: "This date is in the future: versions dated before it will not be taken.",
  },
  unknownValue: {
    fr: "Cette valeur n’est pas dans la liste du standard.",
    en: "This value is not in the standard’s list.",
  },
  phone: {
    fr: "Un numéro au format international est attendu, comme +33180059880.",
    en: "A number in international format is expected, like +33180059880.",
  },
  email: { fr: "Cette adresse e-mail n’est pas complète.", en: "This e-mail address is not complete." },
  url: {
    fr: "Une adresse web complète est attendue, qui commence par https:// ou http://.",
    en: "A complete web address is expected, starting with https:// or http://.",
  },
  openingHours: {
    fr: "Des horaires au format OpenStreetMap sont attendus, comme « Mo-Fr 09:00-12:00 ».",
    en: "Opening hours in OpenStreetMap format are expected, like “Mo-Fr 09:00-12:00”.",
  },
  tooLong: (most: number): Text => ({
    fr: `Au plus ${most} caractères.`,
    en: `At most ${most} characters.`,
  }),
  cellCount: (found: number, expected: number): Text => ({
    fr: `Cette ligne a ${found} colonnes au lieu de ${expected}.`,
    en: `This row has ${found} columns instead of ${expected}.`,
  }),
  broken: {
    fr: "Cette ligne ne peut pas être lue : un guillemet n’est pas fermé, ou elle est trop longue.",
    en: "This row cannot be read: a quote is not closed, or it is too long.",
  },
  replaced: (line: number, date: string): Text => ({
    fr: `Le même identifiant revient à la ligne ${line} avec une version du ${date}, qui est gardée.`,
    en: `The same identifier comes again on line ${line} with a version of ${date}, which is kept.`,
  }),
  notNewer: (line: number, date: string): Text => ({
    fr: `Le même identifiant est déjà à la ligne ${line} avec une version du ${date}, qui est gardée.`,
    en: `The same identifier is already on line ${line} with a version of ${date}, which is kept.`,
  }),
} as const;

export const fileErrors = {
  missingColumns: (columns: readonly string[]): Text => ({
    fr: `Ce fichier n’a pas les colonnes du standard national v1.0.2. Il manque : ${columns.join(", ")}.`,
    en: `This file does not have the columns of the national standard v1.0.2. Missing: ${columns.join(", ")}.`,
  }),
} as const;
