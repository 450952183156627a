import { sql } from "drizzle-orm";
import type { Deps } from "../deps.ts";
import type { Actor } from "../domain/actor.ts";
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
  readonly reason: string | null;
  readonly postings: readonly { readonly account: string; readonly amountCents: bigint }[];
};

type Filter = { readonly limit: number; readonly cursor?: string | undefined; readonly account?: string | undefined };

/** Journal entries with their postings, newest first. */
export async function listEntries(deps: Deps, actor: Actor, filter: Filter): Promise<Page<EntryRow>> {
  if (!permits(actor, "books.read")) throw notFound();
  const after = decodeCursor(deps.cipher, "journal", filter.cursor)?.[0];
  const rows = await deps.db.execute<StoredEntry>(sql`
    select e.id, e.key, e.kind, e.actor, e.source, e.reverses_id, e.reason,
      to_char(e.occurred_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as occurred_at,
      to_char(e.recorded_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as recorded_at,
      (select json_agg(json_build_object('account', p.account, 'amount', p.amount_cents::text) order by p.line)
        from postings p where p.fund_id = e.fund_id and p.entry_id = e.id) as postings
    from journal_entries e
    where e.fund_id = ${deps.fundId} and (${after ?? null}::uuid is null or e.id < ${after ?? null}::uuid)
      and (${filter.account ?? null}::text is null or exists (
        select from postings p where p.fund_id = e.fund_id and p.entry_id = e.id and p.account = ${filter.account ?? null}))
    order by e.id desc limit ${filter.limit + 1}`);
  return toPage(deps.cipher, "journal", rows.map(toEntry), filter.limit, (row) => [row.id]);
}

type StoredEntry = {
  id: string;
  key: string;
  kind: string;
  actor: string;
  source: string;
  reverses_id: string | null;
  reason: string | null;
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
  reason: row.reason,
  postings: row.postings.map((p) => ({ account: p.account, amountCents: BigInt(p.amount) })),
});
