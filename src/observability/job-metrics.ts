import { Histogram } from "prom-client";
import type { JobName } from "../jobs/catalogue.ts";
import { metrics } from "./metrics.ts";

const jobDuration = new Histogram({
  name: "job_duration_seconds",
  help: "Time a job took, by name and outcome.",
  labelNames: ["job", "outcome"] as const,
  buckets: [0.01, 0.05, 0.1, 0.5, 1, 5, 10, 30, 60],
  registers: [metrics],
});

/** Runs a job and notes how long it took and whether it failed. */
export async function jobMetrics(job: JobName, run: () => Promise<void>): Promise<void> {
  const stop = jobDuration.startTimer({ job });
  try {
    await run();
    stop({ outcome: "done" });
  } catch (error) {
    stop({ outcome: "failed" });
    throw error;
  }
}
