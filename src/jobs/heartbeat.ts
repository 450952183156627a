import { sql } from "drizzle-orm";
import type { Database, Reader } from "../db/client.ts";
import type { JobName } from "./catalogue.ts";

/** Notes that a recurring job ended well just now. */
export async function beat(db: Database, job: JobName): Promise<void> {
  await db.execute(sql`
    insert into heartbeats (name, last_success_at) values (${job}, clock_timestamp())
    on conflict (name) do update set last_success_at = excluded.last_success_at`);
}

const watched = (job: string): string => `watched:${job}`;

/** Notes from when on these jobs are looked for, once each: one that never ends well is late by that. */
export async function watch(db: Database, jobs: readonly JobName[]): Promise<void> {
  const names = JSON.stringify(jobs.map(watched));
  await db.execute(sql`
    insert into heartbeats (name, last_success_at)
    select name, clock_timestamp() from jsonb_array_elements_text(${names}::text::jsonb) name on conflict do nothing`);
}

/** Seconds since each of these jobs was first looked for. */
export async function secondsWatched(reader: Reader, jobs: readonly JobName[]): Promise<ReadonlyMap<string, number>> {
  const seconds = await secondsSince(reader, jobs.map(watched));
  return new Map(jobs.flatMap((job) => [[job, seconds.get(watched(job)) ?? 0] as const]));
}

/** Seconds since each of these jobs last ended well, in any process; those that never did are left out. */
export async function secondsSinceBeat(reader: Reader, jobs: readonly JobName[]): Promise<ReadonlyMap<string, number>> {
  return await secondsSince(reader, jobs);
}

async function secondsSince(reader: Reader, names: readonly string[]): Promise<ReadonlyMap<string, number>> {
  const rows = await reader.execute<{ name: string; seconds: number }>(sql`
    select name, extract(epoch from clock_timestamp() - last_success_at)::float8 as seconds
    from heartbeats where name in ${names}`);
  return new Map(rows.map((row) => [row.name, row.seconds]));
}
