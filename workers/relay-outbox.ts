import type { Database } from "../src/db/client.ts";
import { emptyOutbox } from "../src/jobs/empty-outbox.ts";
import type { Queues } from "../src/jobs/queues.ts";
import { type Loop, repeatedly } from "./repeatedly.ts";
import type { WorkerDeps } from "./worker-deps.ts";

const BATCH = 200;
const POLL_MS = 200;

/** Moves jobs from the outbox to the queue, at once again while batches are full. Any number may run. */
export const relayOutbox = (deps: Pick<WorkerDeps, "db" | "log">, queues: Pick<Queues, "add">): Loop =>
  repeatedly("relay", deps.log, POLL_MS, () => relayWaiting(deps.db, queues));

async function relayWaiting(db: Database, queues: Pick<Queues, "add">): Promise<void> {
  while ((await emptyOutbox(db, BATCH, (jobs) => queues.add(jobs))) === BATCH);
}
