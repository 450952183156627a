import { z } from "zod";
import { NATURES, SIDES } from "../domain/agreement.ts";
import { centsOutput, instantOutput } from "../http/cents-schema.ts";
import type { Delivery } from "./delivery-queries.ts";
import type { AgreementLife, Version } from "./queries.ts";
import { storedTerms } from "./terms-json.ts";

export const textOutput = z.object({ fr: z.string(), en: z.string() });

const side = z.enum(SIDES);
const termsOutput = z
  .record(z.string(), z.unknown())
  .meta({ description: "The terms as they are taken by POST /agreements/{agreementId}/versions" });

const versionOutput = z.object({
  version: z.int(),
  negotiationId: z.uuid(),
  negotiation: z.string().meta({ description: "open, signed or abandoned" }),
  givenUp: z.string().nullable().meta({ description: "Why it was abandoned" }),
  side,
  name: z.string(),
  at: instantOutput,
  message: z.string(),
  termsHash: z.string().meta({ description: "SHA-256 of the terms as JSON with its keys in order" }),
  terms: termsOutput,
  accepted: z.object({ side, name: z.string(), at: instantOutput }).nullable(),
  signatures: z.array(z.object({ side, name: z.string(), at: instantOutput, textHash: z.string() })),
});

export const roundsOutput = z.object({
  next: z.object({ kind: z.string(), by: side.optional() }).meta({
    description: "What is awaited: answer, sign (of `by`), sign-both, sign-second, or none",
  }),
  items: z.array(versionOutput),
});

const shownVersion = (version: Version) => ({
  ...version,
  terms: storedTerms(version.terms) as Readonly<Record<string, unknown>>,
});

export const roundsOf = ({ next, versions }: AgreementLife) => ({
  next: { kind: next.kind, ...("by" in next && { by: next.by }) },
  items: versions.map(shownVersion),
});

export const signedTextOutput = z.object({
  version: z.int(),
  paragraphs: z.array(z.string()).meta({ description: "In French, the language that binds" }),
  hash: z.string().meta({ description: "SHA-256, to be sent with a signature" }),
  needsSecond: z.boolean().meta({ description: "Two administrators sign" }),
});

const commitmentOutput = z.object({
  agreementId: z.uuid(),
  partnerName: z.string(),
  key: z.string(),
  kind: z.enum(["goods", "skill_days"]),
  label: z.string(),
  nature: z.enum(NATURES),
  unit: z.string().nullable(),
  unitValueCents: centsOutput,
  isRemoved: z.boolean(),
  promised: z.number(),
  delivered: z.number().meta({ description: "Recorded and not refused" }),
  confirmed: z.number(),
  left: z.number().meta({ description: "Promised and not confirmed yet" }),
});

const deliveryOutput = z.object({
  id: z.uuid(),
  agreementId: z.uuid(),
  commitmentKey: z.string(),
  state: z.enum(["recorded", "confirmed", "refused"]),
  deliveredOn: z.string(),
  quantity: z.number(),
  placeId: z.string().nullable(),
  campaignId: z.uuid().nullable(),
  note: z.string(),
  recordedSide: z.enum(["partner", "fund", "holder"]),
  refusal: z.string().nullable(),
  evidenceName: z.string().nullable(),
  evidenceSha256: z.string().nullable(),
});

export const deliveriesOutput = z.object({
  commitments: z.array(commitmentOutput),
  items: z.array(deliveryOutput),
});

export const deliveriesOf = <C>(found: { readonly commitments: C; readonly deliveries: readonly Delivery[] }) => ({
  commitments: found.commitments,
  items: found.deliveries,
});
