import { and, eq, gte, lte, sql } from "drizzle-orm";
import { dayOf, lastDayBefore, startOfDay } from "../campaigns/paris-days.ts";
import type { Reader } from "../db/client.ts";
import { fundNow } from "../db/clock.ts";
import { closedDays } from "../db/schema/index.ts";
import type { Deps } from "../deps.ts";
import type { Actor } from "../domain/actor.ts";
import { type DayRefusal, decideDayClose } from "../domain/day-close.ts";
import { permits } from "../domain/permissions.ts";
import { notFound } from "../errors.ts";
import { type DayDifference, dayDifferences } from "./day-differences.ts";
import { type DayFigures, parseFigures, readFigures } from "./day-figures.ts";
import { readDayFacts } from "./day-state.ts";
import { type Days, within } from "./paris-day.ts";

type Closing = Omit<typeof closedDays.$inferSelect, "fundId" | "figures" | "snapshot">;

export type ReconciliationDay = {
  readonly day: string;
  /** As they were when the day was closed; as they are now where it is not. */
  readonly figures: DayFigures;
  readonly differences: readonly DayDifference[];
  readonly closing: Closing | undefined;
};

const SHOWN_DAYS = 31;

/** The last 31 Paris days, today first, each with its three comparisons (R1). */
export async function listReconciliationDays(deps: Deps, actor: Actor): Promise<readonly ReconciliationDay[]> {
  if (!permits(actor, "books.read")) throw notFound();
  const days: string[] = [dayOf(await fundNow(deps.db))];
  while (days.length < SHOWN_DAYS) days.push(lastDayBefore(startOfDay(days.at(-1) ?? "")));
  return await readDays(deps.db, deps.fundId, days);
}

async function readDays(reader: Reader, fundId: string, days: readonly string[]) {
  const span = spanOf(days);
  const differences = await dayDifferences(reader, fundId, span);
  const closed = await reader
    .select()
    .from(closedDays)
    .where(and(eq(closedDays.fundId, fundId), gte(closedDays.day, span.from), lte(closedDays.day, span.to)));
  const kept = new Map(closed.map((row) => [row.day, row]));
  const open = days.filter((day) => !kept.has(day));
  const figuresOf = open.length === 0 ? undefined : await readFigures(reader, fundId, spanOf(open));
  return days.flatMap((day): ReconciliationDay[] => {
    const row = kept.get(day);
    const figures = row === undefined ? figuresOf?.(day) : parseFigures(row.figures);
    if (figures === undefined) return [];
    return [{ day, figures, differences: differences.get(day) ?? [], closing: row && closingOf(row) }];
  });
}

/** From the last of the days to the first, as they are listed. */
const spanOf = (days: readonly string[]): Days => ({ from: days.at(-1) ?? "", to: days[0] ?? "" });

const closingOf = ({ day, closedBy, closedAt, sealSequence, sealHash }: Closing): Closing => ({
  day,
  closedBy,
  closedAt,
  sealSequence,
  sealHash,
});

export type LateEntry = {
  readonly id: string;
  readonly kind: string;
  readonly key: string;
  readonly recordedAt: Date;
  readonly reason: string | null;
};

export type ReconciliationDayDetail = ReconciliationDay & {
  /** What stands in the way of this person closing the day (R4). */
  readonly refusals: readonly DayRefusal[];
  /** Entries of that day recorded after it was closed. */
  readonly lateEntries: readonly LateEntry[];
};

/** One Paris day, `2027-03-28`: what is compared, what differs, and what its closing still lacks. */
export async function readReconciliationDay(deps: Deps, actor: Actor, day: string): Promise<ReconciliationDayDetail> {
  if (actor.kind !== "user" || !permits(actor, "books.read")) throw notFound();
  return await readDay(deps.db, deps.fundId, knownDay(day), actor.userId);
}

export async function readDay(
  reader: Reader,
  fundId: string,
  day: string,
  closerId: string,
): Promise<ReconciliationDayDetail> {
  const [read] = await readDays(reader, fundId, [day]);
  if (read === undefined) throw notFound();
  const facts = await readDayFacts(reader, fundId, day);
  const { figures, differences, closing } = read;
  const closingUnexplainedCents = figures.bank.closingUnexplainedCents ?? undefined;
  const state = { ...facts, differences, comparisons: figures, closingUnexplainedCents };
  const refusals = decideDayClose({ ...state, isClosed: closing !== undefined }, closerId);
  return { ...read, refusals, lateEntries: closing === undefined ? [] : await lateEntries(reader, fundId, day) };
}

/** By the snapshot of the closing, so that what was being recorded in that instant is shown too. */
async function lateEntries(reader: Reader, fundId: string, day: string): Promise<readonly LateEntry[]> {
  const rows = await reader.execute<Omit<LateEntry, "recordedAt"> & { at: string }>(sql`
    select e.id, e.kind, e.key, e.reason, to_char(e.recorded_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at
    from journal_entries e join closed_days c on c.fund_id = e.fund_id and c.day = ${day}::date
    where e.fund_id = ${fundId} and ${within(sql`e.occurred_at`, { from: day, to: day })}
      and (e.recorded_at > c.closed_at or not pg_visible_in_snapshot(e.xact, c.snapshot::pg_snapshot))
    order by e.recorded_at, e.id limit 200`);
  return rows.map(({ at, ...row }) => ({ ...row, recordedAt: new Date(at) }));
}

/** A day that exists and that books can know of; any other is not found. */
export function knownDay(day: string): string {
  try {
    if (/^2\d{3}-\d{2}-\d{2}$/.test(day)) return dayOf(startOfDay(day));
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
  }
  throw notFound();
}
