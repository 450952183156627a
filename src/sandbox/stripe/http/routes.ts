import { cashBalanceOf } from "../payments/cash.ts";
import { accountRoutes } from "../resources/accounts.ts";
import { balanceRoutes } from "../resources/balance.ts";
import { cashRoutes } from "../resources/cash.ts";
import { chargeRoutes } from "../resources/charges.ts";
import { checkoutSessionRoutes, linesOf } from "../resources/checkout-sessions.ts";
import { customerRoutes } from "../resources/customers.ts";
import { disputeRoutes } from "../resources/disputes.ts";
import { eventRoutes } from "../resources/events.ts";
import { paymentIntentRoutes } from "../resources/payment-intents.ts";
import { paymentMethodRoutes } from "../resources/payment-methods.ts";
import { payoutRoutes } from "../resources/payouts.ts";
import { refundRoutes } from "../resources/refunds.ts";
import { setupIntentRoutes } from "../resources/setup-intents.ts";
import { transferRoutes } from "../resources/transfers.ts";
import { v2AccountRoutes } from "../resources/v2-accounts.ts";
import { webhookEndpointRoutes } from "../resources/webhook-endpoints.ts";
import type { Includes } from "./expand.ts";
import type { Route } from "./router.ts";

/** Every endpoint the sandbox answers. */
export const apiRoutes: readonly Route[] = [
  ...accountRoutes,
  ...balanceRoutes,
  ...cashRoutes,
  ...chargeRoutes,
  ...checkoutSessionRoutes,
  ...customerRoutes,
  ...disputeRoutes,
  ...eventRoutes,
  ...paymentIntentRoutes,
  ...paymentMethodRoutes,
  ...payoutRoutes,
  ...refundRoutes,
  ...setupIntentRoutes,
  ...transferRoutes,
  ...v2AccountRoutes,
  ...webhookEndpointRoutes,
];

/** Fields that Stripe sends only when they are expanded. */
export const includes: Includes = {
  "customer.cash_balance": (ctx, customer) => cashBalanceOf(ctx, String(customer.id)),
  "checkout.session.line_items": (ctx, session) => {
    const id = String(session.id);
    return { object: "list", data: linesOf(ctx, id), has_more: false, url: `/v1/checkout/sessions/${id}/line_items` };
  },
  "charge.refunds": (ctx, charge) => {
    const data = ctx.db.all("refund").filter((refund) => refund.charge === charge.id);
    return { object: "list", data: data.toReversed(), has_more: false, url: `/v1/charges/${charge.id}/refunds` };
  },
};
