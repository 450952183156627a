import { permits } from "../domain/permissions.ts";
import { type AppError, forbidden } from "../errors.ts";
import { idParam } from "../http/id-param.ts";
import {
  type Form,
  field,
  type PageContext,
  type PageResult,
  type PageRoute,
  page,
  pageRoute,
  redirect,
  tryForm,
} from "../http/page-kit.tsx";
import { pageQuery } from "../http/pagination.ts";
import { readBody } from "../http/read-body.ts";
import { createOrganisation } from "./create-organisation.ts";
import { editOrganisation } from "./edit-organisation.ts";
import { organisationBody } from "./forms.ts";
import { readIdentity } from "./identity-queries.ts";
import { OrganisationForm } from "./organisation-form.tsx";
import { OrganisationList, OrganisationPage } from "./organisation-views.tsx";
import { PAGES } from "./page-messages.ts";
import { listOrganisations, readOrganisation } from "./queries.ts";
import { readStripeAccount } from "./read-stripe-account.ts";

type Context = PageContext<"signed-in">;

/** Empty fields are fields left out. */
export const filled = (form: Form, names: readonly string[]): Readonly<Record<string, string>> =>
  Object.fromEntries(names.map((name) => [name, field(form, name).trim()]).filter(([, value]) => value !== ""));

const FIELDS = ["name", "legalForm", "siret", "rna", "address", "postcode", "town"];

const readForm = (form: Form) => readBody(organisationBody, filled(form, FIELDS));

/** The page of an organisation; also where one of its buttons is refused. */
export async function showOrganisation({ deps, actor, params, form }: Context, error?: AppError): Promise<PageResult> {
  const organisation = await readOrganisation(deps, actor, idParam(params, "organisationId"));
  const stripe = await readStripeAccount(deps, actor, organisation.id);
  const title = { fr: organisation.name, en: organisation.name };
  const identity = await readIdentity(deps, actor, organisation);
  const typed = { outcome: field(form, "outcome"), note: field(form, "note") };
  const shown = {
    organisation,
    stripe,
    identity,
    typed,
    isStaff: permits(actor, "organisation.read"),
    readerId: actor.userId,
    error,
  };
  return page(title, <OrganisationPage {...shown} />, { width: "wide" });
}

/** The organisation of a page that only its owners see. */
export async function ownOrganisation({ deps, actor, params }: Context) {
  const organisation = await readOrganisation(deps, actor, idParam(params, "organisationId"));
  if (!permits(actor, "organisation.edit", organisation.id)) throw forbidden();
  return organisation;
}

const creation = (values: Form, error?: AppError) =>
  page(
    PAGES.create,
    <OrganisationForm heading={PAGES.create} action="/structures/nouvelle" values={values} error={error} />,
  );

async function edition(context: Context, values: Form, error?: AppError) {
  const { id } = await ownOrganisation(context);
  const action = `/structures/${id}/modification`;
  return page(PAGES.edit, <OrganisationForm heading={PAGES.edit} action={action} values={values} error={error} />);
}

const list = pageRoute({
  method: "get",
  path: "/structures",
  access: "signed-in",
  run: async ({ deps, actor, query }) => {
    const cursor = field(query, "suite");
    const organisations = await listOrganisations(deps, actor, pageQuery.parse(cursor === "" ? {} : { cursor }));
    return page(PAGES.mine, <OrganisationList organisations={organisations} />);
  },
});

const create = [
  pageRoute({
    method: "get",
    path: "/structures/nouvelle",
    access: "signed-in",
    run: async () => creation({}),
  }),
  pageRoute({
    method: "post",
    path: "/structures/nouvelle",
    access: "signed-in",
    run: ({ deps, actor, form }) =>
      tryForm(
        async () => redirect(`/structures/${await createOrganisation(deps, actor, readForm(form))}`),
        (error) => creation(form, error),
      ),
  }),
];

const show = pageRoute({
  method: "get",
  path: "/structures/:organisationId",
  access: "signed-in",
  run: (context) => showOrganisation(context),
});

const edit = [
  pageRoute({
    method: "get",
    path: "/structures/:organisationId/modification",
    access: "signed-in",
    run: async (context) => {
      const { siret, rna, ...known } = await ownOrganisation(context);
      const { name, legalForm, address, postcode, town } = known;
      return edition(context, { name, legalForm, address, postcode, town, siret: siret ?? "", rna: rna ?? "" });
    },
  }),
  pageRoute({
    method: "post",
    path: "/structures/:organisationId/modification",
    access: "signed-in",
    run: (context) => {
      const id = idParam(context.params, "organisationId");
      return tryForm(
        async () => {
          await editOrganisation(context.deps, context.actor, id, readForm(context.form));
          return redirect(`/structures/${id}`);
        },
        (error) => edition(context, context.form, error),
      );
    },
  }),
];

export const organisationFormPages: readonly PageRoute[] = [list, ...create, show, ...edit];
