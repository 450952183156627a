import { sql } from "drizzle-orm";
import type { Database, Reader } from "../db/client.ts";
import { inTransaction } from "../db/transaction.ts";
import type { BookedGift } from "../domain/matching/booked-gift.ts";
import { answerGift, matchOf } from "../domain/matching/usage-book.ts";
import { type Cents, cents } from "../domain/money.ts";
import { InvariantViolation } from "../errors.ts";
import { readGifts } from "./find-candidates.ts";
import type { GiftToMatch } from "./gift-facts.ts";
import { type GiftUnderRules, holdForMatching, type KnownPledge, type ReadBook, readBook } from "./read-book.ts";
import { type AnsweredGift, type OpenGift, reservationRows } from "./reservation-rows.ts";
import { toJson } from "./stored-trace.ts";

export type PledgeToMatch = GiftToMatch & { readonly pledgeId: string; readonly donorId: string };

type Fund = { readonly db: Database; readonly fundId: string };

export type Reservation =
  | { readonly kind: "reserved"; readonly matchCents: Cents }
  /** Over before it was its turn: nothing is reserved. */
  | { readonly kind: "pledge_ended" | "campaign_closed" };

/** How many batches take their locks before reading once one was found to be out of date. */
const CAUTIOUS_BATCHES = 10;
const MOST_READINGS = 5;

export type Reserve = (pledges: readonly PledgeToMatch[]) => Promise<ReadonlyMap<string, Reservation>>;

/**
 * Reserves what every rule in force answers to each of some pledges (M1–M5), in the order in which they were recorded,
 * and leaves a trace of each answer, also of nothing (M12). Decided on what is read without a lock; one statement then
 * takes the locks, looks whether it still holds, writes everything and lets go: one round trip, and no lock waits for
 * us. Where other processes keep changing the same pots, the locks are taken before reading for a while. A pledge that
 * was answered keeps its answer, so that the same pledges may be sent again when the outcome is unknown.
 */
export function matchReserver({ db, fundId }: Fund): Reserve {
  let cautious = 0;
  return async (pledges) => {
    if (cautious === 0) {
      const reserved = await tryReserving(db, fundId, await readGifts(db, fundId, inOrder(pledges)));
      if (reserved !== undefined) return reserved;
      cautious = CAUTIOUS_BATCHES;
    }
    cautious -= 1;
    return reserveMatches({ db, fundId }, pledges);
  };
}

/**
 * The same with the locks taken before reading. What still can move is a match of the campaign from a pot that no rule
 * here speaks for, under a ceiling of all its matches: then it is read again.
 */
export async function reserveMatches(
  { db, fundId }: Fund,
  pledges: readonly PledgeToMatch[],
): Promise<ReadonlyMap<string, Reservation>> {
  const gifts = await readGifts(db, fundId, inOrder(pledges));
  return inTransaction(db, async (tx) => {
    await holdForMatching(tx, fundId, gifts);
    for (let attempt = 1; attempt <= MOST_READINGS; attempt += 1) {
      const reserved = await tryReserving(tx, fundId, gifts);
      if (reserved !== undefined) return reserved;
    }
    throw new InvariantViolation("a book moved again and again while its pots were held");
  });
}

const inOrder = (pledges: readonly PledgeToMatch[]) =>
  pledges.toSorted((a, b) => a.recordedAt.getTime() - b.recordedAt.getTime() || (a.pledgeId < b.pledgeId ? -1 : 1));

/** Undefined where something moved between reading and writing. */
async function tryReserving(
  reader: Reader,
  fundId: string,
  gifts: readonly GiftUnderRules[],
): Promise<ReadonlyMap<string, Reservation> | undefined> {
  const read = await readBook(reader, fundId, gifts);
  const known = gifts.map(({ gift, rules }) => ({ rules, ...recorded(read, gift) }));
  // Two donors turned out to be one person (M6): the sums of that one are needed.
  if (known.some(({ gift }, index) => gift.donorId !== gifts[index]?.gift.donorId))
    return tryReserving(reader, fundId, known);

  const { reservations, answered } = decide(read, known);
  if (answered.length === 0) return reservations;
  const { seen, matches, traces } = reservationRows(read, answered);
  const [row] = await reader.execute<{ written: boolean }>(sql`
    select reserve_matches(${fundId}, ${toJson(seen)}::jsonb, ${toJson(matches)}::jsonb,
      ${toJson(traces)}::jsonb) as written`);
  return row?.written === true ? reservations : undefined;
}

type RecordedGift = GiftUnderRules & { readonly gift: OpenGift; readonly pledge: KnownPledge };

/** A gift with what the database says of its pledge, whose donor may have become another meanwhile. */
function recorded(read: ReadBook, gift: BookedGift) {
  const pledge = gift.id === undefined ? undefined : read.pledges.get(gift.id);
  if (gift.id === undefined || pledge === undefined) throw new InvariantViolation(`pledge ${gift.id} does not exist`);
  return { gift: { ...gift, id: gift.id, donorId: pledge.donorId }, pledge };
}

/** What each pledge gets in turn, each seeing what those before it took. */
function decide(read: ReadBook, gifts: readonly RecordedGift[]) {
  const reservations = new Map<string, Reservation>();
  const answered: AnsweredGift[] = [];
  for (const { gift, rules, pledge } of gifts) {
    if (pledge.answeredCents !== undefined) {
      reservations.set(gift.id, { kind: "reserved", matchCents: cents(pledge.answeredCents) });
      continue;
    }
    const isLive = read.campaignStates.get(gift.campaignId) === "live";
    if (pledge.state !== "draft" || !isLive) {
      reservations.set(gift.id, { kind: isLive ? "pledge_ended" : "campaign_closed" });
      continue;
    }
    const answer = answerGift(read.book, rules, gift);
    const matches = answer.traces.flatMap((trace) => matchOf(trace, gift) ?? []);
    for (const match of matches) read.book.record(match);
    answered.push({ gift, answer });
    const matchCents = cents(matches.reduce((sum, match) => sum + match.amountCents, 0n));
    reservations.set(gift.id, { kind: "reserved", matchCents });
  }
  return { reservations, answered };
}
