import pino from "pino";
import { connectDatabase } from "../../src/db/client.ts";
import { openQueues, type QueueSettings } from "../../src/jobs/queues.ts";
import { createMailer } from "../../src/mail/mailer.ts";
import { startWorkers } from "../../workers/start-workers.ts";
import { testDeps } from "../support/deps.ts";
import { gatedHandler, handlersOf } from "./trace-handlers.ts";

const settings: QueueSettings = JSON.parse(process.argv[2] ?? "");
const log = pino({ level: "warn" });
const { db, close } = connectDatabase(settings.databaseUrl, { poolSize: 3 });
const queues = await openQueues(settings, log);
const deps = { ...(await testDeps(db)), log, mailer: createMailer(db, undefined, "") };
const workers = await startWorkers(deps, queues, handlersOf(gatedHandler));
process.stdout.write("ready\n");
process.once("SIGTERM", async () => {
  await workers.close();
  await queues.close();
  await close();
});
