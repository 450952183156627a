import { type SQL, sql } from "drizzle-orm";
import type { Reader } from "../db/client.ts";
import type { SealedEntry } from "./seal-hash.ts";

/** Columns of `SealedEntry`, for an entry `e`. */
const ENTRY_COLUMNS: SQL = sql`
  e.id, e.key, e.kind, e.actor, e.source, e.reverses_id as "reversesId", e.reason, e.approved_by as "approvedBy",
  to_char(e.occurred_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "occurredAt",
  to_char(e.recorded_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "recordedAt",
  (select json_agg(json_build_object('account', p.account, 'amountCents', p.amount_cents::text) order by p.line)
    from postings p where p.fund_id = e.fund_id and p.entry_id = e.id) as postings`;

/**
 * Entries without a seal that none can come before any more, in the order of their transactions: every transaction
 * below the snapshot's `xmin` has ended. An hour later an entry is taken whatever its number: a restored backup starts
 * counting transactions anew.
 */
export const unsealedEntries = (reader: Reader, fundId: string, limit: number) =>
  reader.execute<SealedEntry & Record<string, unknown>>(sql`
    select ${ENTRY_COLUMNS} from journal_entries e
    where e.fund_id = ${fundId}
      and (e.xact < pg_snapshot_xmin(pg_current_snapshot()) or e.recorded_at < fund_now() - interval '1 hour')
      and not exists (select from journal_seals s where s.fund_id = e.fund_id and s.entry_id = e.id)
    order by e.xact, e.id limit ${limit}`);

export type Seal = { readonly sequence: number; readonly hash: string };
export type SealWithEntry = Seal & SealedEntry;

/** Seals after a number with the entries they seal, in order. */
export async function sealsAfter(
  reader: Reader,
  fundId: string,
  sequence: number,
  limit: number,
): Promise<readonly SealWithEntry[]> {
  const rows = await reader.execute<SealedEntry & Record<string, unknown> & { sequence: string; hash: string }>(sql`
    select s.sequence, s.hash, ${ENTRY_COLUMNS}
    from journal_seals s join journal_entries e on e.fund_id = s.fund_id and e.id = s.entry_id
    where s.fund_id = ${fundId} and s.sequence > ${sequence} order by s.sequence limit ${limit}`);
  return rows.map((row) => ({ ...row, sequence: Number(row.sequence) }));
}

/** The years of Europe/Paris from the first entry recorded to the last, the newest first. */
export async function recordedYears(reader: Reader, fundId: string): Promise<readonly number[]> {
  const rows = await reader.execute<{ year: number }>(sql`
    with span as (
      select extract(year from min(recorded_at) at time zone 'Europe/Paris')::int as first,
        extract(year from max(recorded_at) at time zone 'Europe/Paris')::int as last
      from journal_entries where fund_id = ${fundId})
    select y as year from span, generate_series(span.last, span.first, -1) y`);
  return rows.map(({ year }) => year);
}

/** The newest seal: its hash vouches for all before. Undefined before the first. */
export async function sealHead(
  reader: Reader,
  fundId: string,
): Promise<(Seal & { readonly sealedAt: string }) | undefined> {
  const [row] = await reader.execute<{ sequence: string; hash: string; sealedAt: string }>(sql`
    select sequence, hash, to_char(sealed_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as "sealedAt"
    from journal_seals where fund_id = ${fundId} order by sequence desc limit 1`);
  return row && { ...row, sequence: Number(row.sequence) };
}
