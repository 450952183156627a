import { and, asc, eq } from "drizzle-orm";
import { expect } from "vitest";
import { fundNow } from "../../src/db/clock.ts";
import { campaigns, grants, matches, matchingPots, matchReductions } from "../../src/db/schema/index.ts";
import { inTransaction } from "../../src/db/transaction.ts";
import type { Deps } from "../../src/deps.ts";
import { worker } from "../../src/domain/actor.ts";
import { type Account, accounts, move } from "../../src/domain/ledger.ts";
import { cents } from "../../src/domain/money.ts";
import { listBalances } from "../../src/ledger/balances.ts";
import { findBrokenInvariants } from "../../src/ledger/invariants.ts";
import { postEntry } from "../../src/ledger/post-entry.ts";
import { replayMatching } from "../../src/matching/replay-matching.ts";
import { confirmRefund } from "../../src/refunds/answer-request.ts";
import { proposeRefund } from "../../src/refunds/propose-refund.ts";
import { aUser } from "./deps.ts";

export const KEEP = { mode: "keep_what_you_raise" } as const;

/** All that an undoing may change, as it stands: what each row of a table of cases compares. */
export async function standOf(deps: Deps, of: { readonly campaignId: string; readonly potId: string }) {
  const [pot] = await deps.db.select().from(matchingPots).where(eq(matchingPots.id, of.potId));
  const balances = await listBalances(deps.db, deps.fundId);
  const balance = (account: string) => balances.find((one) => one.account === account)?.balanceCents ?? 0n;
  return {
    reserved: pot?.reservedCents,
    committed: pot?.committedCents,
    paid: pot?.paidCents,
    potAccount: balance(`pot:partner:${of.potId}`),
    gifts: balance(`gifts:campaign:${of.campaignId}`),
    matches: balance(`match:campaign:${of.campaignId}`),
    owed: balance("refunds-due"),
  };
}

export const balanceOf = async (deps: Deps, account: string) =>
  (await listBalances(deps.db, deps.fundId)).find((one) => one.account === account)?.balanceCents ?? 0n;

export const matchesOf = (deps: Deps, pledgeId: string) =>
  deps.db
    .select({ amountCents: matches.amountCents, state: matches.state, ruleId: matches.ruleId })
    .from(matches)
    .where(and(eq(matches.fundId, deps.fundId), eq(matches.pledgeId, pledgeId)))
    .orderBy(asc(matches.id));

export const reductionsOf = async (deps: Deps) =>
  (
    await deps.db
      .select({ cause: matchReductions.cause, amountCents: matchReductions.amountCents })
      .from(matchReductions)
      .where(eq(matchReductions.fundId, deps.fundId))
      .orderBy(asc(matchReductions.id))
  ).map(({ cause, amountCents }) => [cause, amountCents]);

export const theGrantOf = async (deps: Deps, campaignId: string) =>
  (await deps.db.select().from(grants).where(eq(grants.campaignId, campaignId)))[0] ?? expect.fail("no grant");

export const stateOf = async (deps: Deps, campaignId: string) =>
  (await deps.db.select().from(campaigns).where(eq(campaigns.id, campaignId)))[0]?.state;

/** Staff return parts of a gift; where the fund asks for a second person, a second one confirms. */
export async function refund(deps: Deps, pledgeId: string, giftCents: bigint, tipCents = 0n): Promise<void> {
  const officer = await aUser(deps.db, { staffRoles: ["case_officer"] });
  const parts = { giftCents: cents(giftCents), tipCents: cents(tipCents) };
  const proposal = await proposeRefund(deps, officer, { pledgeId, parts, reason: "Demandé par courrier." });
  if (proposal.state === "proposed")
    await confirmRefund(deps, await aUser(deps.db, { staffRoles: ["authoriser"] }), proposal.requestId);
}

/** Money of the fund's own, on an account of its own funds. */
export const giveFund = (deps: Deps, account: Account, amountCents: bigint) =>
  inTransaction(deps.db, async (tx) =>
    postEntry(tx, deps.fundId, worker("test"), {
      key: `test:${account}:${amountCents}`,
      kind: "test_own_funds",
      occurredAt: await fundNow(tx),
      source: "test",
      postings: move(accounts.bank, account, amountCents),
    }),
  );

/** The books hold, and a replay of the log of gifts finds exactly the stored matches (M14). */
export async function booksHold(deps: Deps): Promise<void> {
  expect(await findBrokenInvariants(deps.db, deps.fundId)).toEqual([]);
  expect((await replayMatching(deps)).findings).toEqual([]);
}
