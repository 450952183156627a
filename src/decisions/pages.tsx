import { field, type PageRoute, page, pageRoute, redirect } from "../http/page-kit.tsx";
import { chooseLetters } from "./choose-letters.ts";
import { DECISIONS } from "./messages.ts";
import { listDecisions } from "./queries.ts";
import { DecisionsPage } from "./views.tsx";

export const decisionPages: readonly PageRoute[] = [
  pageRoute({
    method: "get",
    path: "/a-decider",
    access: "signed-in",
    run: async ({ deps, actor, query }) =>
      page(DECISIONS.title, <DecisionsPage waiting={await listDecisions(deps, actor)} only={field(query, "quoi")} />, {
        width: "wide",
      }),
  }),
  pageRoute({
    method: "post",
    path: "/a-decider/courriers",
    access: "signed-in",
    run: async ({ deps, actor, form }) => {
      await chooseLetters(deps, actor, field(form, "wanted") === "yes");
      return redirect("/a-decider");
    },
  }),
];
