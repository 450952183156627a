import { and, eq, inArray } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import type { Transaction } from "../db/client.ts";
import { matches, matchTraces } from "../db/schema/index.ts";
import type { Deps } from "../deps.ts";
import type { Actor } from "../domain/actor.ts";
import { accounts, move } from "../domain/ledger.ts";
import type { RoundLine } from "../domain/matching/round.ts";
import { type Cents, cents, remaining } from "../domain/money.ts";
import { addToGrant } from "../grants/add-to-grant.ts";
import { postEntry } from "../ledger/post-entry.ts";
import { addToPot } from "../matching/move-matches.ts";
import type { Round } from "./find-round.ts";
import { roundTrace, tracedReason } from "./round-trace.ts";
import type { SharedNow } from "./share-now.ts";
import { inBatches } from "./write-result.ts";

export type Granting = {
  readonly version: number;
  readonly shares: SharedNow;
  /** Cents of a new match for each gift named here. */
  readonly amounts: ReadonlyMap<string, Cents>;
  /** Whether gifts that get nothing leave a trace too: at the round's end, not at a correction. */
  readonly tracesNothing: boolean;
  readonly potBeforeCents: Cents;
  readonly at: Date;
};

/**
 * Makes shares matches of their pledges, with traces (M12), reserved and committed at once, under the locks of
 * `holdRound`: the money goes from the pot to each campaign, and on to its grant where it has one already (D1).
 */
export async function grantShares(
  tx: Transaction,
  deps: Deps,
  actor: Actor,
  round: Round,
  granting: Granting,
): Promise<void> {
  const { fundId } = deps;
  const { rule } = round;
  const { newMatches, traces } = rowsOf(fundId, round, granting);
  await inBatches(newMatches, (batch) => tx.insert(matches).values(batch));
  await inBatches(traces, (batch) => tx.insert(matchTraces).values(batch));
  await inBatches(newMatches, (batch) =>
    tx
      .update(matches)
      .set({ state: "committed" })
      .where(
        and(
          eq(matches.fundId, fundId),
          inArray(
            matches.id,
            batch.map((match) => match.id),
          ),
        ),
      ),
  );
  const sums = new Map<string, bigint>();
  for (const match of newMatches) sums.set(match.campaignId, (sums.get(match.campaignId) ?? 0n) + match.amountCents);
  await addToPot(tx, fundId, rule.potId, { committed: [...sums.values()].reduce((sum, one) => sum + one, 0n) });
  const source = `round:${rule.id}`;
  const granted = new Set(
    granting.shares.gifts.flatMap((gift) => (gift.campaign === "succeeded" ? [gift.campaignId] : [])),
  );
  for (const [campaignId, amountCents] of [...sums].toSorted(([a], [b]) => (a < b ? -1 : 1))) {
    await postEntry(tx, fundId, actor, {
      key: `round:${rule.id}:${granting.version}:${campaignId}:committed`,
      kind: "round_committed",
      occurredAt: granting.at,
      source,
      postings: move(accounts.pot(rule.potId), accounts.matches(campaignId), amountCents),
    });
    if (granted.has(campaignId))
      await addToGrant(tx, deps, actor, {
        campaignId,
        ruleId: rule.id,
        resultVersion: granting.version,
        amountCents: cents(amountCents),
        occurredAt: granting.at,
      });
  }
}

function rowsOf(fundId: string, round: Round, { shares, amounts, tracesNothing, potBeforeCents, at }: Granting) {
  const { rule } = round;
  const traceOf = roundTrace(round, shares);
  const newMatches: (typeof matches.$inferInsert & { amountCents: Cents })[] = [];
  const traces: (typeof matchTraces.$inferInsert)[] = [];
  let pot = potBeforeCents;
  for (const line of shares.lines) {
    const amountCents = amounts.get(line.id) ?? cents(0n);
    if (amountCents === 0n && !(tracesNothing && isTraced(line))) continue;
    const matchId = amountCents > 0n ? uuidv7() : undefined;
    const { donorId, campaignId } = line.gift;
    const shared = { fundId, pledgeId: line.id, ruleId: rule.id, ruleVersion: rule.version };
    if (matchId !== undefined)
      newMatches.push({
        ...shared,
        id: matchId,
        campaignId,
        donorId,
        potId: rule.potId,
        grantedCents: amountCents,
        amountCents,
        state: "reserved",
        createdAt: at,
      });
    traces.push({
      ...shared,
      id: uuidv7(),
      matchId,
      sequence: 1,
      cause: "round",
      evaluatedAt: at,
      ...traceOf(line, amountCents, pot),
    });
    pot = remaining(pot, amountCents);
  }
  return { newMatches, traces };
}

const isTraced = (line: RoundLine): boolean => line.kind === "eligible" || tracedReason(line.reason) !== undefined;
