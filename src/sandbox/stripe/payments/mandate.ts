import type Stripe from "stripe";
import { type Context, update } from "../context.ts";
import { invalidRequest } from "../errors.ts";
import { emptyable, ignored, integer, object, oneOf, required, text, type Values } from "../http/params.ts";
import { newId, randomText } from "../ids.ts";
import { instrumentOf } from "./payment-method.ts";

const shape = {
  customer_acceptance: required(
    object({
      type: required(oneOf("online", "offline")),
      accepted_at: integer,
      offline: ignored,
      online: object({ ip_address: text, user_agent: text }),
    }),
  ),
};

export const mandateData = emptyable(object(shape));
export type MandateData = Values<typeof shape>;

export const acceptedOnPage: MandateData = {
  customer_acceptance: {
    type: "online",
    accepted_at: undefined,
    offline: undefined,
    online: { ip_address: "127.0.0.1", user_agent: "sandbox checkout page" },
  },
};

/** The mandate a debit needs: the one the account was set up with, or one accepted in this request. Null for cards. */
export function mandateFor(
  ctx: Context,
  method: Stripe.PaymentMethod,
  accepted: MandateData | null | undefined,
): string | null {
  if (method.type !== "sepa_debit") return null;
  const instrument = instrumentOf(ctx, method);
  if (instrument.mandate !== null) return instrument.mandate;
  if (!accepted) {
    throw invalidRequest(
      "You must provide a mandate or mandate_data to debit a SEPA account that wasn't set up before: this payment method type requires a mandate.",
      { code: "payment_intent_mandate_invalid", param: "mandate_data" },
    );
  }
  const reference = randomText(16).toUpperCase();
  const { type, online, accepted_at } = accepted.customer_acceptance;
  const id = newId("mandate");
  ctx.db.put("mandate", {
    id,
    object: "mandate",
    customer_acceptance: {
      accepted_at: accepted_at ?? ctx.clock.now(),
      type,
      ...(type === "online"
        ? { online: { ip_address: online?.ip_address ?? null, user_agent: online?.user_agent ?? null } }
        : { offline: {} }),
    },
    livemode: false,
    multi_use: {},
    payment_method: method.id,
    payment_method_details: {
      type: "sepa_debit",
      sepa_debit: { reference, url: `${ctx.settings.publicUrl}/mandates/${id}` },
    },
    status: "active",
    type: "multi_use",
  });
  update(ctx, "instrument", instrument, { mandate: id });
  return id;
}
