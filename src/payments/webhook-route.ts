import express, { type Router } from "express";
import type { Deps } from "../deps.ts";
import { WebhookRefused } from "./gateway.ts";
import { receiveWebhook } from "./receive-webhook.ts";

export const STRIPE_WEBHOOK_PATH = "/webhooks/stripe";

/**
 * Takes Stripe's webhooks. Mount it before any other body parser: the signature is over the raw bytes. Answers 2xx
 * as soon as the event is stored, 400 to what is not Stripe's (S5); any other failure makes Stripe send it again.
 */
export function stripeWebhookRouter(deps: Deps): Router {
  const router = express.Router();
  router.post(STRIPE_WEBHOOK_PATH, express.raw({ type: () => true, limit: "1mb" }), async (request, response) => {
    const body: unknown = request.body;
    try {
      if (!Buffer.isBuffer(body)) throw new WebhookRefused("no body");
      const isNew = await receiveWebhook(deps, body, request.get("stripe-signature") ?? "");
      response.status(200).json({ received: true, isNew });
    } catch (error) {
      if (!(error instanceof WebhookRefused)) throw error;
      deps.log.warn({ reason: error.message }, "webhook refused");
      response.status(400).json({ received: false });
    }
  });
  return router;
}
