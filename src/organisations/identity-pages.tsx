import { idParam } from "../http/id-param.ts";
import { field, type PageRoute, pageRoute, redirect, tryForm } from "../http/page-kit.tsx";
import { readBody } from "../http/read-body.ts";
import { identityForm } from "./identity-form.ts";
import { showOrganisation } from "./organisation-pages.tsx";
import { reviewIdentity } from "./review-identity.ts";

export const identityReviewPages: readonly PageRoute[] = [
  pageRoute({
    method: "post",
    path: "/structures/:organisationId/identite",
    access: "signed-in",
    run: (context) => {
      const { deps, actor, params, form } = context;
      const id = idParam(params, "organisationId");
      return tryForm(
        async () => {
          const input = { outcome: field(form, "outcome"), note: field(form, "note") };
          await reviewIdentity(deps, actor, id, readBody(identityForm, input));
          return redirect(`/structures/${id}`);
        },
        (error) => showOrganisation(context, error),
      );
    },
  }),
];
