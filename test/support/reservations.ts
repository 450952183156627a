import { eq } from "drizzle-orm";
import { expect } from "vitest";
import { type Connection, connectDatabase } from "../../src/db/client.ts";
import { matches, matchingPots, matchTraces } from "../../src/db/schema/index.ts";
import type { Deps } from "../../src/deps.ts";
import { cents } from "../../src/domain/money.ts";
import { findBrokenInvariants } from "../../src/ledger/invariants.ts";
import type { PledgeToMatch, Reservation } from "../../src/matching/reserve-matches.ts";
import { recordPledge } from "../../src/pledges/record-pledge.ts";
import type { TestDatabase } from "./database.ts";

let counter = 0;

/** A guest's pledge as it is before its matches: recorded, nothing reserved. */
export function aDraft(
  deps: Deps,
  campaignId: string,
  amountCents: bigint,
  more: { readonly email?: string } = {},
): Promise<PledgeToMatch> {
  counter += 1;
  return recordPledge(
    deps,
    { kind: "guest" },
    {
      campaignId,
      amountCents: cents(amountCents),
      tipCents: cents(0n),
      email: more.email ?? `draft-${counter}-${process.pid}@example.org`,
      displayName: "Solène V.",
      anonymous: false,
      language: "fr",
    },
  );
}

export const drafts = (deps: Deps, campaignId: string, count: number, amountCents: bigint) =>
  Promise.all(Array.from({ length: count }, () => aDraft(deps, campaignId, amountCents)));

/** The same fund seen by as many services, each with connections and a lane of its own, as by several processes. */
export function services(deps: Deps, database: TestDatabase, count: number) {
  const connections: Connection[] = Array.from({ length: count }, (_, n) =>
    connectDatabase(database.url, { name: `service ${n}` }),
  );
  return {
    all: connections.map(({ db }) => ({ ...deps, db })),
    close: async () => {
      for (const { close } of connections) await close();
    },
  };
}

export const matchCents = (reservations: Iterable<Reservation>): readonly bigint[] =>
  [...reservations].map((one) => (one.kind === "reserved" ? one.matchCents : -1n));

export const sum = (amounts: Iterable<bigint>): bigint => [...amounts].reduce((a, b) => a + b, 0n);

export async function thePot(deps: Deps, potId: string) {
  const [pot] = await deps.db.select().from(matchingPots).where(eq(matchingPots.id, potId));
  return pot ?? expect.fail(`there is no pot ${potId}`);
}

export const matchesOf = (deps: Deps, campaignId: string) =>
  deps.db.select().from(matches).where(eq(matches.campaignId, campaignId));

export const tracesOf = (deps: Deps) => deps.db.select().from(matchTraces).where(eq(matchTraces.fundId, deps.fundId));

export const booksHold = async (deps: Deps) => expect(await findBrokenInvariants(deps.db, deps.fundId)).toEqual([]);
