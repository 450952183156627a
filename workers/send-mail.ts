import { JOBS } from "../src/jobs/catalogue.ts";
import { sendMail } from "../src/mail/send-mail.ts";
import type { Handler } from "./handlers.ts";

export const sendMailWorker: Handler = (deps) => (job) => sendMail(deps, JOBS["send-mail"].payload.parse(job.data));
