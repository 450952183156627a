import { executeReversal } from "../src/disbursements/execute-reversal.ts";
import { worker } from "../src/domain/actor.ts";
import { JOBS } from "../src/jobs/catalogue.ts";
import type { Handler } from "./handlers.ts";

const { payload } = JOBS["reverse-transfer"];

export const reverseTransferWorker: Handler = (deps) => async (job) =>
  void (await executeReversal(deps, worker("reverse-transfer"), payload.parse(job.data)));
