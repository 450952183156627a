import type { AppError } from "../errors.ts";
import { idParam } from "../http/id-param.ts";
import {
  type Form,
  field,
  type PageContext,
  type PageRoute,
  page,
  pageRoute,
  redirect,
  tryForm,
} from "../http/page-kit.tsx";
import { readBody } from "../http/read-body.ts";
import { lastReplay } from "../matching/replay-nightly.ts";
import { closureBody, explanationBody } from "./bank-forms.ts";
import { BANK } from "./bank-page-messages.ts";
import { readDifference } from "./bank-queries.ts";
import { closeDifference } from "./close-difference.ts";
import { DifferenceList, DifferencePage } from "./difference-views.tsx";
import { explainDifference } from "./explain-difference.ts";
import { listDifferences } from "./list-differences.ts";

type Context = PageContext<"signed-in">;

async function showDifference({ deps, actor, params }: Context, typed: Form = {}, error?: AppError) {
  const difference = await readDifference(deps, actor, idParam(params, "id"));
  return page(BANK.difference, <DifferencePage actor={actor} difference={difference} typed={typed} error={error} />);
}

const action = (path: string, act: (context: Context, differenceId: string) => Promise<void>) =>
  pageRoute({
    method: "post",
    path: `/ecarts/:id/${path}`,
    access: "signed-in",
    run: (context) =>
      tryForm(
        async () => {
          const id = idParam(context.params, "id");
          await act(context, id);
          return redirect(`/ecarts/${id}`);
        },
        (error) => showDifference(context, context.form, error),
      ),
  });

export const differencePages: readonly PageRoute[] = [
  pageRoute({
    method: "get",
    path: "/ecarts",
    access: "signed-in",
    run: async ({ deps, actor, query }) => {
      const cursor = field(query, "suite") || undefined;
      const open = field(query, "tous") === "";
      const differences = await listDifferences(deps, actor, { limit: 50, cursor, open });
      const replay = await lastReplay(deps);
      return page(BANK.differences, <DifferenceList differences={differences} replay={replay} />, { width: "wide" });
    },
  }),
  pageRoute({ method: "get", path: "/ecarts/:id", access: "signed-in", run: (context) => showDifference(context) }),
  action("explication", ({ deps, actor, form }, differenceId) => {
    const raw = { reason: field(form, "reason"), resolution: field(form, "resolution") };
    return explainDifference(deps, actor, { differenceId, ...readBody(explanationBody, raw) });
  }),
  action("cloture", ({ deps, actor, form }, differenceId) => {
    const body = readBody(closureBody, { resolution: field(form, "resolution") });
    return closeDifference(deps, actor, { differenceId, ...body });
  }),
];
