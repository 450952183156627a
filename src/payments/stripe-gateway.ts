import { bankTransferCalls } from "./bank-transfer-calls.ts";
import { checkoutCalls } from "./checkout-session.ts";
import { disputeCalls } from "./dispute-call.ts";
import { eventCalls } from "./event-calls.ts";
import type { PaymentGateway } from "./gateway.ts";
import { chargeCalls } from "./off-session-charge.ts";
import { recipientCalls } from "./recipient-calls.ts";
import { refundCalls } from "./refund-call.ts";
import { customerCalls } from "./saved-method.ts";
import { statementCalls } from "./statement-calls.ts";
import { createStripeClient, type StripeSettings } from "./stripe-client.ts";
import { transferCalls } from "./transfer-call.ts";

/**
 * The one adapter of the gateway: the real SDK, aimed at Stripe or at the sandbox by `settings.apiUrl` alone. Every
 * call throws GatewayUnavailable (send the same key again) or GatewayRefused (repeating cannot help).
 */
export function createStripeGateway(settings: StripeSettings): PaymentGateway {
  const stripe = createStripeClient(settings);
  return {
    ...customerCalls(stripe),
    ...checkoutCalls(stripe),
    ...chargeCalls(stripe),
    ...refundCalls(stripe),
    ...disputeCalls(stripe),
    ...recipientCalls(stripe),
    ...transferCalls(stripe),
    ...bankTransferCalls(stripe),
    ...statementCalls(stripe),
    ...eventCalls(stripe, settings),
  };
}
