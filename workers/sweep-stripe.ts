import { sweepDisputeAnswers } from "../src/disputes/sweep-answers.ts";
import { worker } from "../src/domain/actor.ts";
import { sweepStripe } from "../src/reconciliation/sweep-stripe.ts";
import type { Handler } from "./handlers.ts";

export const sweepStripeWorker: Handler = (deps) => async () => {
  await sweepStripe(deps, worker("sweep-stripe"));
  await sweepDisputeAnswers(deps);
};
