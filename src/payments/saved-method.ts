import { createHash } from "node:crypto";
import type Stripe from "stripe";
import { fingerprintOf } from "./fingerprint.ts";
import { GatewayRefused, type MethodFacts, type PaymentGateway, type SavedMethod } from "./gateway.ts";
import { ask } from "./stripe-call.ts";
import { idOf, instantOf, objectOf } from "./stripe-values.ts";

type CustomerCalls = Pick<PaymentGateway, "createCustomer" | "findSetup" | "findMethod" | "forgetPaymentMethod">;

export const customerCalls = (stripe: Stripe): CustomerCalls => ({
  async createCustomer({ donorId, email, name, idempotencyKey }) {
    // A donor may write another name the next time: under one key the parameters must stay the same.
    const created = await ask("customer", () =>
      stripe.customers.create({ metadata: { donor_id: donorId } }, { idempotencyKey }),
    );
    const named = createHash("sha256")
      .update(JSON.stringify([email, name]))
      .digest("hex")
      .slice(0, 16);
    const options = { idempotencyKey: `${idempotencyKey}:${named}` };
    return (await ask("customer", () => stripe.customers.update(created.id, { email, name }, options))).id;
  },
  async findSetup(setupIntentId) {
    const expand = ["payment_method", "latest_attempt"];
    return savedMethod(await ask("setup_intent", () => stripe.setupIntents.retrieve(setupIntentId, { expand })));
  },
  async findMethod(paymentMethodId) {
    return methodFacts(await ask("payment_method", () => stripe.paymentMethods.retrieve(paymentMethodId)));
  },
  async forgetPaymentMethod(paymentMethodId) {
    const options = { idempotencyKey: `payment-method:${paymentMethodId}:detach` };
    try {
      await ask("payment_method", () => stripe.paymentMethods.detach(paymentMethodId, {}, options));
    } catch (error) {
      // Refused where it is detached already, or never was attached: there is nothing left to forget.
      if (!(error instanceof GatewayRefused)) throw error;
    }
  },
});

function savedMethod(setup: Stripe.SetupIntent): SavedMethod {
  const method = objectOf(setup.payment_method);
  const attempt = objectOf(setup.latest_attempt);
  return {
    id: setup.id,
    status: statusOf(setup.status),
    pledgeId: setup.metadata?.pledge_id,
    methodChangeId: setup.metadata?.method_change_id,
    customerId: idOf(setup.customer),
    paymentMethodId: idOf(setup.payment_method),
    completedAt: setup.status === "succeeded" && attempt !== undefined ? instantOf(attempt.created) : undefined,
    fingerprint: fingerprintOf(method),
    facts: methodFacts(method),
  };
}

function methodFacts(method: Stripe.PaymentMethod | undefined): MethodFacts {
  if (method === undefined) return { methodKind: null, cardLast4: null, cardExpiresOn: null };
  const { card } = method;
  if (method.type === "card" && card !== undefined)
    return { methodKind: "card", cardLast4: card.last4, cardExpiresOn: lastDayOf(card.exp_year, card.exp_month) };
  return { methodKind: method.type === "sepa_debit" ? "sepa_debit" : "other", cardLast4: null, cardExpiresOn: null };
}

/** A card is good until its month has ended. */
const lastDayOf = (year: number, month: number): string =>
  new Date(Date.UTC(year, month, 0)).toISOString().slice(0, 10);

/** A decline on an open page is not the end: its payer may try another card. */
function statusOf(status: Stripe.SetupIntent.Status): SavedMethod["status"] {
  if (status === "succeeded") return "succeeded";
  return status === "canceled" ? "failed" : "pending";
}
