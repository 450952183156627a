import type { Deps } from "../deps.ts";
import type { Actor } from "../domain/actor.ts";
import { authorisePledge } from "./authorise-pledge.ts";

/** Reads a saved card again at Stripe and makes its pledge firm (S2). */
export async function syncSetupIntent(deps: Deps, actor: Actor, setupIntentId: string): Promise<void> {
  const method = await deps.gateway.findSetup(setupIntentId);
  if (method.pledgeId !== undefined && method.status === "succeeded")
    await authorisePledge(deps, actor, method.pledgeId, method);
}
