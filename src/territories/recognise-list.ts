import { UnusableFile } from "../csv/finding.ts";
import { unknownList } from "./messages.ts";

const COMMUNES = [
  "code_insee",
  "nom",
  "departement",
  "region",
  "epci",
  "population",
  "latitude",
  "longitude",
  "rural",
  "codes_postaux",
] as const;

const QPV = ["code_qp", "nom", "code_insee", "latitude", "longitude"] as const;

export type ListKind = "communes" | "qpv" | "frr";

/**
 * Which list a file is, by its header: communes, QPV, or a list of codes of FRR communes, in which every other column
 * is free. Throws UnusableFile where it is none.
 */
export function recogniseList(header: readonly string[]): ListKind {
  const names = new Set(header.map((name) => name.toLowerCase()));
  const hasAll = (columns: readonly string[]) => columns.every((column) => names.has(column));
  if (hasAll(QPV)) return "qpv";
  if (hasAll(COMMUNES)) return "communes";
  const looksLikeAnother = names.has("code_qp") || names.has("codes_postaux") || names.has("pivot");
  if (names.has("code_insee") && !looksLikeAnother) return "frr";
  throw new UnusableFile(unknownList(header));
}
