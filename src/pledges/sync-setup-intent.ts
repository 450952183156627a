import type { Deps } from "../deps.ts";
import type { Actor } from "../domain/actor.ts";
import { authorisePledge } from "./authorise-pledge.ts";
import { replaceMethod } from "./change-method.ts";

/** Reads a saved card again at Stripe and makes its pledge firm, or puts it in the place of another (S2). */
export async function syncSetupIntent(deps: Deps, actor: Actor, setupIntentId: string): Promise<void> {
  const method = await deps.gateway.findSetup(setupIntentId);
  const { pledgeId, methodChangeId } = method;
  if (pledgeId === undefined || method.status !== "succeeded") return;
  if (methodChangeId === undefined) await authorisePledge(deps, actor, pledgeId, method);
  else await replaceMethod(deps, actor, pledgeId, methodChangeId, method);
}
