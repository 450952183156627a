import express from "express";
import type { Config } from "../src/config.ts";
import { healthRoutes } from "../src/http/health.ts";
import { showBacklog } from "../src/observability/backlog-metrics.ts";
import { attach } from "../src/start/attach.ts";
import { listen } from "../src/start/listen.ts";
import { openService } from "../src/start/open-service.ts";
import type { Unwinding } from "../src/start/unwinding.ts";
import { startWorkers } from "./start-workers.ts";

/** The workers' half: any number, on any machine. Answers health and metrics where PORT is set. */
export async function startWorkersOnly(config: Config, opened: Unwinding): Promise<void> {
  const around = attach(config);
  const service = await openService(config, around, around.baseUrl, opened);
  const workers = await startWorkers(service, service.queues);
  await opened.add(() => workers.close());
  if (config.port === undefined) return;
  showBacklog(service.db, service.queues);
  const web = await listen(config.host, config.port);
  await opened.add(() => web.close());
  web.serve(express().use(healthRoutes({ ...service, metricsToken: config.metricsToken })));
}
