import { createHash } from "node:crypto";
import type Stripe from "stripe";
import { type Context, update } from "../context.ts";
import { declined, invalidRequest, missingReference, refusal } from "../errors.ts";
import { emit } from "../events.ts";
import { address, metadata, patchMetadata, wireAddress } from "../http/common-params.ts";
import { emptyable, ignored, integer, object, oneOf, required, text, type Values } from "../http/params.ts";
import { newId } from "../ids.ts";
import type { Instrument } from "../records.ts";
import { cardOfNumber, cardOfToken, type Decline, objectionToNumber } from "./test-cards.ts";
import { ibanOf, ibanOfToken, wrongIban } from "./test-ibans.ts";

export const billingShape = {
  address: emptyable(address),
  email: emptyable(text),
  name: emptyable(text),
  phone: emptyable(text),
  tax_id: text,
};

/** `payment_method_data` and the body of a new payment method. */
export const methodShape = {
  type: required(oneOf("card", "sepa_debit", "customer_balance")),
  allow_redisplay: oneOf("always", "limited", "unspecified"),
  billing_details: object(billingShape),
  card: object({ number: text, exp_month: integer, exp_year: integer, cvc: text, token: text, networks: ignored }),
  customer_balance: ignored,
  metadata,
  sepa_debit: object({ iban: required(text) }),
};

type MethodParams = Values<typeof methodShape>;
type BillingParams = Values<typeof billingShape>;

/** The method behind an id; `pm_card_…` and `pm_sepaDebit_…` become a fresh method each time. */
export function resolveMethod(ctx: Context, id: string, missing: () => Error): Stripe.PaymentMethod {
  const card = cardOfToken(id);
  if (id.startsWith("pm_card_") && card !== undefined) return newMethod(ctx, card.number, {});
  const iban = ibanOfToken(id);
  if (iban !== undefined) {
    return newMethod(ctx, iban.iban, { billing_details: { name: "Jenny Rosen", email: "jenny@example.com" } });
  }
  const method = ctx.db.get("payment_method", id);
  if (method === undefined) throw missing();
  return method;
}

export function methodFromParam(ctx: Context, id: string): Stripe.PaymentMethod {
  return resolveMethod(ctx, id, () => missingReference("PaymentMethod", id, "payment_method"));
}

export function instrumentOf(ctx: Context, method: Stripe.PaymentMethod): Instrument {
  const instrument = ctx.db.get("instrument", method.id);
  if (instrument === undefined) throw invalidRequest(`The payment method ${method.id} has no instrument.`);
  return instrument;
}

/** Makes a payment method of what a form or `payment_method_data` says. */
export function createMethod(ctx: Context, given: MethodParams): Stripe.PaymentMethod {
  if (given.type === "customer_balance") return newMethod(ctx, "customer_balance", given);
  if (given.type === "sepa_debit") {
    if (given.sepa_debit === undefined) {
      throw invalidRequest("Missing required param: sepa_debit.", { code: "parameter_missing", param: "sepa_debit" });
    }
    const iban = ibanOf(given.sepa_debit.iban);
    if (iban === undefined)
      throw invalidRequest(wrongIban.message, { code: wrongIban.code, param: "sepa_debit[iban]" });
    for (const param of ["name", "email"] as const) {
      if (given.billing_details?.[param]) continue;
      throw invalidRequest(`Missing required param: billing_details[${param}].`, {
        code: "parameter_missing",
        param: `billing_details[${param}]`,
      });
    }
    return newMethod(ctx, iban.iban, given);
  }
  const token = given.card?.token?.replace(/^tok_/, "pm_card_");
  const number = token === undefined ? given.card?.number?.replace(/\s/g, "") : cardOfToken(token)?.number;
  if (number === undefined) {
    throw invalidRequest("Missing required param: card.", { code: "parameter_missing", param: "card" });
  }
  const objection = objectionToNumber(number);
  if (objection !== null) throw declined({ ...declineFields(objection), param: "number" });
  return newMethod(ctx, number, given);
}

function newMethod(ctx: Context, number: string, given: Partial<MethodParams>): Stripe.PaymentMethod {
  const id = newId("pm");
  ctx.db.put("instrument", { id, number, setUp: false, spent: false, mandate: null });
  return ctx.db.put("payment_method", {
    id,
    object: "payment_method",
    allow_redisplay: given.allow_redisplay ?? "unspecified",
    billing_details: billing(given.billing_details ?? {}),
    created: ctx.clock.now(),
    customer: null,
    customer_account: null,
    livemode: false,
    metadata: patchMetadata({}, given.metadata),
    ...kindOf(number, given.billing_details?.name ?? ""),
  });
}

export function billing(given: BillingParams): Stripe.PaymentMethod.BillingDetails {
  return {
    address: wireAddress(given.address ?? {}),
    email: given.email ?? null,
    name: given.name ?? null,
    phone: given.phone ?? null,
    tax_id: given.tax_id ?? null,
  };
}

/**
 * The same card gives the same fingerprint, as with Stripe, so that a person is recognised across customers. A test
 * number stands for as many cards as there are names on them: else all who try the sandbox would be one person.
 */
export function fingerprint(number: string, holder: string): string {
  const card = `sandbox:${number}:${holder.trim().toLowerCase()}`;
  return createHash("sha256").update(card).digest("base64url").replace(/[-_]/g, "x").slice(0, 16);
}

function kindOf(
  number: string,
  holder: string,
): Pick<Stripe.PaymentMethod, "type" | "card" | "sepa_debit" | "customer_balance"> {
  const card = cardOfNumber(number);
  if (card !== undefined) {
    const network = card.brand === "cartes_bancaires" ? "cartes_bancaires" : card.brand;
    return {
      type: "card",
      card: {
        brand: card.brand === "cartes_bancaires" ? "visa" : card.brand,
        checks: { address_line1_check: null, address_postal_code_check: null, cvc_check: "pass" },
        country: card.country,
        display_brand: card.brand,
        exp_month: 12,
        exp_year: 2034,
        fingerprint: fingerprint(number, holder),
        funding: card.funding,
        generated_from: null,
        last4: number.slice(-4),
        networks: { available: network === "cartes_bancaires" ? ["visa", network] : [network], preferred: null },
        regulated_status: "unregulated",
        three_d_secure_usage: { supported: true },
        wallet: null,
      },
    };
  }
  if (number === "customer_balance") return { type: "customer_balance", customer_balance: {} };
  return {
    type: "sepa_debit",
    sepa_debit: {
      bank_code: number.slice(4, 9),
      branch_code: "",
      country: number.slice(0, 2),
      fingerprint: fingerprint(number, holder),
      generated_from: null,
      last4: number.slice(-4),
    },
  };
}

/** Attaching to a second customer, or after use without one, is refused for good. */
export function attach(ctx: Context, method: Stripe.PaymentMethod, customer: string): Stripe.PaymentMethod {
  if (method.customer === customer) return method;
  if (method.customer !== null) {
    throw refusal("The payment method you provided has already been attached to a customer.", {
      param: "payment_method",
    });
  }
  assertUsable(ctx, method);
  const attached = update(ctx, "payment_method", method, { customer });
  emit(ctx, "payment_method.attached", attached);
  return attached;
}

export function detach(ctx: Context, method: Stripe.PaymentMethod): Stripe.PaymentMethod {
  if (method.customer === null) {
    throw refusal("The payment method you provided is not attached to a customer so detachment is impossible.", {
      param: "payment_method",
    });
  }
  update(ctx, "instrument", instrumentOf(ctx, method), { spent: true });
  const detached = update(ctx, "payment_method", method, { customer: null });
  emit(ctx, "payment_method.detached", detached, { customer: method.customer });
  return detached;
}

export function assertUsable(ctx: Context, method: Stripe.PaymentMethod): void {
  if (method.customer !== null || !instrumentOf(ctx, method).spent) return;
  throw refusal(
    "The provided PaymentMethod was previously used with a PaymentIntent without Customer attachment, shared with a connected account without Customer attachment, or was detached from a Customer. It may not be used again. To use a PaymentMethod multiple times, you must attach it to a Customer first.",
    { param: "payment_method" },
  );
}

/** The decline's part of an error body. */
export function declineFields(decline: Decline) {
  return {
    code: decline.code,
    message: decline.message,
    doc_url: `https://stripe.com/docs/error-codes/${decline.code.replaceAll("_", "-")}`,
    ...(decline.declineCode === null ? {} : { decline_code: decline.declineCode }),
    ...(decline.adviceCode === null ? {} : { advice_code: decline.adviceCode }),
    ...(decline.networkDeclineCode === null ? {} : { network_decline_code: decline.networkDeclineCode }),
  };
}
