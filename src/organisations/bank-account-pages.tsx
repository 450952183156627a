import { type AppError, forbidden, notFound } from "../errors.ts";
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
import { blockBankAccount } from "./block-bank-account.ts";
import { BlockingForm } from "./blocking-form.tsx";
import { connectStripeAccount } from "./connect-stripe-account.ts";
import { bankAccountBody, blockBody } from "./forms.ts";
import { BankAccountForm } from "./organisation-form.tsx";
import { filled, ownOrganisation, showOrganisation } from "./organisation-pages.tsx";
import { PAGES } from "./page-messages.ts";
import { readOrganisation } from "./queries.ts";
import { readStripeAccount } from "./read-stripe-account.ts";
import { recordBankAccount } from "./record-bank-account.ts";
import { StripeReturn } from "./stripe-account-view.tsx";
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

async function showBlocking({ deps, actor, params, form }: Context, error?: AppError) {
  const organisation = await readOrganisation(deps, actor, idParam(params, "organisationId"));
  const account = organisation.bankAccounts.find(({ id }) => id === params.accountId);
  if (account === undefined) throw notFound();
  if (!organisation.blockable) throw forbidden();
  return page(PAGES.block, <BlockingForm organisation={organisation} account={account} values={form} error={error} />);
}

export const bankAccountPages: readonly PageRoute[] = [
  pageRoute({
    method: "get",
    path: "/structures/:organisationId/comptes/:accountId/blocage",
    access: "signed-in",
    run: (context) => showBlocking(context),
  }),
  pageRoute({
    method: "post",
    path: "/structures/:organisationId/comptes/:accountId/blocage",
    access: "signed-in",
    run: (context) => {
      const { deps, actor, params, form } = context;
      const organisationId = idParam(params, "organisationId");
      return tryForm(
        async () => {
          const accountId = idParam(params, "accountId");
          const { reason } = readBody(blockBody, { reason: field(form, "reason") });
          await blockBankAccount(deps, actor, { organisationId, accountId, reason });
          return redirect(`/structures/${organisationId}`);
        },
        (error) => showBlocking(context, error),
      );
    },
  }),
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
    method: "get",
    path: "/structures/:organisationId/compte-stripe",
    access: "signed-in",
    run: async (context) => {
      const organisation = await ownOrganisation(context);
      const status = await readStripeAccount(context.deps, context.actor, organisation.id);
      const isExpired = field(context.query, "lien") === "expire";
      return page(
        PAGES.stripeAccount,
        <StripeReturn organisation={organisation} status={status} isExpired={isExpired} />,
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
