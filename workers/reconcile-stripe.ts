import { worker } from "../src/domain/actor.ts";
import { reconcileStripe } from "../src/reconciliation/reconcile-stripe.ts";
import type { Handler } from "./handlers.ts";

export const reconcileStripeWorker: Handler = (deps) => async () =>
  void (await reconcileStripe(deps, worker("reconcile-stripe")));
