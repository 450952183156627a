import { syncTransfer } from "../src/disbursements/execute-reversal.ts";
import { syncDispute } from "../src/disputes/sync-dispute.ts";
import { worker } from "../src/domain/actor.ts";
import { JOBS } from "../src/jobs/catalogue.ts";
import { applyStripeEvent, type EventAppliers } from "../src/payments/apply-stripe-event.ts";
import { refreshMethod } from "../src/pledges/refresh-method.ts";
import { syncCheckoutSession } from "../src/pledges/sync-checkout-session.ts";
import { syncPayment } from "../src/pledges/sync-payment.ts";
import { syncSetupIntent } from "../src/pledges/sync-setup-intent.ts";
import { collectCash } from "../src/pots/collect-cash.ts";
import { recordCollection } from "../src/pots/record-collection.ts";
import { noteWaitingCash } from "../src/reconciliation/note-waiting-cash.ts";
import { syncRefund } from "../src/refunds/send-refund.ts";
import type { Handler } from "./handlers.ts";

const { payload } = JOBS["apply-stripe-event"];

const APPLIERS: EventAppliers = {
  checkoutSession: syncCheckoutSession,
  setupIntent: syncSetupIntent,
  payment: async (deps, actor, paymentIntentId) => {
    const payment = await syncPayment(deps, actor, paymentIntentId);
    if (payment.potCollectionId !== undefined) await recordCollection(deps, actor, payment.potCollectionId, payment);
  },
  transfer: syncTransfer,
  refund: syncRefund,
  dispute: syncDispute,
  paymentMethod: refreshMethod,
  cash: async (deps, actor, customerId) => {
    await collectCash(deps, actor, customerId);
    await noteWaitingCash(deps, actor, customerId);
  },
};

export const applyStripeEventWorker: Handler = (deps) => async (job) =>
  void (await applyStripeEvent(deps, worker("apply-stripe-event"), payload.parse(job.data), APPLIERS));
