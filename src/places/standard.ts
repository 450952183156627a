import {
  DispositifProgrammeNational,
  FormationLabel,
  Frais,
  Itinerance,
  ModaliteAcces,
  ModaliteAccompagnement,
  PriseEnChargeSpecifique,
  PublicSpecifiquementAdresse,
  Service,
  Typologie,
} from "@gouvfr-anct/lieux-de-mediation-numerique";

/** The 32 columns of the national standard of digital mediation places, v1.0.2, in its order. */
export const COLUMNS = [
  "id",
  "pivot",
  "nom",
  "commune",
  "code_postal",
  "code_insee",
  "adresse",
  "complement_adresse",
  "latitude",
  "longitude",
  "typologie",
  "telephone",
  "courriels",
  "site_web",
  "horaires",
  "presentation_resume",
  "presentation_detail",
  "source",
  "itinerance",
  "structure_parente",
  "date_maj",
  "services",
  "publics_specifiquement_adresses",
  "prise_en_charge_specifique",
  "frais_a_charge",
  "dispositif_programmes_nationaux",
  "formations_labels",
  "autres_formations_labels",
  "modalites_acces",
  "modalites_accompagnement",
  "fiche_acces_libre",
  "prise_rdv",
] as const;

export type Column = (typeof COLUMNS)[number];

/** The closed lists of the standard, by column. */
export const VOCABULARIES = {
  typologie: Object.values(Typologie),
  itinerance: Object.values(Itinerance),
  services: Object.values(Service),
  publics_specifiquement_adresses: Object.values(PublicSpecifiquementAdresse),
  prise_en_charge_specifique: Object.values(PriseEnChargeSpecifique),
  frais_a_charge: Object.values(Frais),
  dispositif_programmes_nationaux: Object.values(DispositifProgrammeNational),
  formations_labels: Object.values(FormationLabel),
  modalites_acces: Object.values(ModaliteAcces),
  modalites_accompagnement: Object.values(ModaliteAccompagnement),
} as const satisfies Partial<Record<Column, readonly string[]>>;

export type ListColumn = keyof typeof VOCABULARIES;

/** Apostrophes and spaces vary between programs; "Étapes numériques (La Poste)" is published with and without its space. */
const comparable = (value: string): string =>
  value
    .replaceAll("’", "'")
    .replace(/[\u00A0\u202F]/g, " ")
    .replace(/ ?\(/g, "(");

const SPELLINGS = new Map(
  Object.entries(VOCABULARIES).map(([column, values]) => [
    column,
    new Map<string, string>(values.map((value) => [comparable(value), value])),
  ]),
);

/** The standard's spelling of a value, or undefined where the column's list has no such value. */
export const standardValue = (column: ListColumn, value: string): string | undefined =>
  SPELLINGS.get(column)?.get(comparable(value));
