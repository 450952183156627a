import { ConfigurationError } from "../src/config.ts";
import { clockSkewMs } from "../src/db/clock-skew.ts";
import type { Workers } from "../src/jobs/queue-workers.ts";
import { type Loop, repeatedly } from "./repeatedly.ts";
import type { WorkerDeps } from "./worker-deps.ts";

const MOST_SKEW_MS = 2_000;
const LOOK_MS = 30_000;

/** @throws ConfigurationError when this machine's clock is not the database's: its worker would run jobs twice. */
export async function refuseWrongClock(deps: Pick<WorkerDeps, "db">): Promise<void> {
  const skew = await clockSkewMs(deps.db);
  if (skew > MOST_SKEW_MS) {
    throw new ConfigurationError(
      `This machine's clock is ${Math.round(skew / 1000)} s away from the database's: set it right, then start again.`,
    );
  }
}

/** Takes no jobs while the clocks differ. */
export function watchClock(deps: Pick<WorkerDeps, "db" | "log">, workers: Workers): Loop {
  let paused = false;
  return repeatedly("clock", deps.log, LOOK_MS, async () => {
    const skew = await clockSkewMs(deps.db);
    const wrong = skew > MOST_SKEW_MS;
    if (wrong === paused) return;
    deps.log.error({ skewMs: Math.round(skew) }, wrong ? "clock differs: no jobs taken" : "clock right again");
    if (wrong) await workers.pause();
    else workers.resume();
    paused = wrong;
  });
}
