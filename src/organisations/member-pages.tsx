import type { AppError } from "../errors.ts";
import { idParam } from "../http/id-param.ts";
import { type Form, type PageContext, type PageRoute, page, pageRoute, redirect, tryForm } from "../http/page-kit.tsx";
import { readBody } from "../http/read-body.ts";
import { addMember } from "./add-member.ts";
import { memberBody } from "./forms.ts";
import { MemberForm } from "./organisation-form.tsx";
import { filled, ownOrganisation, showOrganisation } from "./organisation-pages.tsx";
import { PAGES } from "./page-messages.ts";
import { removeMember } from "./remove-member.ts";

type Context = PageContext<"signed-in">;

async function showForm(context: Context, values: Form, error?: AppError) {
  const { id } = await ownOrganisation(context);
  const action = `/structures/${id}/membres/nouveau`;
  return page(PAGES.addMember, <MemberForm heading={PAGES.addMember} action={action} values={values} error={error} />);
}

export const memberPages: readonly PageRoute[] = [
  pageRoute({
    method: "get",
    path: "/structures/:organisationId/membres/nouveau",
    access: "signed-in",
    run: (context) => showForm(context, {}),
  }),
  pageRoute({
    method: "post",
    path: "/structures/:organisationId/membres/nouveau",
    access: "signed-in",
    run: (context) => {
      const id = idParam(context.params, "organisationId");
      return tryForm(
        async () => {
          const input = readBody(memberBody, filled(context.form, ["email", "role"]));
          await addMember(context.deps, context.actor, id, input);
          return redirect(`/structures/${id}`);
        },
        (error) => showForm(context, context.form, error),
      );
    },
  }),
  pageRoute({
    method: "post",
    path: "/structures/:organisationId/membres/:userId/retrait",
    access: "signed-in",
    run: (context) => {
      const { deps, actor, params } = context;
      const id = idParam(params, "organisationId");
      const userId = idParam(params, "userId");
      return tryForm(
        async () => {
          await removeMember(deps, actor, id, userId);
          return redirect(userId === actor.userId ? "/structures" : `/structures/${id}`);
        },
        (error) => showOrganisation(context, error),
      );
    },
  }),
];
