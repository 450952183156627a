import type { Text } from "../i18n/text.ts";

export const reasons = {
  communeCode: {
    fr: "Un code INSEE de commune a cinq caractères, comme 01033 ou 2A004.",
    en: "An INSEE commune code has five characters, like 01033 or 2A004.",
  },
  missing: { fr: "Cette valeur est obligatoire.", en: "This value is required." },
  number: { fr: "Un nombre est attendu.", en: "A number is expected." },
  position: {
    fr: "La latitude (−90 à 90) et la longitude (−180 à 180) vont ensemble.",
    en: "Latitude (−90 to 90) and longitude (−180 to 180) go together.",
  },
  flag: { fr: "1, 0 ou rien est attendu.", en: "1, 0 or nothing is expected." },
  postcode: {
    fr: "Des codes postaux de cinq chiffres séparés par | sont attendus.",
    en: "Postcodes of five digits separated by | are expected.",
  },
  qpvCode: {
    fr: "Un code de quartier prioritaire est attendu, comme QN00103M.",
    en: "A code of a priority neighbourhood is expected, like QN00103M.",
  },
  unknownCommune: {
    fr: "Cette commune n’est pas dans la liste des communes : importez celle-ci d’abord.",
    en: "This commune is not in the list of communes: import that list first.",
  },
  cellCount: (found: number, expected: number): Text => ({
    fr: `Cette ligne a ${found} colonnes au lieu de ${expected}.`,
    en: `This row has ${found} columns instead of ${expected}.`,
  }),
  broken: {
    fr: "Cette ligne ne peut pas être lue : un guillemet n’est pas fermé, ou elle est trop longue.",
    en: "This row cannot be read: a quote is not closed, or it is too long.",
  },
} as const;

export const unknownList = (header: readonly string[]): Text => ({
  fr:
    "Ce fichier n’est pas une liste connue. Sont attendues les colonnes des communes (code_insee, nom, departement, region…), " +
    `des quartiers prioritaires (code_qp, nom, code_insee, latitude, longitude) ou FRR (code_insee). Trouvées : ${header.join(", ")}.`,
  en:
    "This file is not a known list. Expected are the columns of communes (code_insee, nom, departement, region…), " +
    `of priority neighbourhoods (code_qp, nom, code_insee, latitude, longitude) or FRR (code_insee). Found: ${header.join(", ")}.`,
});

export const LIST_NAMES = {
  communes: { fr: "communes", en: "communes" },
  qpv: { fr: "quartiers prioritaires (QPV)", en: "priority neighbourhoods (QPV)" },
  frr: { fr: "communes France ruralités revitalisation (FRR)", en: "communes of the FRR zoning" },
} as const satisfies Record<string, Text>;
