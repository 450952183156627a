import type { Deps } from "../deps.ts";
import { worker } from "../domain/actor.ts";
import { GatewayUnavailable } from "../payments/gateway.ts";
import { findOpenChange } from "./change-method.ts";
import type { PledgeDetail } from "./queries.ts";
import { syncCheckoutSession } from "./sync-checkout-session.ts";

const page = worker("pledge-page");

/**
 * Reads at Stripe what became of a gift whose checkout is open, so that its page is right whether or not a webhook
 * came (S2). Where Stripe does not answer, the page shows what is known.
 */
export async function catchUp(deps: Deps, pledge: Pick<PledgeDetail, "id" | "checkoutSessionId">): Promise<void> {
  if (pledge.checkoutSessionId === null) return;
  try {
    await syncCheckoutSession(deps, page, pledge.checkoutSessionId);
  } catch (error) {
    if (!(error instanceof GatewayUnavailable)) throw error;
    deps.log.warn({ pledgeId: pledge.id }, "the payment page's outcome could not be read");
  }
}

/** The same for the page on which another card is saved; answers whether its outcome is still to come. */
export async function catchUpMethodChange(deps: Deps, pledgeId: string): Promise<boolean> {
  const open = await findOpenChange(deps.db, deps.fundId, pledgeId);
  if (open === undefined) return false;
  await catchUp(deps, { id: pledgeId, checkoutSessionId: open.checkoutSessionId });
  return (await findOpenChange(deps.db, deps.fundId, pledgeId)) !== undefined;
}
