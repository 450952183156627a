import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseConfig } from "../config.ts";
import type { RecurringJob } from "../jobs/catalogue.ts";
import { moveClock } from "../sandbox/move-clock.ts";
import { type SandboxControls, sandboxControls } from "../sandbox/stripe/client.ts";
import type { Service } from "../start/open-service.ts";
import { startEverything } from "../start/start-everything.ts";
import type { Unwinding } from "../start/unwinding.ts";
import { actAs } from "./people.ts";

export type Stage = {
  readonly deps: Service;
  readonly sandbox: SandboxControls;
  /** Asks the workers for these sweeps now; the schedule would run them in a while. */
  readonly sweep: (...jobs: readonly RecurringJob[]) => Promise<void>;
  /** Moves the fund's clock and the sandbox's ahead. */
  readonly passTime: (seconds: number) => Promise<void>;
};

/** The whole service with stand-ins of its own in a temporary folder, gone when `opened` is closed. */
export async function openStage(opened: Unwinding): Promise<Stage> {
  const folder = await mkdtemp(join(tmpdir(), "fund-demo-"));
  await opened.add(() => rm(folder, { recursive: true, force: true }));
  // As root, PostgreSQL runs as a user who must be able to reach its folder.
  await chmod(folder, 0o755);
  const config = parseConfig({ DATA_DIR: join(folder, "data"), PORT: "0", LOG_LEVEL: "silent" });
  const { service } = await startEverything(config, opened, { throwaway: true });
  const stripeUrl = service.stripeUrl ?? "";
  let asked = 0;
  return {
    deps: service,
    sandbox: sandboxControls(stripeUrl),
    sweep: async (...jobs) => {
      asked += 1;
      await service.queues.add(jobs.map((name) => ({ name, data: {}, id: `demo-${name}-${asked}` })));
    },
    passTime: async (seconds) => moveClock(service, await actAs(service.db, "administrator"), stripeUrl, seconds),
  };
}
