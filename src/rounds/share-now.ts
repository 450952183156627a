import { createHash } from "node:crypto";
import { z } from "zod";
import type { Reader } from "../db/client.ts";
import { type RoundRoom, type RoundShares, shareRound } from "../domain/matching/round.ts";
import type { AwaitedGift } from "../domain/matching/round-closing.ts";
import { cents } from "../domain/money.ts";
import type { Round } from "./find-round.ts";
import { loadGifts } from "./load-gifts.ts";
import { readRoom } from "./read-room.ts";

export type SharedNow = RoundShares & {
  readonly gifts: readonly AwaitedGift[];
  readonly room: RoundRoom;
  /** SHA-256 of all that the shares follow from: two people who see the same hash see the same shares. */
  readonly inputHash: string;
};

/** How the round would be shared as everything stands now; decides only with `holdRound`'s locks, else an estimate. */
export async function shareNow(
  reader: Reader,
  fundId: string,
  round: Round,
  takenIn: readonly string[] = [],
): Promise<SharedNow> {
  const gifts = await loadGifts(reader, fundId, round, takenIn);
  const room = await readRoom(reader, fundId, round);
  return { ...shareRound(round.rule, gifts, room), gifts, room, inputHash: hashOf(round, gifts, room) };
}

function hashOf({ rule }: Round, gifts: readonly AwaitedGift[], room: RoundRoom): string {
  const told = { ruleId: rule.id, ruleVersion: rule.version, room: storedRoom(room), gifts };
  const text = JSON.stringify(told, (_, value) => (typeof value === "bigint" ? value.toString() : value));
  return createHash("sha256").update(text).digest("hex");
}

/** The room as its result keeps it. */
export const storedRoom = (room: RoundRoom) => ({
  potRemainingCents: Number(room.potRemainingCents),
  ceilingsRemaining: Object.fromEntries(
    [...room.ceilingsRemaining].toSorted(byKey).map(([id, left]) => [id, Number(left)]),
  ),
  campaignDonors: Object.fromEntries([...room.campaignDonors].toSorted(byKey)),
});

const stored = z.object({
  potRemainingCents: z.int(),
  ceilingsRemaining: z.record(z.string(), z.int()),
});

/** A stored room as shares are reckoned in it; who takes part was decided then. */
export function readRoomOf(room: unknown): Omit<RoundRoom, "campaignDonors"> {
  const { potRemainingCents, ceilingsRemaining } = stored.parse(room);
  return {
    potRemainingCents: cents(BigInt(potRemainingCents)),
    ceilingsRemaining: new Map(Object.entries(ceilingsRemaining).map(([id, left]) => [id, cents(BigInt(left))])),
  };
}

const byKey = ([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number => (a < b ? -1 : 1);
