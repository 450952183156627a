import type { Deps } from "../deps.ts";
import { worker } from "../domain/actor.ts";
import { GatewayUnavailable } from "../payments/gateway.ts";
import type { PledgeDetail } from "./queries.ts";
import { syncCheckoutSession } from "./sync-checkout-session.ts";

const page = worker("pledge-page");

/**
 * Reads at Stripe what became of a gift whose checkout is open, so that its page is right whether or not a webhook
 * came (S2). Where Stripe does not answer, the page shows what is known.
 */
export async function catchUp(deps: Deps, pledge: PledgeDetail): Promise<void> {
  if (pledge.checkoutSessionId === null) return;
  try {
    await syncCheckoutSession(deps, page, pledge.checkoutSessionId);
  } catch (error) {
    if (!(error instanceof GatewayUnavailable)) throw error;
    deps.log.warn({ pledgeId: pledge.id }, "the payment page's outcome could not be read");
  }
}
