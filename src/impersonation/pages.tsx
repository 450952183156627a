import { permits } from "../domain/permissions.ts";
import { type AppError, notFound } from "../errors.ts";
import {
  field,
  type PageContext,
  type PageResult,
  type PageRoute,
  page,
  pageRoute,
  tryForm,
} from "../http/page-kit.tsx";
import { readBody } from "../http/read-body.ts";
import { END_OF_VIEWING } from "../http/viewing.ts";
import { endImpersonation } from "./end-impersonation.ts";
import { noViewingCookie, viewingCookie } from "./find-viewing.ts";
import { visitForm } from "./forms.ts";
import { supportTexts as texts } from "./messages.ts";
import { listVisits } from "./queries.ts";
import { startImpersonation } from "./start-impersonation.ts";
import { SupportPage } from "./views.tsx";

const PATH = "/assistance";

/** Looking at the service as somebody else, to help. */
export const supportPages: readonly PageRoute[] = [
  pageRoute({ method: "get", path: PATH, access: "signed-in", run: (context) => show(context) }),
  pageRoute({
    method: "post",
    path: PATH,
    access: "signed-in",
    run: (context) => {
      const { deps, actor, form, sessionId } = context;
      const act = async (): Promise<PageResult> => {
        if (!permits(actor, "support.visit")) throw notFound();
        const id = await startImpersonation(deps, actor, sessionId, readBody(visitForm, form));
        return { kind: "redirect", to: "/compte", setCookies: [viewingCookie(deps, id)] };
      };
      return tryForm(act, (error) => show(context, error));
    },
  }),
  pageRoute({
    method: "post",
    path: END_OF_VIEWING,
    access: "signed-in",
    run: async ({ deps, viewing }) => {
      if (viewing === undefined) throw notFound();
      await endImpersonation(deps, viewing);
      return { kind: "redirect", to: PATH, setCookies: [noViewingCookie(deps)], left: true };
    },
  }),
];

async function show({ deps, actor, form }: PageContext<"signed-in">, error?: AppError): Promise<PageResult> {
  const visits = await listVisits(deps, actor);
  return page(
    texts.title,
    <SupportPage
      visits={visits}
      mayVisit={permits(actor, "support.visit")}
      typed={{ email: field(form, "email"), reason: field(form, "reason") }}
      error={error}
    />,
    { width: "wide" },
  );
}
