import { worker } from "../src/domain/actor.ts";
import { JOBS } from "../src/jobs/catalogue.ts";
import { chargePledge } from "../src/pledges/charge-pledge.ts";
import type { Handler } from "./handlers.ts";

const { payload } = JOBS["charge-pledge"];

export const chargePledgeWorker: Handler = (deps) => async (job) =>
  void (await chargePledge(deps, worker("charge-pledge"), payload.parse(job.data).pledgeId));
