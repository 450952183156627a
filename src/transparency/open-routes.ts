import { notFound } from "../errors.ts";
import type { OpenAnswer, OpenRoute } from "../http/open-kit.ts";
import { exportGrants } from "./export-grants.ts";
import { figuresJson, territoriesCsv, yearsCsv } from "./open-data.ts";
import type { Figures } from "./read-figures.ts";
import { recentFigures } from "./recent-figures.ts";

const CSV = "text/csv; charset=utf-8";

const table = (name: string, write: (figures: Figures) => string): OpenRoute => ({
  path: `/transparence/${name}.csv`,
  run: async ({ deps }) => ({ contentType: CSV, filename: `${name}.csv`, body: write(await recentFigures(deps)) }),
});

export const openDataRoutes: readonly OpenRoute[] = [
  table("annees", yearsCsv),
  table("territoires", territoriesCsv),
  {
    path: "/transparence/donnees.json",
    run: async ({ deps }): Promise<OpenAnswer> => ({
      contentType: "application/json; charset=utf-8",
      body: figuresJson(await recentFigures(deps)),
    }),
  },
  {
    path: "/transparence/subventions.csv",
    run: async ({ deps }) => {
      // Each line must name the granter by it.
      if (deps.siret === undefined) throw notFound();
      return { contentType: CSV, filename: "subventions.csv", body: exportGrants({ ...deps, siret: deps.siret }) };
    },
  },
];
