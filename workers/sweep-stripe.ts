import { worker } from "../src/domain/actor.ts";
import { sweepStripe } from "../src/reconciliation/sweep-stripe.ts";
import type { Handler } from "./handlers.ts";

export const sweepStripeWorker: Handler = (deps) => async () => void (await sweepStripe(deps, worker("sweep-stripe")));
