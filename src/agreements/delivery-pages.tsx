import type { Deps } from "../deps.ts";
import { permits } from "../domain/permissions.ts";
import type { AppError } from "../errors.ts";
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
import { readBody } from "../http/read-body.ts";
import { readAgreement } from "../partners/queries.ts";
import { listPlaces } from "../places/queries.ts";
import { ADD_BUTTON } from "../ui/rows.tsx";
import { confirmDelivery, refuseDelivery } from "./answer-delivery.ts";
import { DeliveriesView, SEARCH_PLACES } from "./deliveries-view.tsx";
import { DELIVERIES } from "./delivery-messages.ts";
import { listServedCampaigns, readCampaignDeliveries, readDeliveries, readEvidence } from "./delivery-queries.ts";
import { deliveryBody, reasonBody } from "./forms.ts";
import { sideOf } from "./lock-agreement.ts";
import { halvesTyped } from "./read-terms-form.ts";
import { recordDelivery } from "./record-delivery.ts";

type Context = PageContext<"signed-in">;

/** Deliveries stand on two pages: the agreement's, and the campaign's that they serve. */
type Desk = {
  readonly own: string;
  readonly show: (values: Form, error?: AppError) => Promise<PageResult>;
  /** The agreement and the commitment as the form names them, and the campaign. */
  readonly named: (form: Form) => { agreementId: string; commitmentKey: string; campaignId: string | undefined };
  /** The agreement that one delivery belongs to. */
  readonly agreementOf: (deliveryId: string) => Promise<string>;
};

function agreementDesk({ deps, actor, params }: Context): Desk {
  const agreementId = idParam(params, "id");
  const own = `/partenaires/${agreementId}/livraisons`;
  return {
    own,
    show: async (values, error) => {
      const { partnerId } = await readAgreement(deps, actor, agreementId);
      const side = permits(actor, "delivery.record", partnerId) ? sideOf(actor, partnerId) : undefined;
      const found = await readDeliveries(deps, actor, agreementId);
      const choices = { campaigns: await listServedCampaigns(deps), places: await placesFor(deps, values) };
      const props = { heading: DELIVERIES.title, own, side, values, error, choices, ...found };
      return page(DELIVERIES.title, <DeliveriesView {...props} />);
    },
    named: (form) => ({
      agreementId,
      commitmentKey: field(form, "commitmentKey"),
      campaignId: field(form, "campaignId").trim() || undefined,
    }),
    agreementOf: async () => agreementId,
  };
}

function campaignDesk({ deps, actor, params }: Context): Desk {
  const campaignId = idParam(params, "campaignId");
  const own = `/mes-collectes/${campaignId}/livraisons`;
  return {
    own,
    show: async (values, error) => {
      const { mayRecord, ...found } = await readCampaignDeliveries(deps, actor, campaignId);
      const side = mayRecord ? "holder" : undefined;
      const choices = { campaigns: [], places: await placesFor(deps, values) };
      const props = { heading: DELIVERIES.campaignTitle, own, side, values, error, choices, ...found } as const;
      return page(DELIVERIES.campaignTitle, <DeliveriesView {...props} />);
    },
    named: (form) => {
      const [agreementId = "", commitmentKey = ""] = field(form, "commitmentKey").split("/");
      return { agreementId, commitmentKey, campaignId };
    },
    agreementOf: async (deliveryId) => {
      const { deliveries } = await readCampaignDeliveries(deps, actor, campaignId);
      return deliveries.find((one) => one.id === deliveryId)?.agreementId ?? deliveryId;
    },
  };
}

const MOST_FOUND = 20;

async function placesFor(deps: Deps, values: Form) {
  const q = field(values, SEARCH_PLACES).trim();
  return q === "" ? [] : (await listPlaces(deps, { q, limit: MOST_FOUND })).items;
}

async function record(context: Context, desk: Desk): Promise<PageResult> {
  const { deps, actor, form, files } = context;
  if (field(form, ADD_BUTTON) === SEARCH_PLACES) return await desk.show(form);
  return await tryForm(
    async () => {
      const { agreementId, ...named } = desk.named(form);
      const typed = {
        ...named,
        deliveredOn: field(form, "deliveredOn"),
        quantity: halvesTyped(field(form, "quantity").trim()),
        placeId: field(form, "placeId").trim() || undefined,
        note: field(form, "note"),
      };
      const explained = { deliveredOn: DELIVERIES.dayExpected, quantity: DELIVERIES.countExpected };
      const body = readBody(deliveryBody, typed, { explained });
      const sent = files.evidence;
      const evidence = sent === undefined || (sent.bytes.length === 0 && sent.filename === "") ? undefined : sent;
      await recordDelivery(deps, actor, { ...body, agreementId, evidence });
      return redirect(desk.own);
    },
    (error) => desk.show(form, error),
  );
}

const answer = (context: Context, desk: Desk, act: (agreementId: string, deliveryId: string) => Promise<void>) =>
  tryForm(
    async () => {
      const deliveryId = idParam(context.params, "deliveryId");
      await act(await desk.agreementOf(deliveryId), deliveryId);
      return redirect(desk.own);
    },
    (error) => desk.show({}, error),
  );

const pagesAt = (path: string, deskOf: (context: Context) => Desk): readonly PageRoute[] => [
  pageRoute({ method: "get", path, access: "signed-in", run: (context) => deskOf(context).show({}) }),
  pageRoute({
    method: "post",
    path,
    access: "signed-in",
    upload: true,
    run: async (context) => record(context, deskOf(context)),
  }),
  pageRoute({
    method: "post",
    path: `${path}/:deliveryId/confirmation`,
    access: "signed-in",
    run: (context) =>
      answer(context, deskOf(context), (agreementId, deliveryId) =>
        confirmDelivery(context.deps, context.actor, { agreementId, deliveryId }),
      ),
  }),
  pageRoute({
    method: "post",
    path: `${path}/:deliveryId/refus`,
    access: "signed-in",
    run: (context) =>
      answer(context, deskOf(context), (agreementId, deliveryId) => {
        const { reason } = readBody(reasonBody, { reason: field(context.form, "reason") });
        return refuseDelivery(context.deps, context.actor, { agreementId, deliveryId, reason });
      }),
  }),
];

const evidence = pageRoute({
  method: "get",
  path: "/partenaires/:id/livraisons/:deliveryId/justificatif",
  access: "signed-in",
  run: async ({ deps, actor, params }) => {
    const named = { agreementId: idParam(params, "id"), deliveryId: idParam(params, "deliveryId") };
    const { filename, contentType, bytes } = await readEvidence(deps, actor, named);
    return { kind: "file", contentType, filename, body: bytes };
  },
});

export const deliveryPages: readonly PageRoute[] = [
  ...pagesAt("/partenaires/:id/livraisons", agreementDesk),
  ...pagesAt("/mes-collectes/:campaignId/livraisons", campaignDesk),
  evidence,
];
