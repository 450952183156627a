import type { communes, qpvs } from "../db/schema/territories.ts";
import type { Text } from "../i18n/text.ts";
import { reasons } from "./messages.ts";

/** A row's values by lower-case column name; "" where a column is absent. */
export type Cells = (column: string) => string;

export type Reading<T> = { readonly row: T } | { readonly column: string; readonly reason: Text };

export type Commune = Omit<typeof communes.$inferSelect, "frr">;
export type Qpv = typeof qpvs.$inferSelect;

const COMMUNE_CODE = /^([013-9][0-9]|2[AB1-9])[0-9]{3}$/;
const DECIMAL = /^[+-]?[0-9]+([.,][0-9]+)?$/;

/** Null where both are empty, undefined where they are no position. */
function positionOf(cells: Cells): { latitude: number; longitude: number } | null | undefined {
  const [latitude, longitude] = [cells("latitude"), cells("longitude")];
  if (latitude === "" && longitude === "") return null;
  if (!DECIMAL.test(latitude) || !DECIMAL.test(longitude)) return undefined;
  const position = { latitude: Number(latitude.replace(",", ".")), longitude: Number(longitude.replace(",", ".")) };
  return Math.abs(position.latitude) <= 90 && Math.abs(position.longitude) <= 180 ? position : undefined;
}

const FLAGS: Readonly<Record<string, boolean | null>> = { "1": true, "0": false, "": null };

export function readCommune(cells: Cells): Reading<Commune> {
  const code = cells("code_insee");
  if (!COMMUNE_CODE.test(code)) return { column: "code_insee", reason: reasons.communeCode };
  const required = ["nom", "departement", "region"].find((column) => cells(column) === "");
  if (required !== undefined) return { column: required, reason: reasons.missing };
  const population = cells("population");
  if (!/^[0-9]{0,9}$/.test(population)) return { column: "population", reason: reasons.number };
  const position = positionOf(cells);
  if (position === undefined) return { column: "latitude", reason: reasons.position };
  const rural = FLAGS[cells("rural")];
  if (rural === undefined) return { column: "rural", reason: reasons.flag };
  const postcodes = cells("codes_postaux").split("|").filter(Boolean);
  if (postcodes.some((postcode) => !/^[0-9]{5}$/.test(postcode))) {
    return { column: "codes_postaux", reason: reasons.postcode };
  }
  return {
    row: {
      code,
      name: cells("nom"),
      departement: cells("departement"),
      region: cells("region"),
      epci: cells("epci") || null,
      population: population === "" ? null : Number(population),
      latitude: position?.latitude ?? null,
      longitude: position?.longitude ?? null,
      rural,
      postcodes,
    },
  };
}

/** `code_qp` may name several neighbourhoods that share one point. */
export function readQpv(cells: Cells): Reading<Qpv> {
  const code = cells("code_qp");
  if (!/^QN\w{6}(, QN\w{6})*$/.test(code)) return { column: "code_qp", reason: reasons.qpvCode };
  const communeCode = cells("code_insee");
  if (!COMMUNE_CODE.test(communeCode)) return { column: "code_insee", reason: reasons.communeCode };
  const name = cells("nom");
  if (name === "") return { column: "nom", reason: reasons.missing };
  const position = positionOf(cells);
  if (position === null || position === undefined) return { column: "latitude", reason: reasons.position };
  return { row: { code, name, communeCode, ...position } };
}

/** A line lists its commune unless a column `frr` says no. */
export function readFrr(cells: Cells): Reading<{ readonly code: string; readonly listed: boolean }> {
  const code = cells("code_insee");
  if (!COMMUNE_CODE.test(code)) return { column: "code_insee", reason: reasons.communeCode };
  return { row: { code, listed: !["0", "non", "false"].includes(cells("frr").toLowerCase()) } };
}

/** Published QPV files leave lists of codes unquoted: the first cells that are codes are one cell. */
export function joinCodes(cells: readonly string[]): readonly string[] {
  const isCode = (cell: string | undefined) => cell !== undefined && /^\s*QN\w{6}\s*$/.test(cell);
  let count = 0;
  while (isCode(cells[count])) count += 1;
  if (count < 2) return cells;
  const codes = cells.slice(0, count).map((cell) => cell.trim());
  return [codes.join(", "), ...cells.slice(count)];
}
