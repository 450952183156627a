import type { Database } from "../db/client.ts";
import { createLane, type Lane } from "../db/lane.ts";
import { matchReserver, type PledgeToMatch, type Reservation } from "./reserve-matches.ts";

/** Pledges recorded or waiting for their matches at one moment in one process; whoever comes then is told to come back. */
export const MOST_SEATS = 1_000;
const MOST_AT_ONCE = 200;

const lanes = new WeakMap<Database, Map<string, Lane<PledgeToMatch, Reservation>>>();

/** The one lane of a fund in this process, in which concurrent reservations are made together. */
export function reservationLane(fund: {
  readonly db: Database;
  readonly fundId: string;
}): Lane<PledgeToMatch, Reservation> {
  const ofDatabase = lanes.get(fund.db) ?? new Map<string, Lane<PledgeToMatch, Reservation>>();
  lanes.set(fund.db, ofDatabase);
  const { db, fundId } = fund;
  const lane =
    ofDatabase.get(fundId) ??
    createLane<PledgeToMatch, Reservation>({
      keyOf: ({ pledgeId }) => pledgeId,
      work: matchReserver({ db, fundId }),
      mostSeats: MOST_SEATS,
      mostAtOnce: MOST_AT_ONCE,
    });
  ofDatabase.set(fundId, lane);
  return lane;
}
