import { setTimeout as pause } from "node:timers/promises";
import { sql } from "drizzle-orm";
import type { Deps } from "../deps.ts";

/**
 * Waits for this call's turn: all processes of the fund together charge at `chargesPerSecond`, below what Stripe takes.
 * Turns stand in the database, by its clock; one that a killed process took is lost, no more.
 */
export async function takeChargeTurn({ db, fundId, chargesPerSecond }: Deps): Promise<void> {
  if (chargesPerSecond === undefined) return;
  const [turn] = await db.execute<{ wait: number }>(sql`
    insert into charge_pace (fund_id, next_at) values (${fundId}, clock_timestamp())
    on conflict (fund_id) do update set next_at =
      greatest(charge_pace.next_at + make_interval(secs => 1.0 / ${chargesPerSecond}::float8), clock_timestamp())
    returning (extract(epoch from next_at - clock_timestamp()) * 1000)::float8 as wait`);
  if (turn !== undefined && turn.wait > 0) await pause(turn.wait);
}
