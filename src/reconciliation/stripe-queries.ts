import { and, desc, eq, isNull, type SQL, sql } from "drizzle-orm";
import { balanceTransactions, stripeEvents } from "../db/schema/payments.ts";
import type { Deps } from "../deps.ts";
import type { Actor } from "../domain/actor.ts";
import { permits } from "../domain/permissions.ts";
import { notFound } from "../errors.ts";
import { decodeCursor, type Page, toPage } from "../http/pagination.ts";

type Paged = { readonly limit: number; readonly cursor?: string | undefined };
type Shown<T> = Omit<T, "fundId">;
type Placed<T> = T & { readonly place: string };

const MICROSECONDS = sql.raw(`'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'`);
/** The sort key as it is stored: a `Date` would cut the microseconds off. */
const placeOf = (column: SQL) => sql<string>`to_char(${column} at time zone 'UTC', ${MICROSECONDS})`;

/** Lines of Stripe's statement (R1), newest first; `open`: only those that tie with nothing yet. */
export async function listBalanceTransactions(
  deps: Deps,
  actor: Actor,
  filter: Paged & { readonly open: boolean; readonly payoutId?: string | undefined },
): Promise<Page<Shown<typeof balanceTransactions.$inferSelect>>> {
  if (!permits(actor, "books.read")) throw notFound();
  const t = balanceTransactions;
  const wanted = [
    eq(t.fundId, deps.fundId),
    filter.open ? isNull(t.reconciledAt) : undefined,
    filter.payoutId === undefined ? undefined : eq(t.payoutId, filter.payoutId),
    after(deps, "balance-transactions", filter.cursor, sql`${t.occurredAt}`, sql`${t.id}`),
  ];
  const rows = await deps.db
    .select({ row: t, place: placeOf(sql`${t.occurredAt}`) })
    .from(t)
    .where(and(...wanted))
    .orderBy(desc(t.occurredAt), desc(t.id))
    .limit(filter.limit + 1);
  const items: Placed<typeof t.$inferSelect>[] = rows.map(({ row, place }) => ({ ...row, place }));
  return toPage(deps.cipher, "balance-transactions", items, filter.limit, (item) => [item.place, item.id]);
}

/** Events of Stripe as they came in (S2), newest first; `open`: only those not applied yet. */
export async function listStripeEvents(
  deps: Deps,
  actor: Actor,
  filter: Paged & { readonly open: boolean },
): Promise<Page<Shown<typeof stripeEvents.$inferSelect>>> {
  if (!permits(actor, "books.read")) throw notFound();
  const t = stripeEvents;
  const wanted = [
    eq(t.fundId, deps.fundId),
    filter.open ? isNull(t.appliedAt) : undefined,
    after(deps, "stripe-events", filter.cursor, sql`${t.receivedAt}`, sql`${t.eventId}`),
  ];
  const rows = await deps.db
    .select({ row: t, place: placeOf(sql`${t.receivedAt}`) })
    .from(t)
    .where(and(...wanted))
    .orderBy(desc(t.receivedAt), desc(t.eventId))
    .limit(filter.limit + 1);
  const items: Placed<typeof t.$inferSelect>[] = rows.map(({ row, place }) => ({ ...row, place }));
  return toPage(deps.cipher, "stripe-events", items, filter.limit, (item) => [item.place, item.eventId]);
}

function after(deps: Deps, list: string, cursor: string | undefined, instant: SQL, id: SQL): SQL | undefined {
  const key = decodeCursor(deps.cipher, list, cursor);
  return key === undefined ? undefined : sql`(${instant}, ${id}) < (${key[0]}::timestamptz, ${key[1]})`;
}
