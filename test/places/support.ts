import { existsSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll } from "vitest";
import type { Finding } from "../../src/csv/finding.ts";
import type { Database } from "../../src/db/client.ts";
import { worker } from "../../src/domain/actor.ts";
import { importPlaces } from "../../src/places/import-places.ts";
import { COLUMNS, type Column } from "../../src/places/standard.ts";

/** A place that is right in every column; `over` changes some. */
export const aPlaceRow = (over: Partial<Record<Column, string>> = {}): Record<Column, string> => ({
  id: "lieu-1",
  pivot: "43493312300029",
  nom: "La Fabrique imaginaire",
  commune: "Guise",
  code_postal: "02120",
  code_insee: "02361",
  adresse: "12 bis rue de l’Essai",
  complement_adresse: "Au fond de la cour",
  latitude: "49.9",
  longitude: "3.63",
  typologie: "TIERS_LIEUX|ASSO",
  telephone: "+33199000001",
  courriels: "bonjour@example.org|contact@example.org",
  site_web: "https://fabrique.example.org/",
  horaires: "Mo-Fr 09:00-12:00,14:00-18:30; Sa 08:30-12:00",
  presentation_resume: "Un atelier ouvert.",
  presentation_detail: "Un atelier ouvert à toutes et à tous.",
  source: "Réseau d’essai",
  itinerance: "Fixe",
  structure_parente: "Mairie d’essai",
  date_maj: "2024-04-02",
  services: "Aide aux démarches administratives|Loisirs et créations numériques",
  publics_specifiquement_adresses: "Jeunes|Seniors",
  prise_en_charge_specifique: "Surdité",
  frais_a_charge: "Gratuit",
  dispositif_programmes_nationaux: "Aidants Connect|Point d'accès numérique CAF",
  formations_labels: "Étapes numériques (La Poste)",
  autres_formations_labels: "Label d’essai",
  modalites_acces: "Se présenter|Téléphoner",
  modalites_accompagnement: "En autonomie",
  fiche_acces_libre: "https://acceslibre.example.org/fiche",
  prise_rdv: "https://rdv.example.org/",
  ...over,
});

const cell = (text: string) => `"${text.replaceAll('"', '""')}"`;

export const csvOf = (rows: readonly Record<Column, string>[]): string =>
  [COLUMNS.join(","), ...rows.map((row) => COLUMNS.map((column) => cell(row[column])).join(","))].join("\n");

/** A folder for files of this test file, gone after it. */
export function temporaryFiles() {
  const folder = mkdtemp(join(tmpdir(), "fund-files-"));
  afterAll(async () => rm(await folder, { recursive: true, force: true }));
  return async (name: string, content: string | Uint8Array): Promise<string> => {
    const path = join(await folder, name);
    await writeFile(path, content);
    return path;
  };
}

/** Imports a file as the command does and keeps what it told. */
export async function importing(db: Database, path: string) {
  const findings: Finding[] = [];
  const counts = await importPlaces({ db }, worker("import-places"), {
    path,
    onFinding: (finding) => {
      findings.push(finding);
    },
  });
  return { counts, findings };
}

/** A file of the shared test data, or undefined with a printed reason where this copy of the project has none. */
export function sharedData(path: string): string | undefined {
  const file = fileURLToPath(new URL(`../../../shared/data/${path}`, import.meta.url));
  if (existsSync(file)) return file;
  process.stderr.write(`skipped: ../shared/data/${path} is not here\n`);
  return undefined;
}
