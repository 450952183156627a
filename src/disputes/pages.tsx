import { fundNow } from "../db/clock.ts";
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
import type { Page } from "../http/pagination.ts";
import { readBody } from "../http/read-body.ts";
import { useText } from "../ui/context.ts";
import { answerDispute } from "./answer-dispute.ts";
import { answerBody } from "./forms.ts";
import { DISPUTE } from "./messages.ts";
import { type DisputeSummary, listDisputes, readDispute } from "./queries.ts";
import { DisputePage, DisputeTable } from "./views.tsx";

type Context = PageContext<"signed-in">;

type ListProps = { readonly disputes: Page<DisputeSummary>; readonly all: boolean; readonly now: Date };

function DisputeList({ disputes, all, now }: ListProps) {
  const t = useText();
  return (
    <>
      <h1>{t(DISPUTE.title)}</h1>
      <p>{t(DISPUTE.hint)}</p>
      <DisputeTable caption={DISPUTE.title} titled rows={disputes.items} now={now} />
      <p>
        <a href={all ? "/contestations" : "/contestations?tous=1"}>{t(all ? DISPUTE.openOnly : DISPUTE.all)}</a>
      </p>
      {disputes.nextCursor !== null && (
        <p>
          <a href={`/contestations?${all ? "tous=1&" : ""}suite=${encodeURIComponent(disputes.nextCursor)}`}>
            {t(DISPUTE.older)}
          </a>
        </p>
      )}
    </>
  );
}

async function showDispute({ deps, actor, params }: Context, typed: Form = {}, error?: AppError) {
  const dispute = await readDispute(deps, actor, idParam(params, "disputeId"));
  return page(DISPUTE.one, <DisputePage actor={actor} dispute={dispute} typed={typed} error={error} />);
}

export const disputePages: readonly PageRoute[] = [
  pageRoute({
    method: "get",
    path: "/contestations",
    access: "signed-in",
    run: async ({ deps, actor, query }) => {
      const cursor = field(query, "suite") || undefined;
      const all = field(query, "tous") !== "";
      const disputes = await listDisputes(deps, actor, { limit: 50, cursor, open: !all });
      const now = await fundNow(deps.db);
      return page(DISPUTE.title, <DisputeList disputes={disputes} all={all} now={now} />, { width: "wide" });
    },
  }),
  pageRoute({
    method: "get",
    path: "/contestations/:disputeId",
    access: "signed-in",
    run: (context) => showDispute(context),
  }),
  pageRoute({
    method: "post",
    path: "/contestations/:disputeId/reponse",
    access: "signed-in",
    run: (context) =>
      tryForm(
        async () => {
          const { deps, actor, form, params } = context;
          const disputeId = idParam(params, "disputeId");
          const body = readBody(answerBody, { kind: field(form, "kind"), text: field(form, "text") });
          await answerDispute(deps, actor, { disputeId, ...body });
          return redirect(`/contestations/${disputeId}`);
        },
        (error) => showDispute(context, context.form, error),
      ),
  }),
];
