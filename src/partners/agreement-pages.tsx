import { LIFE } from "../agreements/page-messages.ts";
import { nextStepsOf } from "../agreements/queries.ts";
import { showAgreement } from "../agreements/show-agreement.tsx";
import { permits } from "../domain/permissions.ts";
import { type AppError, forbidden, invalidInput } from "../errors.ts";
import { centsTyped } from "../http/form-rows.ts";
import { idParam } from "../http/id-param.ts";
import { field, type PageContext, type PageRoute, page, pageRoute, redirect, tryForm } from "../http/page-kit.tsx";
import { pageQuery } from "../http/pagination.ts";
import { readBody } from "../http/read-body.ts";
import { AgreementForm, AgreementList } from "./agreement-list.tsx";
import { createAgreement } from "./create-agreement.ts";
import { createPot } from "./create-pot.ts";
import { agreementBody, fundingBody, potBody } from "./forms.ts";
import { readHome } from "./home-queries.ts";
import { MatchList } from "./match-list.tsx";
import { listCausedMatches } from "./match-queries.ts";
import { EXPLAINED, PARTNERS } from "./page-messages.ts";
import { findByNumber, listAgreements } from "./queries.ts";
import { recordPotFunding } from "./record-pot-funding.ts";

type Context = PageContext<"signed-in">;

const cursorOf = ({ query }: Context) => {
  const cursor = field(query, "suite");
  return pageQuery.parse(cursor === "" ? {} : { cursor });
};

const list = pageRoute({
  method: "get",
  path: "/partenaires",
  access: "signed-in",
  run: async (context) => {
    const agreements = await listAgreements(context.deps, context.actor, cursorOf(context));
    const { deps, actor } = context;
    const mayEdit = permits(actor, "partner.edit");
    const next = await nextStepsOf(
      deps,
      agreements.items.map((one) => one.id),
    );
    const mayPropose = mayEdit || actor.memberships.length > 0;
    const home = permits(actor, "pot.read") ? undefined : await readHome(deps, actor);
    const list = { page: agreements, next, mayEdit, mayPropose, home };
    return page(PARTNERS.title, <AgreementList {...list} />, { width: "wide" });
  },
});

function showNew({ actor, form }: Context, error?: AppError) {
  if (!permits(actor, "partner.edit")) throw forbidden();
  return page(LIFE.recordPaper, <AgreementForm values={form} error={error} />);
}

async function createFromForm({ deps, actor, form }: Context) {
  const partnerId = await findByNumber(deps, actor, field(form, "number"));
  if (partnerId === undefined) throw invalidInput([{ field: "number", message: PARTNERS.numberUnknown }]);
  const typed = {
    partnerId,
    reference: field(form, "reference"),
    signedOn: field(form, "signedOn"),
    endsOn: field(form, "endsOn"),
    promisedCounts: field(form, "promisedCounts") === "on",
  };
  const id = await createAgreement(deps, actor, readBody(agreementBody, typed, { explained: EXPLAINED }));
  return redirect(`/partenaires/${id}`);
}

const newAgreement = [
  pageRoute({ method: "get", path: "/partenaires/nouveau", access: "signed-in", run: async (c) => showNew(c) }),
  pageRoute({
    method: "post",
    path: "/partenaires/nouveau",
    access: "signed-in",
    run: (context) =>
      tryForm(
        () => createFromForm(context),
        (error) => showNew(context, error),
      ),
  }),
];

const agreement = pageRoute({
  method: "get",
  path: "/partenaires/:id",
  access: "signed-in",
  run: (context) => showAgreement(context),
});

const newPot = pageRoute({
  method: "post",
  path: "/partenaires/:id/enveloppes",
  access: "signed-in",
  run: (context) => {
    const { deps, actor, params, form } = context;
    const agreementId = idParam(params, "id");
    return tryForm(
      async () => {
        const typed = {
          agreementId,
          name: field(form, "name"),
          promisedCents: centsTyped(field(form, "promisedCents").trim()),
        };
        await createPot(deps, actor, readBody(potBody, typed, { explained: EXPLAINED }));
        return redirect(`/partenaires/${agreementId}`);
      },
      (error) => showAgreement(context, { form: "new-pot", values: form, error }),
    );
  },
});

const funding = pageRoute({
  method: "post",
  path: "/partenaires/:id/enveloppes/:potId/versements",
  access: "signed-in",
  run: (context) => {
    const { deps, actor, params, form } = context;
    const potId = idParam(params, "potId");
    return tryForm(
      async () => {
        const typed = {
          amountCents: centsTyped(field(form, "amountCents").trim()),
          bankReference: field(form, "bankReference"),
          receivedOn: field(form, "receivedOn"),
        };
        await recordPotFunding(deps, actor, { potId, ...readBody(fundingBody, typed, { explained: EXPLAINED }) });
        return redirect(`/partenaires/${idParam(params, "id")}`);
      },
      (error) => showAgreement(context, { form: potId, values: form, error }),
    );
  },
});

const matches = pageRoute({
  method: "get",
  path: "/partenaires/:id/abondements",
  access: "signed-in",
  run: async (context) => {
    const { deps, actor, params } = context;
    const agreementId = idParam(params, "id");
    const caused = await listCausedMatches(deps, actor, { agreementId, ...cursorOf(context) });
    return page(PARTNERS.matches, <MatchList agreementId={agreementId} page={caused} />, { width: "wide" });
  },
});

export const agreementPages: readonly PageRoute[] = [list, ...newAgreement, agreement, newPot, funding, matches];
