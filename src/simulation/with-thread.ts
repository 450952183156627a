import { Worker } from "node:worker_threads";
import type { SimulatedGift } from "../domain/simulation/gift.ts";
import { simulationsBusy } from "./messages.ts";
import type { HandedGifts, SimulationDone, SimulationTask } from "./thread-work.ts";

const MOST_AT_ONCE = 2;
const MOST_WAITING = 8;
const MOST_MS = 120_000;
const MOST_MEGABYTES = 1_024;

const waiting: (() => void)[] = [];
let running = 0;

export type SimulationThread = {
  /** The next gifts, in the order of their time. */
  hand(gifts: readonly SimulatedGift[]): void;
  /** There are no more gifts: answers when all are played. */
  finish(): Promise<SimulationDone>;
};

/**
 * Gives `work` a thread to play a task in: however many gifts there are, the service goes on answering others
 * meanwhile. At most two run at once, and the thread ends with `work`.
 * @throws AppError 503 where too many wait, or one takes more than two minutes.
 */
export async function withThread<T>(
  work: (open: (task: SimulationTask) => SimulationThread) => Promise<T>,
): Promise<T> {
  if (waiting.length >= MOST_WAITING) throw simulationsBusy();
  if (running < MOST_AT_ONCE) running += 1;
  else await new Promise<void>((resolve) => waiting.push(resolve));
  const ends: (() => Promise<unknown>)[] = [];
  try {
    return await work((task) => {
      const { close, ...thread } = openThread(task);
      ends.push(close);
      return thread;
    });
  } finally {
    for (const end of ends) await end();
    const next = waiting.shift();
    // Whoever waits takes over the place.
    if (next === undefined) running -= 1;
    else next();
  }
}

function openThread(task: SimulationTask): SimulationThread & { readonly close: () => Promise<unknown> } {
  const thread = new Worker(BOOT, {
    eval: true,
    workerData: task,
    resourceLimits: { maxOldGenerationSizeMb: MOST_MEGABYTES },
  });
  let timer: NodeJS.Timeout | undefined;
  const done = new Promise<SimulationDone>((resolve, reject) => {
    timer = setTimeout(() => reject(simulationsBusy()), MOST_MS);
    thread.once("message", resolve);
    thread.once("error", reject);
    thread.once("exit", (code) => reject(new Error(`the simulation's thread ended with code ${code}`)));
  });
  // Whoever finishes hears of it; a thread that dies before must not end the process.
  done.catch(() => {});
  const post = (handed: HandedGifts) => thread.postMessage(handed);
  return {
    hand: (gifts) => post({ gifts }),
    finish: () => {
      post({ gifts: undefined });
      return done;
    },
    close: () => {
      clearTimeout(timer);
      return thread.terminate();
    },
  };
}

const isBuilt = import.meta.url.endsWith(".js");
const entry = JSON.stringify(new URL(isBuilt ? "./thread.js" : "./thread.ts", import.meta.url).href);

/** Node 20 starts no thread on TypeScript: where the sources run unbuilt, the thread is given what runs them. */
const BOOT = isBuilt
  ? `import(${entry})`
  : `import(${JSON.stringify(import.meta.resolve("tsx/esm/api"))}).then(({ register }) => { register(); return import(${entry}); })`;
