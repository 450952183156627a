import type { Logger } from "pino";

export type Loop = { stop(): Promise<void> };

const LONGEST_PAUSE_MS = 10_000;

/** Runs `step`, waits, runs it again; after failures it waits longer. `stop` lets the step under way finish. */
export function repeatedly(name: string, log: Logger, pauseMs: number, step: () => Promise<void>): Loop {
  let stopped = false;
  let wake = () => {};
  const run = async () => {
    for (let failures = 0; !stopped; ) {
      try {
        await step();
        failures = 0;
      } catch (error) {
        failures += 1;
        log.warn({ loop: name, err: error instanceof Error ? error.message : String(error) }, "loop step failed");
      }
      if (stopped) return;
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, Math.min(LONGEST_PAUSE_MS, pauseMs * 2 ** failures));
        wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
  };
  const ended = run();
  return {
    async stop() {
      stopped = true;
      wake();
      await ended;
    },
  };
}
