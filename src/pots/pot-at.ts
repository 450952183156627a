import { sql } from "drizzle-orm";
import type { Reader } from "../db/client.ts";
import type { Deps } from "../deps.ts";
import type { Actor } from "../domain/actor.ts";
import { MATCH_EVENT_KINDS, type MatchEventKind, type PotFigures, potFigures } from "../domain/pot.ts";
import { readPot } from "../partners/queries.ts";

/**
 * What a pot was at an instant of the fund's clock, from its history alone: receipts, withdrawals, promises and the
 * events of its matches, each by when it was recorded. An instant ahead answers with now.
 */
export async function potAt(deps: Pick<Deps, "db" | "fundId">, potId: string, at: Date): Promise<PotFigures> {
  const events = await eventSums(deps.db, deps.fundId, potId, at);
  const sum = (kind: string) => events.get(kind) ?? 0n;
  const freed = sum("withdrawal_refused") + sum("withdrawal_cancelled") + sum("withdrawal_returned");
  const matches = Object.fromEntries(MATCH_EVENT_KINDS.map((kind) => [kind, sum(kind)])) as Record<
    MatchEventKind,
    bigint
  >;
  return potFigures({
    promisedCents: sum("promised"),
    receivedCents: sum("received"),
    undoneCents: sum("undone"),
    withdrawnCents: sum("withdrawal_requested") - freed,
    withdrawalsPaidCents: sum("withdrawal_paid") - sum("withdrawal_paid_returned"),
    matches,
  });
}

/** What both JavaScript and PostgreSQL write with four digits of a year. */
const LAST_INSTANT = Date.UTC(9999, 0, 1);

async function eventSums(
  reader: Reader,
  fundId: string,
  potId: string,
  at: Date,
): Promise<ReadonlyMap<string, bigint>> {
  // A Date knows milliseconds, the events microseconds: the whole millisecond belongs to the instant.
  const end = Math.min(Math.max(at.getTime(), 0), LAST_INSTANT) + 1;
  const until = sql`${new Date(end).toISOString()}::timestamptz`;
  const rows = await reader.execute<{ kind: string; sum: string }>(sql`
    select 'received' as kind, coalesce(sum(amount_cents), 0) as sum from pot_fundings
      where fund_id = ${fundId} and pot_id = ${potId} and created_at < ${until}
    union all select 'undone', coalesce(sum(amount_cents), 0) from pot_funding_returns
      where fund_id = ${fundId} and pot_id = ${potId} and created_at < ${until}
    union all select kind, sum(amount_cents) from pot_events
      where fund_id = ${fundId} and pot_id = ${potId} and recorded_at < ${until} group by kind
    union all select 'withdrawal_paid_returned', coalesce(sum(back.amount_cents), 0) from pot_events back
      where back.fund_id = ${fundId} and back.pot_id = ${potId} and back.recorded_at < ${until}
        and back.kind = 'withdrawal_returned' and exists (select from pot_events paid
          where paid.fund_id = back.fund_id and paid.subject_id = back.subject_id and paid.kind = 'withdrawal_paid'
            and paid.recorded_at <= back.recorded_at)
    union all select kind, sum(amount_cents) from match_events
      where fund_id = ${fundId} and pot_id = ${potId} and occurred_at < ${until} group by kind`);
  return new Map(rows.map(({ kind, sum }) => [kind, BigInt(sum)]));
}

/** The same for who may see the pot; anybody else finds nothing. */
export async function readPotAt(deps: Deps, actor: Actor, potId: string, at: Date): Promise<PotFigures> {
  await readPot(deps, actor, potId);
  return await potAt(deps, potId, at);
}
