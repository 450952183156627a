import { createRequire } from "node:module";
import { z } from "zod";

const read = createRequire(import.meta.url);
const named = z.array(z.object({ code: z.string(), nom: z.string() }));
const placed = z.array(z.object({ code: z.string(), region: z.string().optional() }));

/** Regions by code, as INSEE names them. */
const REGIONS: ReadonlyMap<string, string> = new Map(
  named.parse(read("@etalab/decoupage-administratif/data/regions.json")).map(({ code, nom }) => [code, nom]),
);

export const REGION_OF_DEPARTEMENT: Readonly<Record<string, string>> = Object.fromEntries(
  placed
    .parse(read("@etalab/decoupage-administratif/data/departements.json"))
    .flatMap(({ code, region }) => (region === undefined ? [] : [[code, region]])),
);

export const regionName = (code: string): string => REGIONS.get(code) ?? "?";
