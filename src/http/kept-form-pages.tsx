import { visitMark } from "./form-token.ts";
import { KEPT } from "./kept-form-messages.ts";
import { KeptFormView, keptFormPath, NothingKept } from "./kept-form-view.tsx";
import { dropKeptForm, findKeptForm } from "./kept-forms.ts";
import { type PageContext, type PageRoute, page, pageRoute, redirect } from "./page-kit.tsx";

const markOf = ({ deps, headers }: PageContext): string =>
  visitMark(headers.get("cookie"), deps.baseUrl.startsWith("https://")).mark;

/** A form that came after its session had ended, to be read and sent again. */
export const keptFormPages: readonly PageRoute[] = [
  pageRoute({
    method: "get",
    path: "/saisie/:id",
    access: "public",
    run: async (context) => {
      const { deps, actor, params } = context;
      const id = params.id ?? "";
      const kept = await findKeptForm(deps, { mark: markOf(context), actor, id });
      if (kept !== undefined) return page(KEPT.title, <KeptFormView kept={kept} />);
      if (actor.kind === "guest") return redirect(`/connexion?retour=${encodeURIComponent(keptFormPath(id))}`);
      return page(KEPT.goneTitle, <NothingKept />, { status: 404 });
    },
  }),
  pageRoute({
    method: "post",
    path: "/saisie/:id/oubli",
    access: "public",
    run: async (context) => {
      await dropKeptForm(context.deps, markOf(context), context.params.id ?? "");
      return redirect("/");
    },
  }),
];
