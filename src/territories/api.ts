import { z } from "zod";
import { notFound } from "../errors.ts";
import { apiRoute } from "../http/api-kit.ts";
import { decodeCursor, pageOutput, pageQuery, toPage } from "../http/pagination.ts";
import { findCommune, searchCommunes } from "./queries.ts";

const tag = "Places";
const LIST = "communes";

const commune = z.object({
  code: z.string().meta({ description: "INSEE code" }),
  name: z.string(),
  departement: z.string(),
  region: z.string(),
  epci: z.string().nullable(),
  population: z.number().int().nullable(),
  rural: z.boolean().nullable().meta({ description: "Null where it is unknown" }),
  frr: z.boolean(),
  postcodes: z.array(z.string()),
});

export const territoryApi = [
  apiRoute({
    method: "GET",
    path: "/communes",
    tag,
    summary: "Communes, by code",
    access: "public",
    query: pageQuery.extend({
      q: z.string().trim().min(1).max(100).optional().meta({ description: "Beginning of a name, or a postcode" }),
      departement: z.string().max(3).optional(),
    }),
    output: pageOutput(commune),
    run: async ({ deps, query: { limit, cursor, ...search } }) => {
      const [after] = decodeCursor(deps.cipher, LIST, cursor) ?? [];
      const rows = await searchCommunes(deps.db, { ...search, after, limit: limit + 1 });
      return toPage(deps.cipher, LIST, rows, limit, (row) => [row.code]);
    },
  }),
  apiRoute({
    method: "GET",
    path: "/communes/{code}",
    tag,
    summary: "One commune",
    access: "public",
    params: z.object({ code: z.string().min(1).max(5) }),
    output: commune,
    run: async ({ deps, params }) => {
      const found = await findCommune(deps.db, params.code);
      if (found === undefined) throw notFound();
      return found;
    },
  }),
];
