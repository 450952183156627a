import { type SQL, sql } from "drizzle-orm";
import type { Reader } from "../db/client.ts";
import type { StoredTrace } from "./stored-trace.ts";

/** The gift a line of the log is about, as the log has it. */
export type LoggedPledge = {
  readonly pledgeId: string;
  readonly campaignId: string;
  /** Whom the gift was recorded for; found to be another person later, they are told together from then on (M6). */
  readonly donorId: string;
  /** For a later answer, what of the gift had not gone back by then (M10, M11). */
  readonly baseCents: bigint;
  readonly recordedAt: Date;
};

/** A trace as it is stored, with the match it names and what the history says was reserved. */
export type LoggedTrace = {
  readonly traceId: string;
  readonly ruleId: string;
  readonly ruleVersion: number;
  readonly sequence: number;
  readonly cause: "pledge" | "backfill" | "round";
  readonly evaluatedAt: Date;
  readonly trace: StoredTrace;
  readonly amountCents: bigint;
  readonly boundBy: string;
  readonly potBeforeCents: bigint;
  readonly potAfterCents: bigint;
  readonly matchId: string | undefined;
  readonly match: LoggedMatch | undefined;
  readonly reservedCents: bigint | undefined;
};

export type LoggedMatch = {
  readonly ruleId: string;
  readonly ruleVersion: number;
  readonly potId: string;
  readonly pledgeId: string;
  readonly campaignId: string;
  readonly grantedCents: bigint;
  readonly isLump: boolean;
};

export type LogLine = { readonly position: bigint } & (
  | { readonly kind: "trace"; readonly pledge: LoggedPledge; readonly trace: LoggedTrace; readonly siblings: number }
  /** Part or all of a match stands no more, and its money is in the pot again. */
  | {
      readonly kind: "given_back";
      readonly pledge: LoggedPledge;
      readonly match: Pick<LoggedMatch, "ruleId" | "potId" | "isLump">;
      readonly amountCents: bigint;
    }
  /** Money for the pot, or with a negative amount money that left it unmatched. */
  | { readonly kind: "money"; readonly potId: string; readonly changeCents: bigint }
);

const CHUNK = 2_000;

/** The whole log of a fund in its order, a few thousand lines at a time. Read it in one snapshot. */
export async function* readLog(reader: Reader, fundId: string): AsyncGenerator<LogLine> {
  yield* inOrder([
    chunked((after) => readTraces(reader, fundId, after)),
    chunked((after) => readGivenBack(reader, fundId, after)),
    chunked((after) => readMoney(reader, fundId, after)),
  ]);
}

async function* chunked(read: (after: bigint) => Promise<readonly LogLine[]>): AsyncGenerator<LogLine> {
  for (let after = -1n; ; ) {
    const lines = await read(after);
    yield* lines;
    const last = lines.at(-1);
    if (last === undefined || lines.length < CHUNK) return;
    after = last.position;
  }
}

/** Several logs in order as one. */
async function* inOrder(sources: readonly AsyncGenerator<LogLine>[]): AsyncGenerator<LogLine> {
  const heads = await Promise.all(sources.map(async (source) => ({ source, next: await source.next() })));
  for (;;) {
    const open = heads.flatMap((head) => (head.next.done === true ? [] : [{ head, line: head.next.value }]));
    const [first, ...others] = open;
    if (first === undefined) return;
    const least = others.reduce((one, other) => (other.line.position < one.line.position ? other : one), first);
    yield least.line;
    least.head.next = await least.head.source.next();
  }
}

const GIFT = sql`p.id as pledge, p.campaign_id as campaign, coalesce(p.first_donor_id, p.donor_id) as donor,
  p.amount_cents as base, extract(epoch from p.created_at) * 1000 as recorded`;

type GiftRow = { position: string; pledge: string; campaign: string; donor: string; base: string; recorded: string };

const toPledge = (row: GiftRow): LoggedPledge => ({
  pledgeId: row.pledge,
  campaignId: row.campaign,
  donorId: row.donor,
  baseCents: BigInt(row.base),
  recordedAt: new Date(Number(row.recorded)),
});

type TraceRow = GiftRow & {
  id: string;
  rule: string;
  version: number;
  sequence: number;
  cause: LoggedTrace["cause"];
  evaluated: string;
  trace: StoredTrace;
  amount: string;
  bound: string;
  pot_before: string;
  pot_after: string;
  match: string | null;
  found: (Omit<LoggedMatch, "grantedCents"> & { grantedCents: number }) | null;
  reserved: string | null;
  returned: string;
  siblings: number;
};

async function readTraces(reader: Reader, fundId: string, after: bigint): Promise<readonly LogLine[]> {
  const rows = await reader.execute<TraceRow>(sql`
    select t.position, t.id, t.rule_id as rule, t.rule_version as version, t.sequence, t.cause,
      extract(epoch from t.evaluated_at) * 1000 as evaluated, t.trace, t.amount_cents as amount, t.bound_by as bound,
      t.pot_before_cents as pot_before, t.pot_after_cents as pot_after, t.match_id as match, ${GIFT},
      case when m.id is not null then jsonb_build_object('ruleId', m.rule_id, 'ruleVersion', m.rule_version, 'potId', m.pot_id,
        'pledgeId', m.pledge_id, 'campaignId', m.campaign_id, 'grantedCents', m.granted_cents, 'isLump', m.is_lump) end as found,
      (select sum(e.amount_cents) from match_events e
        where e.fund_id = t.fund_id and e.match_id = t.match_id and e.kind = 'reserved') as reserved,
      case when t.cause = 'backfill' then (select coalesce(sum(r.gift_cents), 0) from refunds r
          where r.fund_id = t.fund_id and r.pledge_id = t.pledge_id and r.created_at <= t.evaluated_at)
        + (select coalesce(sum(d.gift_cents), 0) from disputes d where d.fund_id = t.fund_id and d.pledge_id = t.pledge_id
          and d.state = 'lost' and d.ended_at <= t.evaluated_at) else 0 end as returned,
      (select count(*)::int from match_traces s
        where s.fund_id = t.fund_id and s.pledge_id = t.pledge_id and s.cause = t.cause) as siblings
    from ${nextOf(sql`match_traces`, fundId, after, sql`true`)} as t
    join pledges p on p.fund_id = t.fund_id and p.id = t.pledge_id
    left join matches m on m.fund_id = t.fund_id and m.id = t.match_id
    order by t.position`);
  return rows.map((row) => ({
    kind: "trace",
    position: BigInt(row.position),
    pledge: { ...toPledge(row), baseCents: BigInt(row.base) - BigInt(row.returned) },
    trace: toTrace(row),
    siblings: row.siblings,
  }));
}

const toTrace = (row: TraceRow): LoggedTrace => ({
  traceId: row.id,
  ruleId: row.rule,
  ruleVersion: row.version,
  sequence: row.sequence,
  cause: row.cause,
  evaluatedAt: new Date(Number(row.evaluated)),
  trace: row.trace,
  amountCents: BigInt(row.amount),
  boundBy: row.bound,
  potBeforeCents: BigInt(row.pot_before),
  potAfterCents: BigInt(row.pot_after),
  matchId: row.match ?? undefined,
  match: row.found === null ? undefined : { ...row.found, grantedCents: BigInt(row.found.grantedCents) },
  reservedCents: row.reserved === null ? undefined : BigInt(row.reserved),
});

async function readGivenBack(reader: Reader, fundId: string, after: bigint): Promise<readonly LogLine[]> {
  const rows = await reader.execute<GiftRow & { rule: string; pot: string; lump: boolean; amount: string }>(sql`
    select e.position, ${GIFT}, m.rule_id as rule, m.pot_id as pot, m.is_lump as lump, e.amount_cents as amount
    from ${nextOf(sql`match_events`, fundId, after, sql`kind in ('released', 'reversed', 'clawback_due')`)} as e
    join matches m on m.fund_id = e.fund_id and m.id = e.match_id
    join pledges p on p.fund_id = m.fund_id and p.id = m.pledge_id
    order by e.position`);
  return rows.map((row) => ({
    kind: "given_back",
    position: BigInt(row.position),
    pledge: toPledge(row),
    match: { ruleId: row.rule, potId: row.pot, isLump: row.lump },
    amountCents: BigInt(row.amount),
  }));
}

const nextOf = (table: SQL, fundId: string, after: bigint, where: SQL): SQL =>
  sql`(select * from ${table} where fund_id = ${fundId} and position > ${after} and ${where} order by position limit ${CHUNK})`;

async function readMoney(reader: Reader, fundId: string, after: bigint): Promise<readonly LogLine[]> {
  const next = sql`where fund_id = ${fundId} and position > ${after}`;
  const rows = await reader.execute<{ position: string; pot: string; change: string }>(sql`
    select position, pot_id as pot, change from (
      select position, pot_id, amount_cents as change from pot_fundings ${next}
      union all
      select position, pot_id, -amount_cents from pot_funding_returns ${next}
      union all
      select position, pot_id, case when kind = 'withdrawal_requested' then -amount_cents else amount_cents end
      from pot_events ${next} and kind in
        ('withdrawal_requested', 'withdrawal_refused', 'withdrawal_cancelled', 'withdrawal_returned')
    ) as moved order by position limit ${CHUNK}`);
  return rows.map((row) => ({
    kind: "money",
    position: BigInt(row.position),
    potId: row.pot,
    changeCents: BigInt(row.change),
  }));
}
