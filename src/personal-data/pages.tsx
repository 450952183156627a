import { type PageRoute, page, pageRoute } from "../http/page-kit.tsx";
import { PersonalDataView } from "./data-view.tsx";
import { erasurePages } from "./erasure-pages.tsx";
import { exportPersonalData } from "./export-personal-data.ts";
import { DATA } from "./messages.ts";
import { readPersonalData } from "./read-personal-data.ts";

/** One's own data: read, carried away, erased. */
export const personalDataPages: readonly PageRoute[] = [
  pageRoute({
    method: "get",
    path: "/compte/mes-donnees",
    access: "signed-in",
    run: async ({ deps, actor, language }) =>
      page(DATA.title, <PersonalDataView sections={await readPersonalData(deps, actor, language, "some")} />, {
        width: "wide",
      }),
  }),
  pageRoute({
    method: "get",
    path: "/compte/mes-donnees/fichier",
    access: "signed-in",
    run: async ({ deps, actor, language }) => ({
      kind: "file",
      contentType: "application/json; charset=utf-8",
      filename: DATA.fileName[language],
      body: await exportPersonalData(deps, actor, language),
    }),
  }),
  ...erasurePages,
];
