import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { z } from "zod";
import type { Text } from "../i18n/text.ts";

const read = createRequire(import.meta.url);
const source = z.array(z.object({ code: z.string(), nom: z.string() }));

/** Départements and overseas territories by code, as INSEE names them. */
export const DEPARTEMENTS: ReadonlyMap<string, string> = new Map(
  source
    .parse(read("@etalab/decoupage-administratif/data/departements.json"))
    .map(({ code, nom }) => [code, nom] as const)
    .toSorted(([a], [b]) => (a < b ? -1 : 1)),
);

const lazily = <T>(make: () => T): (() => T) => {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
};

/** Files of many megabytes: read when the first rule asks for them, and only the names are kept. */
const readOnce = (file: string): unknown =>
  JSON.parse(readFileSync(read.resolve(`@etalab/decoupage-administratif/data/${file}`), "utf8"));

const epcis = lazily(() => {
  const members = z.array(z.object({ code: z.string() }));
  const all = z.array(z.object({ code: z.string(), nom: z.string(), membres: members }));
  return new Map(
    all
      .parse(readOnce("epci.json"))
      .map(({ code, nom, membres }) => [code, { name: nom, communes: membres.map((one) => one.code) }]),
  );
});

const communeNames = lazily(() => {
  const all = z.array(z.object({ code: z.string(), nom: z.string(), type: z.string() }));
  return new Map(
    all
      .parse(readOnce("communes.json"))
      .filter(({ type }) => type === "commune-actuelle")
      .map(({ code, nom }) => [code, nom] as const),
  );
});

export const isEpci = (siren: string): boolean => epcis().has(siren);

/** An intercommunal body with its SIREN, which alone tells two of one name apart. */
export const epciName = (siren: string): string => `${epcis().get(siren)?.name ?? "?"} (${siren})`;

/** The départements in which an intercommunal body has communes. */
export const departementsOfEpci = (siren: string): readonly string[] => [
  ...new Set((epcis().get(siren)?.communes ?? []).map(departementOfCommune)),
];

const departementOfCommune = (code: string): string => code.slice(0, /^9[78]/.test(code) ? 3 : 2);

export const communeName = (code: string): string => `${communeNames().get(code) ?? "?"} (${code})`;

export const departementName = (code: string): string => `${DEPARTEMENTS.get(code) ?? "?"} (${code})`;

/** The kinds of place that rules mostly name; the standard's code stands for the others. */
const PLACE_TYPES: Readonly<Record<string, Text>> = {
  ASSO: { fr: "association", en: "association" },
  BIB: { fr: "bibliothèque ou médiathèque", en: "library" },
  CCAS: { fr: "centre communal d’action sociale", en: "municipal social centre" },
  CS: { fr: "centre social", en: "community centre" },
  CSC: { fr: "centre socioculturel", en: "sociocultural centre" },
  EPN: { fr: "espace public numérique", en: "public digital space" },
  EVS: { fr: "espace de vie sociale", en: "social life centre" },
  FABLAB: { fr: "fablab", en: "fab lab" },
  LA_POSTE: { fr: "bureau de poste", en: "post office" },
  MJC: { fr: "maison des jeunes et de la culture", en: "youth and culture centre" },
  ML: { fr: "mission locale", en: "local youth employment office" },
  MUNI: { fr: "mairie", en: "town hall" },
  RFS: { fr: "maison France services", en: "France services house" },
  TIERS_LIEUX: { fr: "tiers-lieu", en: "third place" },
};

export const KNOWN_PLACE_TYPES: readonly string[] = Object.keys(PLACE_TYPES);

export const placeTypeName = (code: string): Text => PLACE_TYPES[code] ?? { fr: code, en: code };

/** The standard's own labels, which are French; shown as they are where we have no translation. */
const LABELS_IN_ENGLISH: Readonly<Record<string, string>> = {
  "Acquisition de matériel informatique à prix solidaire": "affordable computers",
  "Aide aux démarches administratives": "help with administrative procedures",
  "Maîtrise des outils numériques du quotidien": "everyday digital skills",
  "Insertion professionnelle via le numérique": "digital skills for work",
  "Utilisation sécurisée du numérique": "digital safety",
  "Parentalité et éducation avec le numérique": "digital parenting and education",
  "Loisirs et créations numériques": "digital leisure and creation",
  "Compréhension du monde numérique": "understanding the digital world",
  "Accès internet et matériel informatique": "internet access and equipment",
  Jeunes: "young people",
  Étudiants: "students",
  "Familles et/ou enfants": "families and children",
  Seniors: "older people",
  Femmes: "women",
};

/** The same without quotation marks, for lists. */
export const standardLabelPlain = (label: string): Text => ({ fr: label, en: LABELS_IN_ENGLISH[label] ?? label });

export const standardLabel = (label: string): Text => ({
  fr: `« ${label} »`,
  en: LABELS_IN_ENGLISH[label] ?? `“${label}”`,
});
