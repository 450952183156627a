import type { Finding } from "../csv/finding.ts";
import type { Cents } from "../domain/money.ts";
import type { Text } from "../i18n/text.ts";
import type { GiftColumnName } from "./gift-columns.ts";
import { CELLS } from "./messages.ts";
import {
  type Cell,
  instantReader,
  readAmount,
  readCategory,
  readCommune,
  readDepartement,
  readFlag,
  readLink,
  readList,
} from "./read-cell.ts";

/** One line of an uploaded file, its cells read; what a commune brings is not known yet. */
export type GiftRow = {
  readonly line: number;
  readonly recordedAt: Date;
  readonly amountCents: Cents;
  readonly donor: string;
  readonly campaign: string;
  readonly goalCents: Cents | undefined;
  readonly commune: string | undefined;
  readonly departement: string | undefined;
  readonly rural: boolean | undefined;
  readonly qpv: boolean;
  readonly frr: boolean | undefined;
  readonly placeTypes: readonly string[];
  readonly services: readonly string[];
  readonly publics: readonly string[];
  readonly labels: readonly string[];
  readonly category: string | undefined;
  readonly needsInKind: boolean;
  readonly link: "none" | "holder" | "partner";
};

export type RefusedCell = Pick<Finding, "line" | "column" | "value" | "reason">;

/** Where each of our columns stands in the file, and what its header calls it. */
export type Layout = ReadonlyMap<GiftColumnName, { readonly index: number; readonly header: string }>;

/** Reads rows of one file: a row, or what is wrong with each of its cells. */
export function giftRowReader(layout: Layout) {
  const readInstant = instantReader();
  return (line: number, cells: readonly string[]): GiftRow | readonly RefusedCell[] => {
    const refused: RefusedCell[] = [];
    const text = (column: GiftColumnName) => (cells[layout.get(column)?.index ?? -1] ?? "").trim();
    const read = <T>(column: GiftColumnName, reader: (value: string) => Cell<T>): T | undefined => {
      const value = text(column);
      const cell = reader(value);
      if ("value" in cell) return cell.value;
      refused.push({ line, column: layout.get(column)?.header ?? column, value, reason: cell.reason });
      return undefined;
    };
    const optionalAmount = (value: string): Cell<Cents | undefined> =>
      value === "" ? { value: undefined } : readAmount(value);
    const recordedAt = read("date", needed(readInstant));
    const amountCents = read("amount", needed(readAmount));
    const row = {
      line,
      donor: text("donor"),
      campaign: text("campaign"),
      goalCents: read("goal", optionalAmount),
      commune: read("commune", readCommune),
      departement: read("departement", readDepartement),
      rural: read("rural", readFlag),
      qpv: read("qpv", readFlag) ?? false,
      frr: read("frr", readFlag),
      placeTypes: read("placeTypes", (value) => readList(value, "typologie")) ?? [],
      services: read("services", (value) => readList(value, "services")) ?? [],
      publics: read("publics", (value) => readList(value, "publics_specifiquement_adresses")) ?? [],
      labels: read("labels", (value) => readList(value, "formations_labels", "dispositif_programmes_nationaux")) ?? [],
      category: read("category", readCategory),
      needsInKind: read("needsInKind", readFlag) ?? false,
      link: read("link", readLink) ?? "none",
    };
    if (recordedAt === undefined || amountCents === undefined || refused.length > 0) return refused;
    return { ...row, recordedAt, amountCents };
  };
}

const needed =
  <T>(reader: (value: string) => Cell<T>) =>
  (value: string): Cell<T> =>
    value === "" ? missing(CELLS.missing) : reader(value);

const missing = (reason: Text) => ({ reason });
