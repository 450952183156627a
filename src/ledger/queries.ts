import { sql } from "drizzle-orm";
import type { Reader } from "../db/client.ts";
import type { Deps } from "../deps.ts";
import type { Actor } from "../domain/actor.ts";
import type { Account, Posting } from "../domain/ledger.ts";
import { permits } from "../domain/permissions.ts";
import { notFound } from "../errors.ts";
import { decodeCursor, type Page, toPage } from "../http/pagination.ts";

export type EntryRow = {
  readonly id: string;
  readonly key: string;
  readonly kind: string;
  readonly occurredAt: Date;
  readonly recordedAt: Date;
  readonly actor: string;
  readonly source: string;
  readonly reversesId: string | null;
  /** The entry that reverses this one (L4). */
  readonly reversedById: string | null;
  readonly reason: string | null;
  readonly approvedBy: string | null;
  readonly postings: readonly Posting[];
};

type Filter = { readonly limit: number; readonly cursor?: string | undefined; readonly account?: string | undefined };

/** Journal entries with their postings, newest first. */
export async function listEntries(deps: Deps, actor: Actor, filter: Filter): Promise<Page<EntryRow>> {
  if (!permits(actor, "books.read")) throw notFound();
  const after = decodeCursor(deps.cipher, "journal", filter.cursor)?.[0];
  const rows = await deps.db.execute<StoredEntry>(sql`
    select ${COLUMNS} from journal_entries e
    where e.fund_id = ${deps.fundId} and (${after ?? null}::uuid is null or e.id < ${after ?? null}::uuid)
      and (${filter.account ?? null}::text is null or exists (
        select from postings p where p.fund_id = e.fund_id and p.entry_id = e.id and p.account = ${filter.account ?? null}))
    order by e.id desc limit ${filter.limit + 1}`);
  return toPage(deps.cipher, "journal", rows.map(toEntry), filter.limit, (row) => [row.id]);
}

/** The entry of a business key (L2); undefined where nothing was posted under it. */
export async function entryIdOf(reader: Reader, fundId: string, key: string): Promise<string | undefined> {
  const [row] = await reader.execute<{ id: string }>(sql`
    select id from journal_entries where fund_id = ${fundId} and key = ${key}`);
  return row?.id;
}

/** One entry with its lines; undefined where there is none. */
export async function readEntry(reader: Reader, fundId: string, entryId: string) {
  const [row] = await reader.execute<StoredEntry>(sql`
    select ${COLUMNS} from journal_entries e where e.fund_id = ${fundId} and e.id = ${entryId}`);
  if (row === undefined) return undefined;
  const entry = toEntry(row);
  return { ...entry, isReversed: entry.reversedById !== null };
}

const COLUMNS = sql`
  e.id, e.key, e.kind, e.actor, e.source, e.reverses_id, e.reason, e.approved_by,
  (select r.id from journal_entries r where r.fund_id = e.fund_id and r.reverses_id = e.id) as reversed_by_id,
  to_char(e.occurred_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as occurred_at,
  to_char(e.recorded_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as recorded_at,
  (select json_agg(json_build_object('account', p.account, 'amount', p.amount_cents::text) order by p.line)
    from postings p where p.fund_id = e.fund_id and p.entry_id = e.id) as postings`;

type StoredEntry = {
  id: string;
  key: string;
  kind: string;
  actor: string;
  source: string;
  reverses_id: string | null;
  reversed_by_id: string | null;
  reason: string | null;
  approved_by: string | null;
  occurred_at: string;
  recorded_at: string;
  postings: { account: string; amount: string }[];
};

const toEntry = (row: StoredEntry): EntryRow => ({
  id: row.id,
  key: row.key,
  kind: row.kind,
  occurredAt: new Date(row.occurred_at),
  recordedAt: new Date(row.recorded_at),
  actor: row.actor,
  source: row.source,
  reversesId: row.reverses_id,
  reversedById: row.reversed_by_id,
  reason: row.reason,
  approvedBy: row.approved_by,
  postings: row.postings.map((p) => ({ account: p.account as Account, amountCents: BigInt(p.amount) })),
});
