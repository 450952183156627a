import { JOBS } from "../src/jobs/catalogue.ts";
import { announceUpdate } from "../src/updates/announce-update.ts";
import type { Handler } from "./handlers.ts";

const { payload } = JOBS["announce-update"];

export const announceUpdateWorker: Handler = (deps) => async (job) =>
  announceUpdate(deps, payload.parse(job.data).updateId);
