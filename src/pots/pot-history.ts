import { sql } from "drizzle-orm";
import type { Deps } from "../deps.ts";
import type { Actor } from "../domain/actor.ts";
import { decodeCursor, type Page, toPage } from "../http/pagination.ts";
import { readPot } from "../partners/queries.ts";

export type PotMoment = {
  readonly id: string;
  /** `received`, `undone`, `promised`, `withdrawal_…`, `call_issued`, `call_cancelled`, or a match's kind of event. */
  readonly kind: string;
  readonly amountCents: bigint;
  readonly recordedAt: Date;
  /** What it is about: a bank line or payment, a withdrawal, a call; for a match, its campaign's title. */
  readonly about: string;
};

type Row = {
  readonly id: string;
  readonly kind: string;
  readonly amount: string;
  readonly at: string;
  readonly about: string;
};

/** Everything that ever happened to a pot's money and promise, newest first. */
export async function potHistory(
  deps: Deps,
  actor: Actor,
  { potId, limit, cursor }: { readonly potId: string; readonly limit: number; readonly cursor?: string | undefined },
): Promise<Page<PotMoment>> {
  await readPot(deps, actor, potId);
  const { db, fundId } = deps;
  const [afterAt = "infinity", afterId = ""] = decodeCursor(deps.cipher, "pot-history", cursor) ?? [];
  const after = sql`(${afterAt}::timestamptz, ${afterId})`;
  // Matches are many: only as many as a page holds are read. The rest of a pot's life is short.
  const rows = await db.execute<Row>(sql`
    select id, kind, amount, about, to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as at from (
      select id::text as id, 'received' as kind, amount_cents as amount, created_at as at, source as about
        from pot_fundings where fund_id = ${fundId} and pot_id = ${potId}
      union all select id::text, 'undone', amount_cents, created_at, '' from pot_funding_returns
        where fund_id = ${fundId} and pot_id = ${potId}
      union all select id::text, kind, amount_cents, recorded_at, case kind when 'promised' then '' else subject_id::text end
        from pot_events where fund_id = ${fundId} and pot_id = ${potId}
      union all select id::text, 'call_issued', amount_cents, issued_at, id::text
        from fund_calls where fund_id = ${fundId} and pot_id = ${potId}
      union all select id::text || '/cancelled', 'call_cancelled', amount_cents, cancelled_at, id::text
        from fund_calls where fund_id = ${fundId} and pot_id = ${potId} and cancelled_at is not null
      union all (select e.id::text, e.kind, e.amount_cents, e.occurred_at, c.title
        from match_events e
        join matches m on m.fund_id = e.fund_id and m.id = e.match_id
        join campaigns c on c.fund_id = m.fund_id and c.id = m.campaign_id
        where e.fund_id = ${fundId} and e.pot_id = ${potId} and (e.occurred_at, e.id::text) < ${after}
        order by e.occurred_at desc, e.id::text desc limit ${limit + 1})
    ) moments
    where (moments.at, moments.id) < ${after}
    order by moments.at desc, moments.id desc limit ${limit + 1}`);
  return toPage(deps.cipher, "pot-history", rows.map(toMoment), limit, (moment) => [moment.cursorAt, moment.id]);
}

const toMoment = ({ id, kind, amount, at, about }: Row) => ({
  id,
  kind,
  amountCents: BigInt(amount),
  recordedAt: new Date(at),
  about,
  /** Microseconds, which a Date loses. */
  cursorAt: at,
});
