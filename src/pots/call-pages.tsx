import { cents } from "../domain/money.ts";
import { permits } from "../domain/permissions.ts";
import { type AppError, forbidden, notFound } from "../errors.ts";
import { centsTyped } from "../http/form-rows.ts";
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
import { CallForm } from "./call-form.tsx";
import { CALLS } from "./call-messages.ts";
import { readCall } from "./call-queries.ts";
import { CallPage } from "./call-view.tsx";
import { cancelCall } from "./cancel-call.ts";
import { callBody, plannedCallBody, potReasonBody } from "./forms.ts";
import { issueCall } from "./issue-call.ts";
import { EXPLAINED_DAYS } from "./messages.ts";
import { readOverview } from "./overview.ts";
import { dropPlannedCall, planCall } from "./plan-calls.ts";
import { POT_PATH, potOf, potPath } from "./pot-path.ts";
import { waysToPay } from "./ways-to-pay.ts";

type Context = PageContext<"signed-in">;
type Kind = "call" | "plan";
const WAYS = { call: "appels/nouveau", plan: "echeances/nouvelle" } as const;

async function showForm(context: Context, kind: Kind, typed: Form, error?: AppError) {
  const { deps, actor } = context;
  const pot = await potOf(context);
  if (!permits(actor, "call.issue")) throw forbidden();
  const { callableCents } = await readOverview(deps, actor, pot.id);
  return page(
    kind === "call" ? CALLS.issue : CALLS.plan,
    <CallForm pot={pot} callableCents={callableCents} kind={kind} typed={typed} error={error} />,
  );
}

async function send(context: Context, kind: Kind): Promise<string> {
  const { deps, actor, form } = context;
  const pot = await potOf(context);
  const note = field(form, "note").trim();
  const typed = { amountCents: centsTyped(field(form, "amountCents").trim()), dueOn: field(form, "dueOn") };
  if (kind === "plan") {
    const body = readBody(
      plannedCallBody,
      { ...typed, issueOn: field(form, "issueOn") },
      { explained: EXPLAINED_DAYS },
    );
    await planCall(deps, actor, { potId: pot.id, ...body, amountCents: cents(body.amountCents) });
    return potPath(pot);
  }
  const body = readBody(callBody, { ...typed, ...(note !== "" && { note }) }, { explained: EXPLAINED_DAYS });
  const call = { potId: pot.id, ...body, amountCents: cents(body.amountCents) };
  const { callId } = await issueCall(deps, actor, call);
  return `${potPath(pot)}/appels/${callId}`;
}

const formPages = (kind: Kind): readonly PageRoute[] => [
  pageRoute({
    method: "get",
    path: `${POT_PATH}/${WAYS[kind]}`,
    access: "signed-in",
    run: (context) => showForm(context, kind, {}),
  }),
  pageRoute({
    method: "post",
    path: `${POT_PATH}/${WAYS[kind]}`,
    access: "signed-in",
    run: (context) =>
      tryForm(
        async () => redirect(await send(context, kind)),
        (error) => showForm(context, kind, context.form, error),
      ),
  }),
];

/** The call an address names; one of another pot is a page that does not exist. */
async function callOf(context: Context) {
  const pot = await potOf(context);
  const detail = await readCall(context.deps, context.actor, idParam(context.params, "callId"));
  if (detail.pot.id !== pot.id) throw notFound();
  return detail;
}

async function show(context: Context, typed: Form = {}, error?: AppError) {
  const { deps, actor } = context;
  const detail = await callOf(context);
  const ways = await waysToPay(deps, actor, detail.pot.id);
  const title = { fr: `${CALLS.one.fr} ${detail.call.reference}`, en: `${CALLS.one.en} ${detail.call.reference}` };
  return page(title, <CallPage actor={actor} detail={detail} ways={ways} typed={typed} error={error} />);
}

const cancel = pageRoute({
  method: "post",
  path: `${POT_PATH}/appels/:callId/annulation`,
  access: "signed-in",
  run: (context) =>
    tryForm(
      async () => {
        const { deps, actor, form } = context;
        const { pot, call } = await callOf(context);
        const body = readBody(potReasonBody, { reason: field(form, "reason") });
        await cancelCall(deps, actor, { callId: call.id, ...body });
        return redirect(`${potPath(pot)}/appels/${call.id}`);
      },
      (error) => show(context, context.form, error),
    ),
});

const drop = pageRoute({
  method: "post",
  path: `${POT_PATH}/echeances/:plannedCallId/suppression`,
  access: "signed-in",
  run: async (context) => {
    const { deps, actor, params } = context;
    const pot = await potOf(context);
    await dropPlannedCall(deps, actor, idParam(params, "plannedCallId"));
    return redirect(potPath(pot));
  },
});

export const callPages: readonly PageRoute[] = [
  ...formPages("call"),
  ...formPages("plan"),
  pageRoute({
    method: "get",
    path: `${POT_PATH}/appels/:callId`,
    access: "signed-in",
    run: (context) => show(context),
  }),
  cancel,
  drop,
];
