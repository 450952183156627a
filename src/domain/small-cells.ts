/** Statistical secrecy of published tables (X6). */

/** Fewer people than this behind a figure, and it is not shown. */
export const FEWEST_PEOPLE = 5;

export type Cell = {
  readonly key: string;
  /** The cell it is a part of; undefined: of the whole, which is always published. */
  readonly parent: string | undefined;
  /** Different people behind the figure. */
  readonly people: number;
  /** Nothing to hide, whoever may be behind it. */
  readonly isEmpty: boolean;
};

/**
 * Which cells of a table are hidden so that no figure of fewer than five people can be read, nor found by taking what
 * is shown from a total that is shown: beside small cells of one total, the smallest other one is hidden too. What is
 * hidden under one total then stands for two cells or more and for five people or more. Below a hidden cell all is
 * hidden.
 */
export function hiddenCells(cells: readonly Cell[]): ReadonlySet<string> {
  const hidden = new Set<string>();
  const hideUnder = (parent: string | undefined): void => {
    const parts = cells.filter((cell) => cell.parent === parent);
    const below = parent !== undefined && hidden.has(parent);
    for (const { key } of below ? parts : hiddenParts(parts)) hidden.add(key);
    for (const { key } of parts) hideUnder(key);
  };
  hideUnder(undefined);
  return hidden;
}

function hiddenParts(parts: readonly Cell[]): readonly Cell[] {
  const small = parts.filter(({ people, isEmpty }) => !isEmpty && people < FEWEST_PEOPLE);
  if (small.length === 0) return [];
  const others = parts.filter(({ people }) => people >= FEWEST_PEOPLE);
  const smallest = others.toSorted((a, b) => a.people - b.people || (a.key < b.key ? -1 : 1))[0];
  return smallest === undefined ? small : [...small, smallest];
}
