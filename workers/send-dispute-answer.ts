import { sendDisputeAnswer } from "../src/disputes/send-answer.ts";
import { worker } from "../src/domain/actor.ts";
import { JOBS } from "../src/jobs/catalogue.ts";
import type { Handler } from "./handlers.ts";

const { payload } = JOBS["send-dispute-answer"];

export const sendDisputeAnswerWorker: Handler = (deps) => async (job) =>
  sendDisputeAnswer(deps, worker("send-dispute-answer"), payload.parse(job.data).answerId);
