import { sql } from "drizzle-orm";
import type { TestDatabase } from "./database.ts";
import type { TestSandbox } from "./stripe-sandbox.ts";

/** Moves the fund's clock ahead, and the sandbox's with it, as a sandbox set-up does. */
export async function moveClock(
  database: TestDatabase,
  sandbox: TestSandbox | undefined,
  seconds: number,
): Promise<void> {
  await database.owner.execute(
    sql`update fund_clock set sandbox = true, ahead = ahead + make_interval(secs => ${seconds})`,
  );
  await sandbox?.controls.advanceClock(seconds);
}

export const DAY = 86_400;

/** Moves the clock to an instant that is still ahead. */
export async function moveClockTo(database: TestDatabase, sandbox: TestSandbox, at: Date): Promise<void> {
  const [row] = await database.owner.execute<{ seconds: number }>(
    sql`select ceil(extract(epoch from ${at.toISOString()}::timestamptz - fund_now()))::int as seconds`,
  );
  await moveClock(database, sandbox, row?.seconds ?? 0);
}
