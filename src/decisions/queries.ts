import { type SQL, sql } from "drizzle-orm";
import { sits } from "../committee/queries.ts";
import { fundNow } from "../db/clock.ts";
import type { Deps } from "../deps.ts";
import type { Actor } from "../domain/actor.ts";
import { permits } from "../domain/permissions.ts";
import { byUrgency, type Urgency, urgencyOf } from "../domain/urgency.ts";
import { notFound } from "../errors.ts";
import { lastBookCheck } from "../self-check/queries.ts";
import { takesLetters } from "./choose-letters.ts";
import { HOLDS, type Hold, type Source } from "./source.ts";
import { SOURCES } from "./sources.ts";

/** Of each kind, the first due and the longest waiting; the count is of all. */
const MOST_OF_A_KIND = 100;

export type Waiting = {
  readonly kind: string;
  readonly id: string;
  readonly href: string;
  readonly title: string;
  /** Who waits: a structure, a donor, a colleague. */
  readonly who: string | null;
  readonly amountCents: bigint | null;
  readonly since: Date;
  readonly due: Date | null;
  /** Why somebody else must decide; undefined where this person may. */
  readonly hold: Hold | undefined;
  readonly urgency: Urgency;
};

export type Inbox = {
  readonly now: Date;
  /** What this person may decide, the most urgent first. */
  readonly mine: readonly Waiting[];
  /** What their role decides and they themselves may not. */
  readonly others: readonly Waiting[];
  /** How many of each kind they may decide, all of them. */
  readonly counts: ReadonlyMap<string, number>;
};

const EMPTY = { mine: [], others: [], counts: new Map<string, number>() };

const sourcesFor = (actor: Actor): readonly Source[] =>
  SOURCES.filter(({ actions }) => actions === "seat" || actions.some((action) => permits(actor, action)));

/** Everything that waits for a decision of this person's roles, read in one statement. */
export async function readInbox({ db, fundId }: Pick<Deps, "db" | "fundId">, actor: Actor): Promise<Inbox> {
  if (actor.kind !== "user") return { ...EMPTY, now: await fundNow(db) };
  const asker = { fundId, userId: actor.userId };
  const parts = sourcesFor(actor).map(
    ({ kind, rows }) => sql`(
      select ${kind}::text as kind, x.*, count(*) filter (where x.hold is null) over ()::int as total
      from (select * from (${rows(asker)}) r (id, href, title, who, amount, since, due, hold)) x
      order by x.hold nulls first, x.due nulls last, x.since limit ${MOST_OF_A_KIND})`,
  );
  const found = await db.execute<Row>(sql`
    select kind, id::text, href, title, who, amount::text, hold, total, ${iso(sql`since`)} as since, ${iso(sql`due`)} as due,
      ${iso(sql`fund_now()`)} as now
    from (select null::text as kind, null::text as id, null::text as href, null::text as title, null::text as who,
        null::bigint as amount, null::timestamptz as since, null::timestamptz as due, null::text as hold, 0 as total
      ${sql.join(parts.map(asText), sql` `)}) w`);
  const now = new Date([...found][0]?.now ?? "");
  const rows = [...found].flatMap((row) => (row.kind === null ? [] : [waitingOf(row, now)])).toSorted(byUrgency(now));
  return {
    now,
    mine: rows.filter((row) => row.hold === undefined),
    others: rows.filter((row) => row.hold !== undefined),
    counts: new Map([...found].flatMap(({ kind, total }) => (kind === null || total === 0 ? [] : [[kind, total]]))),
  };
}

/** How many decisions wait for this person. */
export async function countDecisions(deps: Pick<Deps, "db" | "fundId">, actor: Actor): Promise<number> {
  if (actor.kind !== "user") return 0;
  const asker = { fundId: deps.fundId, userId: actor.userId };
  const parts = sourcesFor(actor).map(
    ({ rows }) => sql`(select count(*) from (${rows(asker)}) r (id, href, title, who, amount, since, due, hold)
      where r.hold is null)`,
  );
  const [row] = await deps.db.execute<{ total: number }>(sql`select (${sql.join(parts, sql` + `)})::int as total`);
  return row?.total ?? 0;
}

/** The inbox as its page shows it. Whoever decides on nothing finds no such page. */
export async function listDecisions(deps: Deps, actor: Actor) {
  const decides = actor.kind === "user" && (actor.staffRoles.length > 0 || (await sits(deps, actor)));
  if (!decides) throw notFound();
  const isStaff = actor.staffRoles.length > 0;
  return {
    ...(await readInbox(deps, actor)),
    check: isStaff ? await lastBookCheck(deps.db, deps.fundId) : undefined,
    failedJobs: permits(actor, "job.retry") ? await countFailed(deps) : 0,
    letters: isStaff ? ((await takesLetters(deps, actor.userId)) ? "taken" : "left") : undefined,
    mayImport: permits(actor, "bank-statement.import"),
  };
}

export type Decisions = Awaited<ReturnType<typeof listDecisions>>;

async function countFailed({ queues }: Deps): Promise<number> {
  const counts = Object.values((await queues?.counts()) ?? {});
  return counts.reduce((sum, { failed = 0 }) => sum + failed, 0);
}

type Row = {
  readonly kind: string | null;
  readonly id: string;
  readonly href: string;
  readonly title: string;
  readonly who: string | null;
  readonly amount: string | null;
  readonly since: string;
  readonly due: string | null;
  readonly hold: string | null;
  readonly total: number;
  readonly now: string;
};

const asText = (part: SQL) => sql`union all select kind, id::text, href, title, who, amount, since, due, hold, total
  from ${part} p`;

const iso = (at: SQL) => sql`to_char(${at} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

function waitingOf(row: Row, now: Date): Waiting {
  const since = new Date(row.since);
  const due = row.due === null ? null : new Date(row.due);
  return {
    kind: row.kind ?? "",
    id: row.id,
    href: row.href,
    title: row.title,
    who: row.who,
    amountCents: row.amount === null ? null : BigInt(row.amount),
    since,
    due,
    hold: HOLDS.find((one) => one === row.hold),
    urgency: urgencyOf({ since, due }, now),
  };
}
