import { worker } from "../src/domain/actor.ts";
import { JOBS } from "../src/jobs/catalogue.ts";
import { voidPledge } from "../src/pledges/void-pledge.ts";
import type { Handler } from "./handlers.ts";

const { payload } = JOBS["void-pledge"];

export const voidPledgeWorker: Handler = (deps) => async (job) =>
  void (await voidPledge(deps, worker("void-pledge"), payload.parse(job.data).pledgeId));
