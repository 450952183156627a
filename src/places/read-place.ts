import type { Finding } from "../csv/finding.ts";
import type { places } from "../db/schema/territories.ts";
import { departementOf } from "../domain/place-territory.ts";
import { reasons } from "./messages.ts";
import { type RowCells, RowReader } from "./row-reader.ts";
import { LONGEST_SUMMARY, rules } from "./value-rules.ts";

/** A place as its file tells it; what is derived from territories and the instants come later. */
export type ReadPlace = Omit<typeof places.$inferSelect, "rural" | "qpv" | "frr" | "createdAt" | "importedAt">;

export type PlaceReading = {
  /** Absent where the row is refused. */
  readonly place: ReadPlace | undefined;
  readonly findings: readonly Finding[];
};

/**
 * Reads one row of the national standard v1.0.2. What names or finds the place, and what matching rules look at,
 * refuses the row when it is wrong; contacts, links and hours are only read by people: a wrong one is left out and
 * told. `today` (YYYY-MM-DD) is what a date of update is compared with.
 */
export function readPlace(line: number, cells: RowCells, today: string): PlaceReading {
  const row = new RowReader(line, cells);
  const place = {
    ...readIdentity(row, today),
    ...readPosition(row),
    ...readContacts(row),
    ...readOffer(row),
  };
  return { place: row.isRefused ? undefined : place, findings: row.findings };
}

function readIdentity(row: RowReader, today: string) {
  const postcode = row.required("code_postal", rules.code_postal, "");
  const communeCode = row.optional("code_insee", rules.code_insee, "refused");
  const isOverseas = /^98[78]/.test(communeCode ?? postcode);
  const updatedOn = row.required("date_maj", rules.date_maj, "");
  if (updatedOn > today) row.tell("date_maj", reasons.futureDate, "kept");
  return {
    id: row.required("id", rules.id, ""),
    pivot: row.required("pivot", isOverseas ? rules.overseasPivot : rules.pivot, null, reasons.missingPivot),
    name: row.required("nom", rules.nom, ""),
    communeName: row.required("commune", rules.commune, ""),
    postcode,
    communeCode,
    address: row.required("adresse", rules.adresse, ""),
    addressComplement: row.optional("complement_adresse", rules.shortText, "left_out"),
    departement: departementOf(communeCode, postcode),
    source: row.optional("source", rules.shortText, "left_out"),
    parentStructure: row.optional("structure_parente", rules.shortText, "left_out"),
    updatedOn,
  };
}

function readPosition(row: RowReader) {
  const latitude = row.optional("latitude", rules.latitude, "refused");
  const longitude = row.optional("longitude", rules.longitude, "refused");
  const missing = row.text("latitude") === "" ? "latitude" : "longitude";
  if ((row.text("latitude") === "") !== (row.text("longitude") === "")) {
    row.tell(missing, reasons.halfPosition, "refused");
  }
  return { latitude, longitude };
}

function readContacts(row: RowReader) {
  const summary = row.optional("presentation_resume", rules.longText, "left_out");
  if (summary !== null && summary.length > LONGEST_SUMMARY) {
    row.tell("presentation_resume", reasons.tooLong(LONGEST_SUMMARY), "kept");
  }
  return {
    phone: row.optional("telephone", rules.telephone, "left_out"),
    emails: row.values("courriels", rules.courriel),
    websites: row.values("site_web", rules.url),
    openingHours: row.optional("horaires", rules.horaires, "left_out"),
    summary,
    details: row.optional("presentation_detail", rules.longText, "left_out"),
    accessibilityUrl: row.optional("fiche_acces_libre", rules.url, "left_out"),
    bookingUrl: row.optional("prise_rdv", rules.url, "left_out"),
  };
}

function readOffer(row: RowReader) {
  return {
    types: row.vocabulary("typologie"),
    itinerancy: row.vocabulary("itinerance"),
    services: row.vocabulary("services"),
    publics: row.vocabulary("publics_specifiquement_adresses"),
    specificCare: row.vocabulary("prise_en_charge_specifique"),
    fees: row.vocabulary("frais_a_charge"),
    nationalProgrammes: row.vocabulary("dispositif_programmes_nationaux"),
    labels: row.vocabulary("formations_labels"),
    otherLabels: row.values("autres_formations_labels", rules.shortText),
    accessModes: row.vocabulary("modalites_acces"),
    supportModes: row.vocabulary("modalites_accompagnement"),
  };
}
