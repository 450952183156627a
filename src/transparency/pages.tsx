import { field, type PageRoute, page, pageRoute } from "../http/page-kit.tsx";
import { yearTyped } from "../receipts/paris-year.ts";
import { DICTIONARY } from "./dictionary.ts";
import { DictionaryPage } from "./dictionary-view.tsx";
import { OPEN } from "./messages.ts";
import { recentFigures } from "./recent-figures.ts";
import { TransparencyPage } from "./views.tsx";

export const transparencyPages: readonly PageRoute[] = [
  pageRoute({
    method: "get",
    path: "/transparence",
    access: "public",
    run: async ({ deps, query }) => {
      const figures = await recentFigures(deps);
      const asked = yearTyped(field(query, "annee"));
      const year = figures.years.find((row) => row.year === asked)?.year ?? figures.years[0]?.year;
      const shown = <TransparencyPage figures={figures} year={year} hasGrantsFile={deps.siret !== undefined} />;
      return page(OPEN.title, shown, { description: OPEN.intro, width: "wide" });
    },
  }),
  pageRoute({
    method: "get",
    path: "/transparence/dictionnaire",
    access: "public",
    run: async () => page(DICTIONARY.title, <DictionaryPage />, { description: DICTIONARY.intro }),
  }),
];
