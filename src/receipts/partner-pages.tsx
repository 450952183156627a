import { dayOf } from "../campaigns/paris-days.ts";
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
import { readBody } from "../http/read-body.ts";
import { parametersOn } from "../parameters/read-parameters.ts";
import { givePartnerIdentity } from "./give-partner-identity.ts";
import { companyBody } from "./identity-form.ts";
import { PARTNER_RECEIPTS as TEXTS } from "./partner-messages.ts";
import { type PartnerReceipts, readPartnerReceipts } from "./partner-queries.ts";
import { PartnerReceiptsView } from "./partner-views.tsx";
import { COMPANY_FIELDS, identityToForm } from "./read-identity-form.ts";

type Context = PageContext<"signed-in">;

const PATH = "/partenaires/:id/recus";

async function show({ deps, actor, params }: Context, typed?: Form, error?: AppError) {
  const agreementId = idParam(params, "id");
  const receipts = await readPartnerReceipts(deps, actor, agreementId);
  const parameters = await parametersOn(deps.db, deps.fundId, dayOf(await fundNow(deps.db)));
  const values =
    typed ?? (receipts.identity === null ? ofPartner(receipts.partner) : identityToForm(receipts.identity));
  return page(
    TEXTS.title,
    <PartnerReceiptsView
      own={`/partenaires/${agreementId}/recus`}
      receipts={receipts}
      parameters={parameters}
      values={values}
      error={error}
    />,
    { width: "wide", ...(receipts.isWaiting && error === undefined && { refreshSeconds: 3 }) },
  );
}

/** What the fund already knows of the organisation, to be confirmed. */
const ofPartner = ({ name, siret, address, postcode, town }: PartnerReceipts["partner"]): Form => ({
  companyName: name,
  siren: siret?.slice(0, 9) ?? "",
  address,
  postcode,
  town,
  country: "France",
});

export const partnerReceiptPages: readonly PageRoute[] = [
  pageRoute({ method: "get", path: PATH, access: "signed-in", run: (context) => show(context) }),
  pageRoute({
    method: "post",
    path: PATH,
    access: "signed-in",
    run: (context) =>
      tryForm(
        async () => {
          const { deps, actor, form, params } = context;
          const agreementId = idParam(params, "id");
          const typed = Object.fromEntries(COMPANY_FIELDS.map((name) => [name, field(form, name).trim()]));
          const identity = readBody(companyBody, { kind: "company", ...typed });
          await givePartnerIdentity(deps, actor, { agreementId, identity });
          return redirect(`/partenaires/${agreementId}/recus`);
        },
        (error) => show(context, context.form, error),
      ),
  }),
];
