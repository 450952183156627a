import { permits } from "../domain/permissions.ts";
import { type AppError, forbidden } from "../errors.ts";
import { type GrantDetail, readGrant } from "../grants/queries.ts";
import { rowsToForm } from "../http/form-rows.ts";
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
import { eurosForInput } from "../ui/format.ts";
import { ADD_BUTTON } from "../ui/rows.tsx";
import { declareAid } from "./declare-aid.ts";
import { DE_MINIMIS } from "./messages.ts";
import { AID_ROWS, readDeclarationForm, tidyDeclaration } from "./read-form.ts";
import { DeclarationForm, Declared } from "./views.tsx";

type Context = PageContext<"signed-in">;

/** The last declaration as the fields of its form, to correct rather than to type again. */
async function storedForm({ deps, actor, params }: Context): Promise<Form> {
  const grant = await readGrant(deps, actor, idParam(params, "id"));
  if (!permits(actor, "grant.declare-aid", grant.organisationId)) throw forbidden();
  const { declaration, aids } = grant.deMinimis;
  if (declaration === undefined) return {};
  const theirs = aids.filter((aid) => !aid.isOurs);
  return {
    hasEconomicActivity: declaration.hasEconomicActivity ? "yes" : "no",
    ...rowsToForm(
      AID_ROWS.list,
      theirs.map(({ granter, amountCents, grantedOn }) => ({
        granter,
        amountCents: eurosForInput(amountCents),
        grantedOn,
      })),
    ),
  };
}

async function show(context: Context, values: Form, moreRows = 0, error?: AppError) {
  const grant = await readGrant(context.deps, context.actor, idParam(context.params, "id"));
  if (grant.fundSignedAt !== null && error === undefined) return showDeclared(grant);
  return page(
    DE_MINIMIS.title,
    <DeclarationForm grantId={grant.id} values={values} moreRows={moreRows} error={error} />,
  );
}

/** Once both sides signed, what was declared is part of the agreement. */
const showDeclared = ({ id, deMinimis }: GrantDetail) =>
  page(DE_MINIMIS.title, <Declared grantId={id} facts={deMinimis} />);

export const deMinimisPages: readonly PageRoute[] = [
  pageRoute({
    method: "get",
    path: "/subventions/:id/aides",
    access: "signed-in",
    run: async (context) => show(context, await storedForm(context)),
  }),
  pageRoute({
    method: "post",
    path: "/subventions/:id/aides",
    access: "signed-in",
    run: async (context) => {
      if (field(context.form, ADD_BUTTON) !== "") return await show(context, context.form, 3);
      const form = tidyDeclaration(context.form);
      return await tryForm(
        async () => {
          const grantId = idParam(context.params, "id");
          await declareAid(context.deps, context.actor, { ...readDeclarationForm(form), grantId });
          return redirect(`/subventions/${grantId}#aides`);
        },
        (error) => show(context, form, 0, error),
      );
    },
  }),
];
