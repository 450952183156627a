import { Gauge } from "prom-client";
import type { Database } from "../db/client.ts";
import { countConnections } from "../db/count-connections.ts";
import { RECURRING_JOBS } from "../jobs/catalogue.ts";
import { outboxBacklog } from "../jobs/empty-outbox.ts";
import { secondsSinceBeat } from "../jobs/heartbeat.ts";
import type { Queues } from "../jobs/queues.ts";
import { lastBookCheckAge } from "../self-check/queries.ts";
import { metrics } from "./metrics.ts";

/** Adds the outbox and the queues to `/metrics`; they are asked at each look. */
export function showBacklog(db: Database, queues: Queues): void {
  const oldest = new Gauge({
    name: "outbox_oldest_seconds",
    help: "Age of the oldest job not yet handed to the queue.",
    registers: [metrics],
  });
  new Gauge({
    name: "outbox_waiting",
    help: "Jobs not yet handed to the queue.",
    registers: [metrics],
    async collect() {
      const backlog = await outboxBacklog(db);
      this.set(backlog.waiting);
      oldest.set(backlog.oldestSeconds);
    },
  });
  showHeartbeats(db);
  showConnections(db);
  showBookChecks(db);
  showQueues(queues);
}

function showHeartbeats(db: Database): void {
  new Gauge({
    name: "sweep_seconds_since_success",
    help: "Seconds since a recurring job last ended well, in any process.",
    labelNames: ["job"] as const,
    registers: [metrics],
    async collect() {
      for (const [job, seconds] of await secondsSinceBeat(db, RECURRING_JOBS)) this.set({ job }, seconds);
    },
  });
}

function showConnections(db: Database): void {
  new Gauge({
    name: "database_connections",
    help: "Connections to this database, of all processes, by state.",
    labelNames: ["state"] as const,
    registers: [metrics],
    async collect() {
      this.reset();
      for (const { state, connections } of await countConnections(db)) this.set({ state }, connections);
    },
  });
}

function showBookChecks(db: Database): void {
  const age = new Gauge({
    name: "book_check_seconds_since",
    help: "Seconds since the whole base was last looked over.",
    registers: [metrics],
  });
  new Gauge({
    name: "book_check_findings",
    help: "Broken invariants and overdue happenings that the last look over the whole base found.",
    registers: [metrics],
    async collect() {
      const last = await lastBookCheckAge(db);
      if (last === undefined) return;
      this.set(last.findings);
      age.set(last.seconds);
    },
  });
}

function showQueues(queues: Queues): void {
  new Gauge({
    name: "queue_jobs",
    help: "Jobs in the queue, by queue and state.",
    labelNames: ["queue", "state"] as const,
    registers: [metrics],
    async collect() {
      for (const [queue, counts] of Object.entries(await queues.counts())) {
        for (const [state, count] of Object.entries(counts)) this.set({ queue, state }, count);
      }
    },
  });
}
