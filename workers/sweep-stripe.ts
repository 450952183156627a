import { sweepDisputeAnswers } from "../src/disputes/sweep-answers.ts";
import { sweepDisputes } from "../src/disputes/sweep-disputes.ts";
import { worker } from "../src/domain/actor.ts";
import { sweepStripe } from "../src/reconciliation/sweep-stripe.ts";
import type { Handler } from "./handlers.ts";

export const sweepStripeWorker: Handler = (deps) => async () => {
  const actor = worker("sweep-stripe");
  await sweepStripe(deps, actor);
  await sweepDisputeAnswers(deps);
  await sweepDisputes(deps, actor);
};
