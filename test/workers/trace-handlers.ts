import { sql } from "drizzle-orm";
import type { JobName } from "../../src/jobs/catalogue.ts";
import { JOBS } from "../../src/jobs/catalogue.ts";
import type { Handler } from "../../workers/handlers.ts";

/** The same handler for every job but the sweeps, which do nothing. */
export function handlersOf(handler: Handler): Record<JobName, Handler> {
  const idle: Handler = () => async () => {};
  const entries = Object.entries(JOBS).map(([name, job]) => [name, job.queue === "sweeps" ? idle : handler]);
  return Object.fromEntries(entries);
}

export const subjectOf = (data: unknown): string =>
  typeof data === "object" && data !== null ? String(Object.values(data)[0]) : "";

/** Notes that it began, waits for the gate, then takes effect once whoever does it. */
export const gatedHandler: Handler = (deps) => async (job) => {
  const subject = subjectOf(job.data);
  await deps.db.execute(sql`insert into job_runs values (${subject}, ${process.pid})`);
  for (;;) {
    const open = await deps.db.execute(sql`select 1 from job_gate where open`);
    if (open.length > 0) break;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  await deps.db.execute(sql`insert into job_effects values (${subject}) on conflict do nothing`);
};
