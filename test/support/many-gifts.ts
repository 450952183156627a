import { type SQL, sql } from "drizzle-orm";
import type { PostgresJsDatabase } from "drizzle-orm/postgres-js";
import { v7 as uuidv7 } from "uuid";
import type { GatewayBalanceTransaction, PaymentGateway } from "../../src/payments/gateway.ts";

const GIFT_CENTS = 1_000n;
const FEE_CENTS = 40n;
const CHUNK = 50_000;

/** Of each thousand gifts one lacks its entry, one is booked a cent short, and one Stripe's statement does not know. */
const lacksEntry = (n: number) => n % 1_000 === 7;
const bookedShort = (n: number) => n % 1_000 === 11;
const lacksLine = (n: number) => n % 1_000 === 13;

const countOf = (count: number, is: (n: number) => boolean) =>
  Array.from({ length: count }, (_, n) => n).filter(is).length;

export type ManyGifts = {
  readonly fundId: string;
  readonly campaignId: string;
  readonly count: number;
};

/** Captured gifts with their entries, written past the use cases, a second apart, the last a day ago. */
export async function addManyGifts(owner: PostgresJsDatabase, { fundId, campaignId, count }: ManyGifts): Promise<void> {
  const donorId = uuidv7();
  for (let from = 0; from < count; from += CHUNK) {
    const to = Math.min(from + CHUNK, count) - 1;
    await owner.transaction(async (tx) => {
      await tx.execute(sql`set local session_replication_role = replica`);
      await tx.execute(sql`select set_config('app.tx', 'many-gifts', true)`);
      for (const statement of statementsFor({ fundId, campaignId, count }, donorId, from, to))
        await tx.execute(statement);
    });
  }
}

function* statementsFor(
  { fundId, campaignId, count }: ManyGifts,
  donorId: string,
  from: number,
  to: number,
): Iterable<SQL> {
  const gifts = sql`(select n, 'ch_' || n as charge, ${GIFT_CENTS}::bigint - (n % 1000 = 11)::int as cents,
      ('01900000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid as id,
      fund_now() - interval '1 day' - make_interval(secs => ${count} - n) as at
    from generate_series(${from}::int, ${to}::int) n where n % 1000 <> 7) as gift`;
  yield sql`
    insert into pledges (fund_id, id, campaign_id, donor_id, email, display_name, amount_cents, state, mode, created_at,
      checkout_expires_at, charge_id, captured_at, captured_cents)
    select ${fundId}, id, ${campaignId}, ${donorId}, 'camille@example.org', 'Camille', cents, 'captured',
      'keep_what_you_raise', at, at, charge, at, cents from ${gifts}`;
  yield sql`
    insert into journal_entries (fund_id, id, key, kind, occurred_at, recorded_at, actor, source, input_hash)
    select ${fundId}, id, 'charge:' || charge || ':captured', 'charge_captured', at, at, 'worker:many-gifts',
      'stripe:' || charge, '' from ${gifts}`;
  yield sql`
    insert into accounts (fund_id, code, kind, normal_side, bounded, debit_cents, credit_cents)
    select ${fundId}, moved.code, k.kind, k.normal_side, k.bounded, moved.debit, moved.credit
    from (select sum(cents) as cents from ${gifts}) as total
    cross join lateral (values ('stripe', 'stripe', total.cents, 0),
      (${`gifts:campaign:${campaignId}`}, 'gifts:campaign', 0, total.cents)) as moved(code, kind, debit, credit)
    join account_kinds k on k.kind = moved.kind
    on conflict (fund_id, code) do update
      set debit_cents = accounts.debit_cents + excluded.debit_cents, credit_cents = accounts.credit_cents + excluded.credit_cents`;
  yield sql`
    insert into postings (fund_id, entry_id, line, account, amount_cents)
    select ${fundId}, id, line, account, amount from ${gifts}
    cross join lateral (values (1, 'stripe', cents), (2, ${`gifts:campaign:${campaignId}`}, -cents)) as posting(line, account, amount)`;
}

/** Stripe's side of them: its statement, newest first, as its list answers it, and what it holds. */
export function statementOfMany({ count }: Pick<ManyGifts, "count">, gateway: PaymentGateway): PaymentGateway {
  const newest = Date.now() - 86_400_000;
  async function* listBalanceTransactions(since: Date): AsyncGenerator<GatewayBalanceTransaction> {
    for (let n = count - 1; n >= 0; n -= 1) {
      const occurredAt = new Date(newest - (count - n) * 1_000);
      if (occurredAt < since) return;
      if (!lacksLine(n)) yield lineOf(n, occurredAt);
    }
  }
  const lines = BigInt(count - countOf(count, lacksLine));
  const findBalance = async () => ({ availableCents: lines * (GIFT_CENTS - FEE_CENTS), pendingCents: 0n });
  return new Proxy(gateway, {
    get: (real, name, receiver) =>
      name === "listBalanceTransactions"
        ? listBalanceTransactions
        : name === "findBalance"
          ? findBalance
          : Reflect.get(real, name, receiver),
  });
}

const lineOf = (n: number, occurredAt: Date): GatewayBalanceTransaction => ({
  id: `txn_${n}`,
  type: "charge",
  reportingCategory: "charge",
  amountCents: GIFT_CENTS,
  feeCents: FEE_CENTS,
  netCents: GIFT_CENTS - FEE_CENTS,
  sourceId: `ch_${n}`,
  occurredAt,
  availableAt: occurredAt,
});

/** What comparing them must find: no line more, no line less. */
export function expectedOfMany(count: number) {
  const [missing, short, unknown] = [lacksEntry, bookedShort, lacksLine].map((is) => countOf(count, is));
  return {
    tied: count - (missing ?? 0) - (short ?? 0) - (unknown ?? 0),
    linesDiffering: (missing ?? 0) + (short ?? 0),
    entriesDiffering: (short ?? 0) + (unknown ?? 0),
  };
}
