import { z } from "zod";
import { type ApiRoute, apiRoute } from "../http/api-kit.ts";
import { attachEvidence, confirmDelivery, refuseDelivery } from "./answer-delivery.ts";
import { readCampaignDeliveries, readDeliveries, readEvidence } from "./delivery-queries.ts";
import { deliveryBody, evidenceQuery, reasonBody } from "./forms.ts";
import { deliveriesOf, deliveriesOutput } from "./outputs.ts";
import { recordDelivery } from "./record-delivery.ts";

const tag = "Agreements";
const agreementParams = z.object({ agreementId: z.uuid() });
const deliveryParams = agreementParams.extend({ deliveryId: z.uuid() });
const onePath = "/agreements/{agreementId}/deliveries/{deliveryId}";

export const deliveryApi: readonly ApiRoute[] = [
  apiRoute({
    method: "GET",
    path: "/agreements/{agreementId}/deliveries",
    tag,
    summary: "Commitments in goods and days with what is promised, delivered, confirmed and left",
    access: "signed-in",
    params: agreementParams,
    output: deliveriesOutput,
    run: async ({ deps, actor, params: { agreementId } }) =>
      deliveriesOf(await readDeliveries(deps, actor, agreementId)),
  }),
  apiRoute({
    method: "GET",
    path: "/campaigns/{campaignId}/deliveries",
    tag,
    summary: "What partners hand over to a campaign, and what they may still, for its holder",
    access: "signed-in",
    params: z.object({ campaignId: z.uuid() }),
    output: deliveriesOutput,
    run: async ({ deps, actor, params: { campaignId } }) =>
      deliveriesOf(await readCampaignDeliveries(deps, actor, campaignId)),
  }),
  apiRoute({
    method: "POST",
    path: "/agreements/{agreementId}/deliveries",
    tag,
    summary: "Record a delivery, as the partner, the fund or the holder of the campaign it serves",
    status: 201,
    movesMoneyOrCreates: true,
    access: "signed-in",
    params: agreementParams,
    body: deliveryBody,
    output: z.object({ id: z.uuid() }),
    run: async ({ deps, actor, params, body }) => ({ id: await recordDelivery(deps, actor, { ...params, ...body }) }),
  }),
  apiRoute({
    method: "POST",
    path: `${onePath}/confirmation`,
    tag,
    summary: "Confirm a delivery the other side recorded; never more than is promised",
    access: "signed-in",
    params: deliveryParams,
    run: ({ deps, actor, params }) => confirmDelivery(deps, actor, params),
  }),
  apiRoute({
    method: "POST",
    path: `${onePath}/refusal`,
    tag,
    summary: "Refuse a delivery the other side recorded, saying why",
    access: "signed-in",
    params: deliveryParams,
    body: reasonBody,
    run: ({ deps, actor, params, body }) => refuseDelivery(deps, actor, { ...params, ...body }),
  }),
  apiRoute({
    method: "POST",
    path: `${onePath}/evidence`,
    tag,
    summary:
      "Add the file that shows a delivery: PDF, PNG or JPEG, as Base64 text (up to 7.5 MB here, 10 MB by the page)",
    bodyType: "text",
    access: "signed-in",
    params: deliveryParams,
    query: evidenceQuery,
    body: z.string(),
    output: z.object({ sha256: z.string() }),
    run: ({ deps, actor, params, query, body }) =>
      attachEvidence(deps, actor, { ...params, file: { ...query, bytes: Buffer.from(body, "base64") } }),
  }),
  apiRoute({
    method: "GET",
    path: `${onePath}/evidence`,
    tag,
    summary: "The file of a delivery as it was sent",
    access: "signed-in",
    params: deliveryParams,
    output: z.object({
      filename: z.string(),
      contentType: z.string(),
      sha256: z.string(),
      contentBase64: z.string(),
    }),
    run: async ({ deps, actor, params }) => {
      const { bytes, ...file } = await readEvidence(deps, actor, params);
      return { ...file, contentBase64: bytes.toString("base64") };
    },
  }),
];
