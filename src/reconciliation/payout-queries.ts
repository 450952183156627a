import { and, desc, eq, type SQL, sql } from "drizzle-orm";
import { bankLines, stripePayouts } from "../db/schema/index.ts";
import type { Deps } from "../deps.ts";
import type { Actor } from "../domain/actor.ts";
import { permits } from "../domain/permissions.ts";
import { notFound } from "../errors.ts";
import { decodeCursor, type Page, toPage } from "../http/pagination.ts";

export type PayoutRow = Omit<typeof stripePayouts.$inferSelect, "fundId"> & {
  /** The day the bank shows it; null where no statement does yet. */
  readonly bookedOn: string | null;
};

/** Stripe's transfers to our bank account, the latest to arrive first. */
export async function listPayouts(
  deps: Deps,
  actor: Actor,
  filter: { readonly limit: number; readonly cursor?: string | undefined },
): Promise<Page<PayoutRow>> {
  if (!permits(actor, "books.read")) throw notFound();
  const key = decodeCursor(deps.cipher, "payouts", filter.cursor);
  const rows = await readPayouts(
    deps,
    key && sql`(${stripePayouts.arrivesAt}, ${stripePayouts.id}) < (${key[0]}::timestamptz, ${key[1]})`,
    filter.limit + 1,
  );
  return toPage(deps.cipher, "payouts", rows, filter.limit, (row) => [row.arrivesAt.toISOString(), row.id]);
}

export type PayoutPart = {
  readonly category: string;
  readonly transactions: number;
  readonly grossCents: bigint;
  readonly feeCents: bigint;
  readonly netCents: bigint;
};

export type PayoutDetail = PayoutRow & {
  /** What it is made of, its own movement left out, by reporting category. */
  readonly parts: readonly PayoutPart[];
  readonly partsCents: bigint;
  readonly differenceIds: readonly string[];
};

/** One payout with the movements it is made of (R1). */
export async function readPayout(deps: Deps, actor: Actor, payoutId: string): Promise<PayoutDetail> {
  if (!permits(actor, "books.read")) throw notFound();
  const [payout] = await readPayouts(deps, eq(stripePayouts.id, payoutId), 1);
  if (payout === undefined) throw notFound();
  const rows = await deps.db.execute<{
    category: string;
    transactions: number;
    gross: string;
    fee: string;
    net: string;
  }>(
    sql`select reporting_category as category, count(*)::int as transactions, sum(amount_cents)::text as gross,
        sum(fee_cents)::text as fee, sum(net_cents)::text as net
      from balance_transactions
      where fund_id = ${deps.fundId} and payout_id = ${payoutId} and source_id is distinct from ${payoutId}
      group by reporting_category order by reporting_category`,
  );
  const parts = rows.map(({ category, transactions, gross, fee, net }) => ({
    category,
    transactions,
    grossCents: BigInt(gross),
    feeCents: BigInt(fee),
    netCents: BigInt(net),
  }));
  const found = await deps.db.execute<{ id: string }>(sql`
    select id from differences
    where fund_id = ${deps.fundId} and kind in ('stripe-payout', 'payout-missing') and subject = ${`payout:${payoutId}`}
    order by id`);
  return {
    ...payout,
    parts,
    partsCents: parts.reduce((sum, { netCents }) => sum + netCents, 0n),
    differenceIds: found.map(({ id }) => id),
  };
}

async function readPayouts(deps: Deps, where: SQL | undefined, limit: number): Promise<PayoutRow[]> {
  const rows = await deps.db
    .select({ payout: stripePayouts, bookedOn: bankLines.bookedOn })
    .from(stripePayouts)
    .leftJoin(bankLines, and(eq(bankLines.fundId, stripePayouts.fundId), eq(bankLines.id, stripePayouts.bankLineId)))
    .where(and(eq(stripePayouts.fundId, deps.fundId), where))
    .orderBy(desc(stripePayouts.arrivesAt), desc(stripePayouts.id))
    .limit(limit);
  return rows.map(({ payout, bookedOn }) => ({ ...payout, bookedOn }));
}
