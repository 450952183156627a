import { describe, expect, test } from "vitest";
import { type Cell, FEWEST_PEOPLE, hiddenCells } from "../../src/domain/small-cells.ts";
import { fc, runs } from "../support/property.ts";

const cell = (key: string, people: number, parent?: string): Cell => ({ key, parent, people, isEmpty: people === 0 });

const hidden = (...cells: readonly Cell[]) => [...hiddenCells(cells)].toSorted();

describe("X6: figures of few people are hidden", () => {
  test("a table of enough people everywhere hides nothing", () => {
    expect(hidden(cell("a", 5), cell("b", 60), cell("c", 0))).toEqual([]);
  });

  test("beside one small cell the smallest other one is hidden: the total less the rest would tell it", () => {
    expect(hidden(cell("a", 4), cell("b", 60), cell("c", 7))).toEqual(["a", "c"]);
  });

  test("an empty cell is nothing to hide behind", () => {
    expect(hidden(cell("a", 1), cell("b", 0), cell("c", 9))).toEqual(["a", "c"]);
  });

  test("below a hidden region its départements are hidden, others of the same size are not", () => {
    const cells = [cell("r1", 3), cell("r2", 30), cell("r3", 6), cell("r3:1", 6, "r3"), cell("r2:1", 30, "r2")];

    expect(hidden(...cells)).toEqual(["r1", "r3", "r3:1"]);
  });
});

/** Regions of départements of people, who may have given in several. */
const country = fc.array(
  fc.array(fc.uniqueArray(fc.integer({ min: 0, max: 40 }), { maxLength: 12 }), { minLength: 1, maxLength: 5 }),
  { minLength: 1, maxLength: 6 },
);

const union = (sets: readonly (readonly number[])[]) => new Set(sets.flat());

test("X6: whatever is taken from a total that is shown stands for five people or more, or for nobody", () => {
  fc.assert(
    fc.property(country, (regions) => {
      const cells = regions.flatMap((departements, r) => [
        cell(`r${r}`, union(departements).size),
        ...departements.map((people, d) => cell(`r${r}:${d}`, people.length, `r${r}`)),
      ]);
      const peopleOf = new Map<string, readonly number[]>(
        regions.flatMap((departements, r) => [
          [`r${r}`, departements.flat()] as const,
          ...departements.map((people, d) => [`r${r}:${d}`, people] as const),
        ]),
      );
      const secret = hiddenCells(cells);
      const isShown = ({ key }: Cell) => !secret.has(key);

      for (const shown of cells.filter(isShown)) expect(shown.people === 0 || shown.people >= FEWEST_PEOPLE).toBe(true);
      for (const { key, people } of [cell("country", union(regions.flat()).size), ...cells.filter(isShown)]) {
        const parts = cells.filter((one) => (one.parent ?? "country") === key);
        const left = parts.filter((one) => !isShown(one)).map((one) => peopleOf.get(one.key) ?? []);
        if (left.length === 0 || people < FEWEST_PEOPLE) continue;
        expect(left.length).toBeGreaterThan(1);
        expect(union(left).size).toBeGreaterThanOrEqual(FEWEST_PEOPLE);
      }
    }),
    { numRuns: runs(300) },
  );
});
