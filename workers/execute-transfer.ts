import { executeTransfer } from "../src/disbursements/execute-transfer.ts";
import { worker } from "../src/domain/actor.ts";
import { JOBS } from "../src/jobs/catalogue.ts";
import type { Handler } from "./handlers.ts";

const { payload } = JOBS["execute-transfer"];

export const executeTransferWorker: Handler = (deps) => async (job) =>
  void (await executeTransfer(deps, worker("execute-transfer"), payload.parse(job.data)));
