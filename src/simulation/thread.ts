import { parentPort, workerData } from "node:worker_threads";
import { type HandedGifts, type SimulationTask, startWork } from "./thread-work.ts";

/** A thread for one simulation: it takes gifts until there are no more, answers, and ends. */
const work = startWork(workerData as SimulationTask);

parentPort?.on("message", ({ gifts }: HandedGifts) => {
  if (gifts !== undefined) return work.take(gifts);
  parentPort?.postMessage(work.finish());
  parentPort?.close();
});
