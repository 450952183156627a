import { sql } from "drizzle-orm";
import type { Deps } from "../deps.ts";
import type { Actor } from "../domain/actor.ts";
import { permits } from "../domain/permissions.ts";
import { notFound } from "../errors.ts";

export type StripeDay = {
  readonly categories: readonly {
    readonly category: string;
    readonly transactions: number;
    readonly open: number;
    readonly grossCents: bigint;
    readonly feeCents: bigint;
    readonly netCents: bigint;
  }[];
  /** What the statement moved that day, fees taken off. */
  readonly netCents: bigint;
  /** The part of it that ties with the books. */
  readonly tiedCents: bigint;
  /** Differences with Stripe that are not closed, of any day. */
  readonly openDifferences: number;
};

/** One day of Stripe's statement against the books (R1); days are Paris days. `onDay` is `YYYY-MM-DD`. */
export async function readStripeDay(deps: Deps, actor: Actor, onDay: string): Promise<StripeDay> {
  if (!permits(actor, "books.read")) throw notFound();
  const rows = await deps.db.execute<Row>(sql`
    select reporting_category as category, count(*)::int as transactions,
      (count(*) filter (where reconciled_at is null))::int as open,
      sum(amount_cents)::text as gross, sum(fee_cents)::text as fee, sum(net_cents)::text as net,
      coalesce(sum(net_cents) filter (where reconciled_at is not null), 0)::text as tied
    from balance_transactions
    where fund_id = ${deps.fundId}
      and occurred_at >= ${onDay}::date::timestamp at time zone 'Europe/Paris'
      and occurred_at < (${onDay}::date + 1)::timestamp at time zone 'Europe/Paris'
    group by reporting_category order by reporting_category`);
  const [differences] = await deps.db.execute<{ open: number }>(sql`
    select count(*)::int as open from differences
    where fund_id = ${deps.fundId} and state <> 'closed' and kind like 'stripe-%'`);
  const sum = (pick: (row: Row) => string) => rows.reduce((total, row) => total + BigInt(pick(row)), 0n);
  return {
    categories: rows.map((row) => ({
      category: row.category,
      transactions: row.transactions,
      open: row.open,
      grossCents: BigInt(row.gross),
      feeCents: BigInt(row.fee),
      netCents: BigInt(row.net),
    })),
    netCents: sum((row) => row.net),
    tiedCents: sum((row) => row.tied),
    openDifferences: differences?.open ?? 0,
  };
}

type Row = {
  category: string;
  transactions: number;
  open: number;
  gross: string;
  fee: string;
  net: string;
  tied: string;
};
