import { expect, test } from "vitest";
import { readPlace } from "../../src/places/read-place.ts";
import type { Column } from "../../src/places/standard.ts";
import { rules } from "../../src/places/value-rules.ts";
import { aPlaceRow } from "./support.ts";

const reading = (over: Partial<Record<Column, string>>) => {
  const row = aPlaceRow(over);
  return readPlace(7, (column) => row[column], "2026-11-21");
};

test.each<[Column, string, string]>([
  ["id", "", "obligatoire"],
  ["nom", "  ", "obligatoire"],
  ["commune", "", "obligatoire"],
  ["commune", "Ville (haute)", "« ( », « ) »"],
  ["code_postal", "2120", "cinq chiffres"],
  ["code_postal", "", "obligatoire"],
  ["adresse", "", "obligatoire"],
  ["adresse", '3 rue "des Essais"', '« " »'],
  ["pivot", "", "quatorze zéros"],
  ["pivot", "43493312300028", "clé de contrôle"],
  ["pivot", "123456789", "ni un SIRET"],
  ["code_insee", "20123", "cinq caractères"],
  ["latitude", "quarante", "nombre décimal"],
  ["latitude", "91", "−90 à 90"],
  ["longitude", "-180.5", "−180 à 180"],
  ["longitude", "", "vont ensemble"],
  ["latitude", "", "vont ensemble"],
  ["latitude", "1e1", "nombre décimal"],
  ["date_maj", "", "obligatoire"],
  ["date_maj", "02/04/2024", "AAAA-MM-JJ"],
  ["date_maj", "2024-02-30", "AAAA-MM-JJ"],
  ["date_maj", "2024-04-02T10:00:00Z", "AAAA-MM-JJ"],
])("%s « %s » refuses the row and says why", (column, value, why) => {
  const { place, findings } = reading({ [column]: value });

  expect(place).toBeUndefined();
  expect(findings).toEqual([expect.objectContaining({ line: 7, column, value: value.trim(), outcome: "refused" })]);
  expect(findings[0]?.reason.fr).toContain(why);
});

test.each<[Column, string]>([
  ["typologie", "ASSO|CHATEAU"],
  ["services", "Aide aux démarches administratives|Aide"],
  ["publics_specifiquement_adresses", "Jeunes;Seniors"],
  ["prise_en_charge_specifique", "surdité"],
  ["frais_a_charge", "Gratuitement"],
  ["dispositif_programmes_nationaux", "France Services+"],
  ["formations_labels", "xÉtapes numériques (La Poste)"],
  ["modalites_acces", "Passer"],
  ["modalites_accompagnement", "Seul"],
  ["itinerance", "Nomade"],
])("%s takes only values of the standard, each judged alone", (column, value) => {
  const { place, findings } = reading({ [column]: value });

  expect(place).toBeUndefined();
  expect(findings.map((finding) => [finding.column, finding.value])).toEqual([[column, value.split("|").at(-1)]]);
});

test.each<[Column, string]>([
  ["telephone", "36 15"],
  ["courriels", "personne@example"],
  ["site_web", "example.org"],
  ["site_web", "javascript:alert(1)"],
  ["site_web", "https://qui:secret@example.org/"],
  ["horaires", "tous les jours"],
  ["fiche_acces_libre", "ftp://example.org"],
  ["prise_rdv", "http://"],
])("%s « %s » is left out and told, the row stays", (column, value) => {
  const { place, findings } = reading({ [column]: value });

  expect(place).toBeDefined();
  expect(findings.map((finding) => [finding.column, finding.value, finding.outcome])).toEqual([
    [column, value, "left_out"],
  ]);
});

test("of several e-mail addresses and sites the right ones stay", () => {
  const { place } = reading({ courriels: "faux|juste@example.org", site_web: "http://192.0.2.7/page|https://@" });

  expect(place).toMatchObject({ emails: ["juste@example.org"], websites: ["http://192.0.2.7/page"] });
});

test.each(["Étapes numériques (La Poste)", "Étapes numériques(La Poste)", "E\u0301tapes nume\u0301riques (La Poste)"])(
  "the label of La Poste is known as « %s »",
  (label) => {
    expect(reading({ formations_labels: label }).place?.labels).toEqual(["Étapes numériques (La Poste)"]);
  },
);

test("fourteen zeros are an unknown pivot, RNA and La Poste's SIRET are known ones", () => {
  const pivots = ["00000000000000", "W751000002", "35600000063516"].map((pivot) => reading({ pivot }).place?.pivot);

  expect(pivots).toEqual([null, "W751000002", "35600000063516"]);
});

test("the RIDET stands for a SIRET in New Caledonia only", () => {
  const ridet = { pivot: "0123456001" };

  expect(reading({ ...ridet, code_postal: "98800", code_insee: "98818" }).place?.pivot).toBe("0123456001");
  expect(reading(ridet).place).toBeUndefined();
});

test("empty cells are unknown, never an empty value", () => {
  const { place, findings } = reading({
    code_insee: "",
    latitude: "",
    longitude: "",
    typologie: "",
    services: "",
    courriels: "",
    telephone: "",
    horaires: " ",
  });

  expect(findings).toEqual([]);
  expect(place).toMatchObject({
    communeCode: null,
    latitude: null,
    longitude: null,
    types: [],
    services: [],
    emails: [],
    phone: null,
    openingHours: null,
    departement: "02",
  });
});

test("a date in the future is kept and told", () => {
  const { place, findings } = reading({ date_maj: "2027-01-01" });

  expect(place?.updatedOn).toBe("2027-01-01");
  expect(findings.map((finding) => finding.outcome)).toEqual(["kept"]);
});

test("invisible and control characters do not reach the database", () => {
  expect(reading({ nom: "\uFEFFLa\u0002 Fab\u200Brique\u0000 " }).place?.name).toBe("La Fabrique");
});

test("a phone number is kept without its separators", () => {
  const numbers = ["+33 1 99 00 00 01", "0033199000001", "+33(0)199000001", "01.99.00.00.01"];

  expect(numbers.map((telephone) => reading({ telephone }).place?.phone)).toEqual([
    "+33199000001",
    "+33199000001",
    "+33199000001",
    "0199000001",
  ]);
});

test("each wrong value of a row is told, not only the first", () => {
  const { findings } = reading({ nom: "", date_maj: "demain", typologie: "X|Y" });

  expect(findings.map((finding) => finding.column).toSorted()).toEqual(["date_maj", "nom", "typologie", "typologie"]);
});

test("an address with accents is one however often it is asked", () => {
  const address = "https://www.médiathèque.fr/";

  const wrong = Array.from({ length: 20_000 }, () => rules.url(address)).filter((one) => !("value" in one));

  expect(wrong).toHaveLength(0);
});
