import { z } from "zod";
import { centsBetween } from "../http/cents-schema.ts";

const reason = z.string().trim().min(1).max(1_000);
const giftPart = centsBetween(0).meta({ description: "Of the gift to the project" });
const tipPart = centsBetween(0).meta({ description: "Of the voluntary support of the fund" });

export const refundBody = z.strictObject({ giftCents: giftPart, tipCents: tipPart.prefault(0), reason });

/** A donor's request: amounts left out are all that is left. */
export const askBody = z.strictObject({
  giftCents: giftPart.optional(),
  tipCents: tipPart.optional(),
  reason,
  key: z.string().max(200).optional(),
});

/** The holder's: of the gift to the project, left out where it is all that is left. */
export const holderAskBody = askBody.pick({ giftCents: true, reason: true });

/** On its page, where the amount is always shown. */
export const holderPageBody = z.strictObject({ giftCents: giftPart, reason });

export const refusalBody = z.strictObject({ reason });

/** The same on a page that asks for other reasons too. */
export const pageRefusalBody = z.strictObject({ refusal: reason });

/** Cents in a query string. */
const typedCents = z
  .preprocess((text) => (typeof text === "string" && /^\d{1,11}$/.test(text) ? Number(text) : text), centsBetween(0))
  .meta({ override: { type: "integer", format: "int64", minimum: 0 } });

export const previewQuery = z.object({ giftCents: typedCents, tipCents: typedCents.optional() });
