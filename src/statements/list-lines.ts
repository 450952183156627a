import { type SQL, sql } from "drizzle-orm";
import type { Deps } from "../deps.ts";
import type { PotMove } from "../domain/statement.ts";
import { pseudonymOf } from "../partners/match-queries.ts";
import type { MonthlyStatement } from "./read-statement.ts";

/** One movement of a pot; of a match also the gift that caused it, under its code name (X6). */
export type StatementLine = {
  /** Its place in the log: what the next page goes on after. */
  readonly position: string;
  readonly at: Date;
  readonly potId: string;
  readonly move: ShownMove;
  readonly amountCents: bigint;
  readonly gift:
    | { readonly pseudonym: string; readonly amountCents: bigint; readonly campaignTitle: string }
    | undefined;
  /** Of a receipt: what the bank or Stripe calls it. */
  readonly reference: string | undefined;
};

/** Moves of a pot's account in the ledger alone say nothing that the other lines do not. */
export type ShownMove = Exclude<PotMove, "withdrawal_out" | "withdrawal_in" | "withdrawal_unpaid">;

type Asked = {
  readonly potIds: readonly string[];
  readonly after?: string | undefined;
  readonly last?: string | undefined;
  readonly limit: number;
};

/** The movements of a month in the order in which they were recorded. */
export async function listLines(
  deps: Pick<Deps, "db" | "fundId" | "cipher">,
  { party, month }: Pick<MonthlyStatement, "party" | "month">,
  asked: Asked,
): Promise<readonly StatementLine[]> {
  if (asked.potIds.length === 0) return [];
  const rows = await deps.db.execute<Row>(lines(deps.fundId, month, asked));
  return rows.map((row) => ({
    position: row.position,
    at: new Date(row.at),
    potId: row.pot,
    move: row.move,
    amountCents: BigInt(row.cents),
    gift:
      row.pledge === null
        ? undefined
        : {
            pseudonym: pseudonymOf(deps, party.partnerId, row.pledge),
            amountCents: BigInt(row.gift ?? 0),
            campaignTitle: row.title ?? "",
          },
    reference: row.reference ?? undefined,
  }));
}

/** All of them, a few thousand at a time; up to `last`, where more may follow while they are read. */
export async function* everyLine(
  deps: Pick<Deps, "db" | "fundId" | "cipher">,
  statement: Pick<MonthlyStatement, "party" | "month">,
  potIds: readonly string[],
  last?: string,
): AsyncGenerator<StatementLine> {
  const limit = 2_000;
  for (let after: string | undefined; ; ) {
    const chunk = await listLines(deps, statement, { potIds, after, last, limit });
    yield* chunk;
    if (chunk.length < limit) return;
    after = chunk.at(-1)?.position;
  }
}

type Row = {
  position: string;
  at: string;
  pot: string;
  move: ShownMove;
  cents: string;
  pledge: string | null;
  gift: string | null;
  title: string | null;
  reference: string | null;
};

/** How many lines each pot has, and the last one's place; pots without any are left out. */
export async function countLines(
  { db, fundId }: Pick<Deps, "db" | "fundId">,
  { month, pots }: Pick<MonthlyStatement, "month" | "pots">,
): Promise<ReadonlyMap<string, { readonly count: number; readonly last: string }>> {
  if (pots.length === 0) return new Map();
  const potIds = pots.map(({ potId }) => potId);
  const rows = await db.execute<{ pot: string; count: number; last: string }>(
    sql`select pot_id as pot, count(*)::int as count, max(position) as last
      from (${movements(fundId, month, { potIds })}) as moved group by pot_id`,
  );
  return new Map(rows.map(({ pot, ...counted }) => [pot, counted]));
}

type Range = Omit<Asked, "limit"> & { readonly limit?: number };

/** What was recorded in a month, each kind from its own history. */
function movements(fundId: string, month: MonthlyStatement["month"], { potIds, after, last, limit }: Range): SQL {
  const [from, until] = [month.startsAt.toISOString(), month.endsAt.toISOString()];
  const upTo = last === undefined ? sql`` : sql`and position <= ${last}::bigint`;
  const cut = limit === undefined ? sql`` : sql`order by position limit ${limit}`;
  const inMonth = (
    at: SQL,
  ) => sql`fund_id = ${fundId} and pot_id in ${potIds} and position > ${after ?? "0"}::bigint ${upTo}
    and ${at} >= ${from}::timestamptz and ${at} < ${until}::timestamptz ${cut}`;
  return sql`
    (select position, created_at as at, pot_id, 'received' as move, amount_cents, null::uuid as match_id, reference
      from pot_fundings where ${inMonth(sql`created_at`)})
    union all
    (select position, created_at, pot_id, 'undone', amount_cents, null, reference
      from pot_funding_returns where ${inMonth(sql`created_at`)})
    union all
    (select position, recorded_at, pot_id,
        case when kind in ('withdrawal_requested', 'withdrawal_paid') then kind else 'withdrawal_ended' end, amount_cents, null, null
      from pot_events where kind in ('withdrawal_requested', 'withdrawal_paid', 'withdrawal_refused',
        'withdrawal_cancelled', 'withdrawal_returned') and ${inMonth(sql`recorded_at`)})
    union all
    (select position, occurred_at, pot_id, kind, amount_cents, match_id, null
      from match_events where ${inMonth(sql`occurred_at`)})`;
}

/** Of money that came by a bank line, what stood on the transfer. */
const saidByBank = (fundId: string): SQL => sql`
  (select nullif(b.remittance, '') from bank_lines b where b.fund_id = ${fundId}
    and b.id = case when moved.reference ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' then moved.reference::uuid end)`;

const lines = (fundId: string, month: MonthlyStatement["month"], asked: Asked): SQL => sql`
  select moved.position, to_char(moved.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at,
    moved.pot_id as pot, moved.move, moved.amount_cents as cents, m.pledge_id as pledge, p.amount_cents as gift,
    c.title, coalesce(${saidByBank(fundId)}, moved.reference) as reference
  from (${movements(fundId, month, asked)}) as moved
  left join matches m on m.fund_id = ${fundId} and m.id = moved.match_id
  left join pledges p on p.fund_id = m.fund_id and p.id = m.pledge_id
  left join campaigns c on c.fund_id = m.fund_id and c.id = m.campaign_id
  order by moved.position limit ${asked.limit}`;
