import { worker } from "../src/domain/actor.ts";
import { JOBS } from "../src/jobs/catalogue.ts";
import { unwindPledge } from "../src/pledges/unwind-pledge.ts";
import type { Handler } from "./handlers.ts";

const { payload } = JOBS["unwind-pledge"];

export const unwindPledgeWorker: Handler = (deps) => async (job) =>
  void (await unwindPledge(deps, worker("unwind-pledge"), payload.parse(job.data).pledgeId));
