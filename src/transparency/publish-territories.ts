import { type Cell, hiddenCells } from "../domain/small-cells.ts";
import type { TerritoryFlows } from "./read-flows.ts";

const PEOPLE = ["giftsCents", "returnedCents", "matchedCents"] as const;
type Figure = (typeof PEOPLE)[number];

/** A region or département in a year as it is published; undefined: kept secret, because of few people (X6). */
export type TerritoryYear = Pick<
  TerritoryFlows,
  "year" | "region" | "departement" | "level" | "grantedCents" | "paidCents"
> & {
  /** A figure may be kept secret by itself: many gave, one was given back to. */
  readonly people: (Readonly<Record<Figure, bigint | undefined>> & Pick<TerritoryFlows, "donors">) | undefined;
};

/** Each year is a table of its own, of the country's regions and their départements. Rows of nothing are left out. */
export function publishTerritories(flows: readonly TerritoryFlows[]): readonly TerritoryYear[] {
  const years = [...new Set(flows.map(({ year }) => year))];
  return years.flatMap((year) => {
    const rows = flows.filter((row) => row.year === year && row.level !== "country" && !isNothing(row));
    const hidden = hiddenCells(rows.map((row) => toCell(row, row.donors, isEmpty(row))));
    const secret = new Map(
      PEOPLE.map((name) => [
        name,
        hiddenCells(rows.map((row) => toCell(row, row.behind[name], isOfNobody(row, name)))),
      ]),
    );
    return rows.map((row) => {
      const shown = (name: Figure) => (secret.get(name)?.has(keyOf(row)) ? undefined : row[name]);
      return toPublished(row, hidden.has(keyOf(row)), shown);
    });
  });
}

/** Matches of a round are shared among projects: no gift of anybody's is behind them. */
const isOfNobody = (row: TerritoryFlows, name: Figure): boolean =>
  row[name] === 0n || (name === "matchedCents" && row.behind.matchedCents === 0);

const isEmpty = (row: TerritoryFlows): boolean => PEOPLE.every((name) => row[name] === 0n);
const isNothing = (row: TerritoryFlows): boolean => isEmpty(row) && row.grantedCents === 0n && row.paidCents === 0n;

const regionKey = ({ region }: TerritoryFlows) => `region:${region ?? ""}`;
const keyOf = (row: TerritoryFlows) =>
  row.level === "region" ? regionKey(row) : `${regionKey(row)}:departement:${row.departement ?? ""}`;

const toCell = (row: TerritoryFlows, people: number, isEmpty: boolean): Cell => ({
  key: keyOf(row),
  parent: row.level === "region" ? undefined : regionKey(row),
  people,
  isEmpty,
});

function toPublished(
  row: TerritoryFlows,
  isHidden: boolean,
  shown: (name: Figure) => bigint | undefined,
): TerritoryYear {
  const { year, level, region, departement, grantedCents, paidCents, donors } = row;
  const [giftsCents, returnedCents, matchedCents] = [
    shown("giftsCents"),
    shown("returnedCents"),
    shown("matchedCents"),
  ];
  const people = isHidden ? undefined : { giftsCents, returnedCents, matchedCents, donors };
  return { year, level, region, departement, grantedCents, paidCents, people };
}

/** Whether anything of a row is kept secret. */
export const hasSecret = ({ people }: TerritoryYear): boolean =>
  people === undefined || PEOPLE.some((name) => people[name] === undefined);
