import { cents } from "../domain/money.ts";
import { permits } from "../domain/permissions.ts";
import type { AppError } from "../errors.ts";
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
import { explainPledge } from "../matching/explain-pledge.ts";
import { askRefund } from "../refunds/ask-refund.ts";
import { askBody } from "../refunds/forms.ts";
import { leaveCampaign } from "../refunds/leave-campaign.ts";
import { requestsOf } from "../refunds/queries.ts";
import { Notice, Words } from "../ui/show.tsx";
import { cancelPledge } from "./cancel-pledge.ts";
import { catchUp, catchUpMethodChange } from "./catch-up.ts";
import { openAuthentication } from "./open-authentication.ts";
import { openMethodChange } from "./open-method-change.ts";
import { PLEDGE } from "./page-messages.ts";
import { PledgeView } from "./pledge-view.tsx";
import { donorKey, readPledge } from "./queries.ts";

type Context = PageContext<"public">;

const keyOf = (values: Form): string | undefined => field(values, "cle") || undefined;
const has = (values: Form, name: string) => field(values, name) === "1";

/** What the screen before the payment had announced, where less could be held. */
const announced = (query: Form): bigint | undefined => {
  const [digits] = /^\d{1,15}$/.exec(field(query, "annonce")) ?? [];
  return digits === undefined ? undefined : BigInt(digits);
};

async function show({ deps, actor, params, query, form }: Context, cle: string | undefined, error?: AppError) {
  const id = idParam(params, "id");
  const known = await readPledge(deps, actor, id, cle);
  const isInFlight = known.state === "draft" || (known.state === "action_required" && has(query, "retour"));
  if (known.isDonor && isInFlight) await catchUp(deps, known);
  const changing = known.isDonor && has(query, "carte") && (await catchUpMethodChange(deps, id));
  const pledge = isInFlight || has(query, "carte") ? await readPledge(deps, actor, id, cle) : known;
  const matches = await explainPledge(deps, actor, {
    id,
    campaignId: pledge.campaign.id,
    isDonor: pledge.isDonor,
  });
  const requests = pledge.isDonor ? await requestsOf(deps, id) : [];
  const arrival = {
    returned: has(query, "retour"),
    abandoned: has(query, "abandon"),
    changing,
    announcedCents: announced(query),
  };
  return page(
    PLEDGE.title,
    <>
      {error !== undefined && (
        <Notice tone="danger">
          <Words text={error.text} />
        </Notice>
      )}
      <PledgeView
        pledge={pledge}
        matches={matches}
        arrival={arrival}
        cle={cle}
        mayRefund={permits(actor, "refund.propose")}
        mayRevoke={permits(actor, "match.revoke")}
        request={{ requests, typed: form, error }}
      />
    </>,
  );
}

const pledgePage = pageRoute({
  method: "get",
  path: "/dons/:id",
  access: "public",
  run: (context) => show(context, keyOf(context.query)),
});

const back = (id: string, cle: string | undefined) =>
  redirect(cle === undefined ? `/dons/${id}` : `/dons/${id}?cle=${encodeURIComponent(cle)}`);

const cancellation = pageRoute({
  method: "post",
  path: "/dons/:id/annulation",
  access: "public",
  run: (context) => {
    const { deps, actor, params, form } = context;
    const pledgeId = idParam(params, "id");
    const cle = keyOf(form);
    return tryForm(
      async () => {
        await cancelPledge(deps, actor, { pledgeId, token: await donorKey(deps, actor, pledgeId, cle) });
        return back(pledgeId, cle);
      },
      (error) => show(context, cle, error),
    );
  },
});

const confirmation = pageRoute({
  method: "post",
  path: "/dons/:id/confirmation",
  access: "public",
  run: (context) => {
    const { deps, actor, params, form } = context;
    const pledgeId = idParam(params, "id");
    const cle = keyOf(form);
    return tryForm(
      async () => {
        const token = await donorKey(deps, actor, pledgeId, cle);
        const url = await openAuthentication(deps, actor, { pledgeId, token });
        return url === undefined ? back(pledgeId, cle) : redirect(url);
      },
      (error) => show(context, cle, error),
    );
  },
});

const methodChange = pageRoute({
  method: "post",
  path: "/dons/:id/moyen-de-paiement",
  access: "public",
  run: (context) => {
    const { deps, actor, params, form } = context;
    const pledgeId = idParam(params, "id");
    const cle = keyOf(form);
    return tryForm(
      async () => {
        const token = await donorKey(deps, actor, pledgeId, cle);
        const url = await openMethodChange(deps, actor, { pledgeId, token });
        return url === undefined ? back(pledgeId, cle) : redirect(url);
      },
      (error) => show(context, cle, error),
    );
  },
});

/** An amount left empty asks for all that is left, the tip included. */
const refundRequest = pageRoute({
  method: "post",
  path: "/dons/:id/demande-de-remboursement",
  access: "public",
  run: (context) => {
    const { deps, actor, params, form } = context;
    const pledgeId = idParam(params, "id");
    const cle = keyOf(form);
    return tryForm(
      async () => {
        const token = await donorKey(deps, actor, pledgeId, cle);
        const amount = field(form, "giftCents");
        const { giftCents, reason } = readBody(askBody, {
          ...(amount === "" ? {} : { giftCents: centsTyped(amount) }),
          reason: field(form, "reason"),
        });
        const parts = giftCents === undefined ? {} : { giftCents: cents(giftCents), tipCents: cents(0n) };
        await askRefund(deps, actor, { pledgeId, token, reason, ...parts });
        return back(pledgeId, cle);
      },
      (error) => show(context, cle, error),
    );
  },
});

const takingBack = pageRoute({
  method: "post",
  path: "/dons/:id/reprise",
  access: "public",
  run: (context) => {
    const { deps, actor, params, form } = context;
    const pledgeId = idParam(params, "id");
    const cle = keyOf(form);
    return tryForm(
      async () => {
        await leaveCampaign(deps, actor, { pledgeId, token: await donorKey(deps, actor, pledgeId, cle) });
        return back(pledgeId, cle);
      },
      (error) => show(context, cle, error),
    );
  },
});

export const donPages: readonly PageRoute[] = [
  pledgePage,
  cancellation,
  confirmation,
  methodChange,
  refundRequest,
  takingBack,
];
