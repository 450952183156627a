import { JOBS } from "../src/jobs/catalogue.ts";
import { forgetMethod } from "../src/pledges/forget-method.ts";
import type { Handler } from "./handlers.ts";

const { payload } = JOBS["forget-method"];

export const forgetMethodWorker: Handler = (deps) => async (job) =>
  forgetMethod(deps, payload.parse(job.data).changeId);
