import { csvWriter, type WrittenCell } from "../csv/write-csv.ts";
import { writeJson } from "../http/json.ts";
import { DEPARTEMENTS } from "../matching/territory-names.ts";
import { hasSecret } from "./publish-territories.ts";
import type { Figures } from "./read-figures.ts";
import { regionName } from "./regions.ts";

/** Licence Ouverte 2.0. */
export const LICENCE_HREF = "https://www.etalab.gouv.fr/licence-ouverte-open-licence/";

/** As programs read it: commas, decimal points, days as 2027-03-28. */
const line = csvWriter("en");

const csv = (columns: readonly string[], rows: readonly (readonly WrittenCell[])[]): string =>
  [columns, ...rows].map((cells) => line(cells)).join("");

export const YEAR_COLUMNS = [
  "annee",
  "dons",
  "soutiensAuFonds",
  "remboursements",
  "apportsPartenaires",
  "retraitsPartenaires",
  "abondements",
  "subventionsAccordees",
  "subventionsVersees",
  "fraisPaiement",
  "pertes",
  "donateurs",
] as const;

/** The fund's years, in euros. */
export const yearsCsv = ({ years }: Figures): string =>
  csv(
    YEAR_COLUMNS,
    years.map((row) => [
      row.year,
      row.giftsCents,
      row.tipsCents,
      row.returnedCents,
      row.fundedCents,
      row.withdrawnCents,
      row.matchedCents,
      row.grantedCents,
      row.paidCents,
      row.processorFeesCents,
      row.lossesCents,
      row.donors,
    ]),
  );

export const TERRITORY_COLUMNS = [
  "annee",
  "niveau",
  "codeRegion",
  "nomRegion",
  "codeDepartement",
  "nomDepartement",
  "secretStatistique",
  "donateurs",
  "dons",
  "remboursements",
  "abondements",
  "subventionsAccordees",
  "subventionsVersees",
] as const;

/** Regions and départements by year, in euros; what is kept secret is left empty (X6). */
export const territoriesCsv = ({ territories }: Figures): string =>
  csv(
    TERRITORY_COLUMNS,
    territories.map(({ people, ...row }) => [
      row.year,
      row.level === "region" ? "region" : "departement",
      row.region ?? "",
      row.region === null ? "" : regionName(row.region),
      row.departement ?? "",
      row.departement === null ? "" : DEPARTEMENTS.get(row.departement),
      people === undefined ? "oui" : hasSecret({ people, ...row }) ? "en partie" : "non",
      people?.donors,
      people?.giftsCents,
      people?.returnedCents,
      people?.matchedCents,
      row.grantedCents,
      row.paidCents,
    ]),
  );

/** The same tables and what stands now, as one JSON document; amounts are cents. */
export const figuresJson = ({ years, territories, standing, head, check, readAt }: Figures): string =>
  writeJson({
    licence: LICENCE_HREF,
    readAt,
    years,
    territories: territories.map(({ people, ...row }) => ({ ...row, isSecret: people === undefined, ...people })),
    standing,
    journalSeal: head ?? null,
    lastCheck: check ?? null,
  });
