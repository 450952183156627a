import { inArray, sql } from "drizzle-orm";
import type { Reader } from "../db/client.ts";
import { users } from "../db/schema/identity.ts";
import type { Deps } from "../deps.ts";
import type { Actor } from "../domain/actor.ts";
import { type Account, consolidate, move, type Posting } from "../domain/ledger.ts";
import { decideCorrection, type EntryState } from "../domain/manual-entry.ts";
import { permits } from "../domain/permissions.ts";
import { notFound } from "../errors.ts";
import { decodeCursor, type Page, toPage } from "../http/pagination.ts";
import { listBalances } from "../ledger/balances.ts";
import { readEntry } from "../ledger/queries.ts";

export type ManualEntry = {
  readonly id: string;
  readonly kind: "transfer" | "correction";
  readonly state: EntryState;
  readonly reversesId: string | null;
  readonly fromAccount: string | null;
  readonly toAccount: string | null;
  /** Of a transfer; of a correction, what the entry moved. */
  readonly amountCents: bigint;
  readonly reason: string;
  readonly proposedBy: string;
  readonly proposedByName: string;
  readonly createdAt: Date;
  readonly decidedByName: string | null;
  readonly decidedAt: Date | null;
  readonly refusal: string | null;
  readonly entryId: string | null;
};

type Filter = { readonly limit: number; readonly cursor?: string | undefined; readonly open?: boolean };

/** Proposed entries and what became of them, newest first (L4). */
export async function listManualEntries(deps: Deps, actor: Actor, filter: Filter): Promise<Page<ManualEntry>> {
  if (!permits(actor, "books.read")) throw notFound();
  const after = decodeCursor(deps.cipher, "manual-entries", filter.cursor)?.[0] ?? null;
  const rows = await select(
    deps.db,
    deps.fundId,
    sql`(${after}::uuid is null or m.id < ${after}::uuid) and (${filter.open !== true} or m.state = 'proposed')
      order by m.id desc limit ${filter.limit + 1}`,
  );
  return toPage(deps.cipher, "manual-entries", rows, filter.limit, (row) => [row.id]);
}

export type Preview = readonly { readonly account: string; readonly nowCents: bigint; readonly afterCents: bigint }[];

/** One proposal with the entry it corrects, its lines and the balances it leads to. */
export async function readManualEntry(deps: Deps, actor: Actor, id: string) {
  if (!permits(actor, "books.read")) throw notFound();
  const [proposal] = await select(deps.db, deps.fundId, sql`m.id = ${id}`);
  if (proposal === undefined) throw notFound();
  const entry = proposal.reversesId === null ? undefined : await readEntry(deps.db, deps.fundId, proposal.reversesId);
  return { ...proposal, entry, preview: await previewOf(deps, linesOf(proposal, entry)) };
}

export type ManualEntryDetail = Awaited<ReturnType<typeof readManualEntry>>;

type Entry = Awaited<ReturnType<typeof readEntry>>;

function linesOf(proposal: ManualEntry, entry: Entry): readonly Posting[] {
  if (proposal.state !== "proposed") return [];
  if (entry === undefined)
    return move((proposal.fromAccount ?? "") as Account, (proposal.toAccount ?? "") as Account, proposal.amountCents);
  const decision = decideCorrection(entry, (proposal.toAccount ?? undefined) as Account | undefined);
  return decision.kind === "refused" ? [] : consolidate([...decision.reversal, ...decision.replacement]);
}

/** What each account holds now and would hold after, on its normal side. */
async function previewOf({ db, fundId }: Deps, lines: readonly Posting[]): Promise<Preview> {
  const balances = await listBalances(db, fundId);
  return lines.map(({ account, amountCents }) => {
    const known = balances.find((one) => one.account === account);
    const isDebit = known === undefined ? !account.startsWith("fund:") : known.normalSide === "debit";
    const nowCents = known?.balanceCents ?? 0n;
    return { account, nowCents, afterCents: nowCents + (isDebit ? amountCents : -amountCents) };
  });
}

type Row = Record<
  "id" | "kind" | "state" | "reason" | "proposed_by" | "proposed_name" | "amount" | "created_at",
  string
> &
  Record<
    "reverses_id" | "from_account" | "to_account" | "decided_name" | "decided_at" | "refusal" | "entry_id",
    string | null
  >;

async function select(reader: Reader, fundId: string, where: ReturnType<typeof sql>): Promise<readonly ManualEntry[]> {
  const rows = await reader.execute<Row>(sql`
    select m.id, m.kind, m.state, m.reverses_id, m.from_account, m.to_account, m.reason, m.proposed_by, m.refusal, m.entry_id,
      p.name as proposed_name, d.name as decided_name,
      to_char(m.created_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as created_at,
      to_char(m.decided_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as decided_at,
      coalesce(m.amount_cents, (select sum(x.amount_cents) filter (where x.amount_cents > 0) from postings x
        where x.fund_id = m.fund_id and x.entry_id = m.reverses_id), 0) as amount
    from manual_entries m join users p on p.id = m.proposed_by left join users d on d.id = m.decided_by
    where m.fund_id = ${fundId} and ${where}`);
  return rows.map((row) => ({
    id: row.id,
    kind: row.kind === "transfer" ? "transfer" : "correction",
    state: row.state as EntryState,
    reversesId: row.reverses_id,
    fromAccount: row.from_account,
    toAccount: row.to_account,
    amountCents: BigInt(row.amount),
    reason: row.reason,
    proposedBy: row.proposed_by,
    proposedByName: row.proposed_name,
    createdAt: new Date(row.created_at),
    decidedByName: row.decided_name,
    decidedAt: row.decided_at === null ? null : new Date(row.decided_at),
    refusal: row.refusal,
    entryId: row.entry_id,
  }));
}

/** Names of the people among these actors, by how the journal refers to them. */
export async function namesOf({ db }: Deps, references: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const ids = references.filter((one) => one.startsWith("user:")).map((one) => one.slice("user:".length));
  if (ids.length === 0) return new Map();
  const rows = await db.select({ id: users.id, name: users.name }).from(users).where(inArray(users.id, ids));
  return new Map(rows.map(({ id, name }) => [`user:${id}`, name]));
}
