import { timingSafeEqual } from "node:crypto";
import { Router } from "express";
import type { Database } from "../db/client.ts";
import { pendingMigrations } from "../db/migrate.ts";
import type { Queues } from "../jobs/queues.ts";
import { metrics } from "../observability/metrics.ts";

export type HealthDeps = {
  readonly db: Database;
  readonly queues: Pick<Queues, "ping">;
  /** Where set, `/metrics` is shown to who sends it as a bearer token; where not, to everyone. */
  readonly metricsToken: string | undefined;
};

const PATIENCE_MS = 3_000;

/** `/health/live`: the process answers. `/health/ready`: what it needs answers too. `/metrics` in Prometheus's format. */
export function healthRoutes(deps: HealthDeps): Router {
  const router = Router();
  router.get("/health/live", (_, response) => {
    response.json({ status: "ok" });
  });
  router.get("/health/ready", async (_, response) => {
    const checks = await readiness(deps);
    const ready = Object.values(checks).every((state) => state === "ok");
    response.status(ready ? 200 : 503).json({ status: ready ? "ok" : "unavailable", checks });
  });
  router.get("/metrics", async (request, response) => {
    if (deps.metricsToken !== undefined && !isBearer(request.headers.authorization, deps.metricsToken)) {
      response.status(401).set("www-authenticate", "Bearer").end();
      return;
    }
    response.type(metrics.contentType).send(await metrics.metrics());
  });
  return router;
}

async function readiness({ db, queues }: HealthDeps): Promise<Record<"database" | "migrations" | "queue", string>> {
  const [database, migrations, queue] = await Promise.all([
    answers(() => db.execute("select 1")),
    answers(async () => {
      const pending = await pendingMigrations(db);
      return pending === 0 ? undefined : `${pending} pending`;
    }),
    answers(() => queues.ping()),
  ]);
  return { database, migrations, queue };
}

async function answers(ask: () => Promise<unknown>): Promise<string> {
  let timer: NodeJS.Timeout | undefined;
  const tooLong = new Promise<string>((resolve) => {
    timer = setTimeout(() => resolve("no answer"), PATIENCE_MS);
  });
  try {
    const answer = await Promise.race([ask(), tooLong]);
    return typeof answer === "string" ? answer : "ok";
  } catch {
    return "failed";
  } finally {
    clearTimeout(timer);
  }
}

function isBearer(header: string | undefined, token: string): boolean {
  const [given, wanted] = [Buffer.from(header ?? ""), Buffer.from(`Bearer ${token}`)];
  return given.length === wanted.length && timingSafeEqual(given, wanted);
}
