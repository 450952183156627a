import { type RunningWorkers, startWorkers } from "../../workers/start-workers.ts";
import type { Config } from "../config.ts";
import { attach } from "./attach.ts";
import { makeGiftsInBackground, seedDemoData } from "./demo-data.ts";
import { type Listener, listen } from "./listen.ts";
import { lockFolder } from "./lock.ts";
import { openService, type Service } from "./open-service.ts";
import { forgetRunning, writeRunning } from "./running.ts";
import { type StandIns, startStandIns } from "./stand-ins.ts";
import type { Unwinding } from "./unwinding.ts";
import { webApp } from "./web-app.ts";

export type Started = { readonly service: Service; readonly standIns: StandIns | undefined };

/**
 * Web and workers in one process; outside production with stand-ins for whatever is not configured, and beside a
 * sandbox with demo data. A service that is thrown away at the end starts empty.
 */
export async function startEverything(
  config: Config,
  opened: Unwinding,
  { throwaway = false }: { readonly throwaway?: boolean } = {},
): Promise<Started> {
  if (!config.production) await opened.add(await lockFolder(config.dataDir));
  const web = await listen(config.host, config.port);
  await opened.add(() => web.close());
  const baseUrl = config.baseUrl ?? `http://localhost:${web.port}`;
  const standIns = config.production ? undefined : await openStandIns(config, web, opened, throwaway);
  const service = await openService(config, standIns ?? attach(config), baseUrl, opened);
  const hasDemoData = service.sandbox && !throwaway;
  if (hasDemoData) await seedDemoData(service);
  const workers = await startWorkers(service, service.queues);
  await closeWorkersAfter(web, workers, opened);
  web.serve(await webApp(config, service, opened));
  if (standIns !== undefined) {
    const { databaseUrl, redisUrl, stripe } = standIns;
    writeRunning(config.dataDir, {
      baseUrl,
      databaseUrl,
      redisUrl,
      stripe: { ...stripe, webhookSecrets: [...stripe.webhookSecrets] },
    });
    await opened.add(() => forgetRunning(config.dataDir));
  }
  if (hasDemoData) await opened.add(makeGiftsInBackground(service));
  return { service, standIns };
}

async function openStandIns(config: Config, web: Listener, opened: Unwinding, throwaway: boolean): Promise<StandIns> {
  const standIns = await startStandIns(config, web.localUrl, throwaway);
  await opened.add(standIns.stop);
  return standIns;
}

/** Requests end first, since they may still cause jobs; then the jobs; then what both need. */
async function closeWorkersAfter(web: Listener, workers: RunningWorkers, opened: Unwinding): Promise<void> {
  await opened.add(() => workers.close());
  await opened.add(() => web.close());
}
