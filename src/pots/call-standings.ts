import { and, eq, sql } from "drizzle-orm";
import type { Reader } from "../db/client.ts";
import { fundCalls } from "../db/schema/index.ts";
import { type CallEvent, type CallStanding, settleCalls } from "../domain/fund-call.ts";

type Row = { readonly kind: CallEvent["kind"]; readonly id: string; readonly amount: string };

/** What is paid of each of a pot's calls, from its receipts alone: no call keeps a state of its own. */
export async function callStandings(
  reader: Reader,
  fundId: string,
  potId: string,
): Promise<ReadonlyMap<string, CallStanding>> {
  const [{ has } = { has: false }] = await reader.execute<{ has: boolean }>(
    sql`select exists (select from fund_calls where fund_id = ${fundId} and pot_id = ${potId}) as has`,
  );
  if (!has) return new Map();
  const rows = await reader.execute<Row>(sql`
    select 'called' as kind, id, amount_cents as amount, issued_at as at, 0 as rank
      from fund_calls where fund_id = ${fundId} and pot_id = ${potId}
    union all select 'cancelled', id, 0, cancelled_at, 1
      from fund_calls where fund_id = ${fundId} and pot_id = ${potId} and cancelled_at is not null
    union all select 'received', id, amount_cents, created_at, 2
      from pot_fundings where fund_id = ${fundId} and pot_id = ${potId}
    union all select 'undone', id, amount_cents, created_at, 3
      from pot_funding_returns where fund_id = ${fundId} and pot_id = ${potId}
    order by at, rank, id`);
  return new Map(settleCalls(rows.map(toEvent)).map((standing) => [standing.callId, standing]));
}

function toEvent({ kind, id, amount }: Row): CallEvent {
  const amountCents = BigInt(amount);
  switch (kind) {
    case "called":
      return { kind, callId: id, amountCents };
    case "cancelled":
      return { kind, callId: id };
    case "received":
    case "undone":
      return { kind, amountCents };
  }
}

/** `AF-2027-0012`, as it is printed and quoted. */
export const callReference = ({ year, number }: Pick<typeof fundCalls.$inferSelect, "year" | "number">): string =>
  `AF-${year}-${number.toString().padStart(4, "0")}`;

export const isCall = (fundId: string, id: string) => and(eq(fundCalls.fundId, fundId), eq(fundCalls.id, id));
