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
import { eurosForInput } from "../ui/format.ts";
import { authoriseWithdrawal, orderWithdrawal } from "./approve-withdrawal.ts";
import { cancelWithdrawal, refuseWithdrawal } from "./end-withdrawal.ts";
import { potReasonBody, withdrawalApprovalBody, withdrawalBody } from "./forms.ts";
import { POT_PATH, potOf } from "./pot-path.ts";
import { requestWithdrawal } from "./request-withdrawal.ts";
import { WITHDRAWALS } from "./withdrawal-messages.ts";
import { readWithdrawal } from "./withdrawal-queries.ts";
import { withdrawalPath } from "./withdrawal-table.tsx";
import { WithdrawalForm, WithdrawalPage } from "./withdrawal-view.tsx";

type Context = PageContext<"signed-in">;

async function showForm(context: Context, typed: Form, error?: AppError) {
  const pot = await potOf(context);
  if (!permits(context.actor, "withdrawal.request", pot.partnerId)) throw forbidden();
  const { remainingCents } = pot;
  const whole = field(context.query, "solde") === "oui" ? { amountCents: eurosForInput(remainingCents) } : {};
  return page(
    WITHDRAWALS.ask,
    <WithdrawalForm pot={pot} remainingCents={remainingCents} typed={{ ...whole, ...typed }} error={error} />,
  );
}

const askPages = [
  pageRoute({
    method: "get",
    path: `${POT_PATH}/retraits/nouveau`,
    access: "signed-in",
    run: (context) => showForm(context, {}),
  }),
  pageRoute({
    method: "post",
    path: `${POT_PATH}/retraits/nouveau`,
    access: "signed-in",
    run: (context) =>
      tryForm(
        async () => {
          const { deps, actor, form } = context;
          const pot = await potOf(context);
          const typed = {
            amountCents: centsTyped(field(form, "amountCents").trim()),
            reason: field(form, "reason"),
          };
          const { amountCents, reason } = readBody(withdrawalBody, typed);
          const asked = { potId: pot.id, amountCents: cents(amountCents), reason };
          const { withdrawalId } = await requestWithdrawal(deps, actor, asked);
          return redirect(withdrawalPath({ agreementId: pot.agreementId, potId: pot.id, id: withdrawalId }));
        },
        (error) => showForm(context, context.form, error),
      ),
  }),
];

/** The withdrawal an address names; one of another pot is a page that does not exist. */
async function withdrawalOf(context: Context) {
  const { deps, actor, params } = context;
  const pot = await potOf(context);
  const withdrawal = await readWithdrawal(deps, actor, idParam(params, "withdrawalId"));
  if (withdrawal.potId !== pot.id) throw notFound();
  return withdrawal;
}

async function show(context: Context, typed: Form = {}, error?: AppError) {
  const withdrawal = await withdrawalOf(context);
  return page(
    WITHDRAWALS.one,
    <WithdrawalPage actor={context.actor} withdrawal={withdrawal} typed={typed} error={error} />,
  );
}

const action = (path: string, act: (context: Context, withdrawalId: string) => Promise<unknown>) =>
  pageRoute({
    method: "post",
    path: `${POT_PATH}/retraits/:withdrawalId/${path}`,
    access: "signed-in",
    run: (context) =>
      tryForm(
        async () => {
          const withdrawal = await withdrawalOf(context);
          await act(context, withdrawal.id);
          return redirect(withdrawalPath(withdrawal));
        },
        (error) => show(context, context.form, error),
      ),
  });

const seen = (form: Form) => readBody(withdrawalApprovalBody, { contentHash: field(form, "contentHash") });
const reason = (form: Form) => readBody(potReasonBody, { reason: field(form, "reason") });

export const withdrawalPages: readonly PageRoute[] = [
  ...askPages,
  pageRoute({
    method: "get",
    path: `${POT_PATH}/retraits/:withdrawalId`,
    access: "signed-in",
    run: (context) => show(context),
  }),
  action("autorisation", ({ deps, actor, form }, withdrawalId) =>
    authoriseWithdrawal(deps, actor, { withdrawalId, ...seen(form) }),
  ),
  action("ordre", ({ deps, actor, form }, withdrawalId) =>
    orderWithdrawal(deps, actor, { withdrawalId, ...seen(form) }),
  ),
  action("refus", ({ deps, actor, form }, withdrawalId) =>
    refuseWithdrawal(deps, actor, { withdrawalId, ...reason(form) }),
  ),
  action("annulation", ({ deps, actor, form }, withdrawalId) =>
    cancelWithdrawal(deps, actor, { withdrawalId, ...reason(form) }),
  ),
];
