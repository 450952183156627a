import type { AppError } from "../errors.ts";
import { idParam } from "../http/id-param.ts";
import { type Form, type PageContext, type PageRoute, page, pageRoute, redirect, tryForm } from "../http/page-kit.tsx";
import { readBody } from "../http/read-body.ts";
import { connectStripeAccount } from "./connect-stripe-account.ts";
import { bankAccountBody } from "./forms.ts";
import { BankAccountForm } from "./organisation-form.tsx";
import { filled, ownOrganisation, showOrganisation } from "./organisation-pages.tsx";
import { PAGES } from "./page-messages.ts";
import { recordBankAccount } from "./record-bank-account.ts";
import { verifyBankAccount } from "./verify-bank-account.ts";

type Context = PageContext<"signed-in">;

async function showForm(context: Context, values: Form, error?: AppError) {
  const { id } = await ownOrganisation(context);
  const action = `/structures/${id}/comptes/nouveau`;
  return page(
    PAGES.addAccount,
    <BankAccountForm heading={PAGES.addAccount} action={action} values={values} error={error} />,
  );
}

export const bankAccountPages: readonly PageRoute[] = [
  pageRoute({
    method: "get",
    path: "/structures/:organisationId/comptes/nouveau",
    access: "signed-in",
    run: (context) => showForm(context, {}),
  }),
  pageRoute({
    method: "post",
    path: "/structures/:organisationId/comptes/nouveau",
    access: "signed-in",
    run: (context) => {
      const id = idParam(context.params, "organisationId");
      return tryForm(
        async () => {
          const input = readBody(bankAccountBody, filled(context.form, ["holderName", "iban", "bic"]));
          await recordBankAccount(context.deps, context.actor, id, input);
          return redirect(`/structures/${id}`);
        },
        (error) => showForm(context, context.form, error),
      );
    },
  }),
  pageRoute({
    method: "post",
    path: "/structures/:organisationId/comptes/:accountId/verification",
    access: "signed-in",
    run: (context) => {
      const { deps, actor, params } = context;
      const id = idParam(params, "organisationId");
      return tryForm(
        async () => {
          await verifyBankAccount(deps, actor, id, idParam(params, "accountId"));
          return redirect(`/structures/${id}`);
        },
        (error) => showOrganisation(context, error),
      );
    },
  }),
  pageRoute({
    method: "post",
    path: "/structures/:organisationId/compte-stripe",
    access: "signed-in",
    run: async ({ deps, actor, params }) =>
      redirect(await connectStripeAccount(deps, actor, idParam(params, "organisationId"))),
  }),
];
