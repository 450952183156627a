import { worker } from "../src/domain/actor.ts";
import { JOBS } from "../src/jobs/catalogue.ts";
import { expireCheckout } from "../src/pledges/expire-checkout.ts";
import type { Handler } from "./handlers.ts";

const { payload } = JOBS["expire-checkout"];

export const expireCheckoutWorker: Handler = (deps) => async (job) =>
  void (await expireCheckout(deps, worker("expire-checkout"), payload.parse(job.data).pledgeId));
