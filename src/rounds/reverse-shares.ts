import { and, eq, inArray } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import type { Transaction } from "../db/client.ts";
import { grants, matches, matchReductions } from "../db/schema/index.ts";
import type { Deps } from "../deps.ts";
import type { Actor } from "../domain/actor.ts";
import { accounts, move } from "../domain/ledger.ts";
import type { StandingShare } from "../domain/matching/round-closing.ts";
import { type Cents, cents } from "../domain/money.ts";
import { takeFromGrant } from "../grants/add-to-grant.ts";
import { postEntry } from "../ledger/post-entry.ts";
import { addToPot } from "../matching/move-matches.ts";
import type { Round } from "./find-round.ts";
import { readPotRemaining } from "./read-room.ts";
import { inBatches } from "./write-result.ts";

type Reversal = {
  readonly version: number;
  readonly shares: readonly StandingShare[];
  readonly correctionId: string;
  readonly at: Date;
};

/** Matches of a round go back whole to its pot, under the locks of `holdRound`. Answers what the pot has then. */
export async function reverseShares(
  tx: Transaction,
  deps: Deps,
  actor: Actor,
  { rule }: Round,
  { version, shares, correctionId, at }: Reversal,
): Promise<Cents> {
  const { fundId } = deps;
  await inBatches(shares, (batch) =>
    tx
      .update(matches)
      .set({ state: "reversed" })
      .where(
        and(
          eq(matches.fundId, fundId),
          inArray(
            matches.id,
            batch.map((share) => share.matchId),
          ),
        ),
      ),
  );
  const reductions = shares.map(({ matchId, amountCents }) => ({
    fundId,
    id: uuidv7(),
    matchId,
    cause: "round_corrected",
    amountCents,
    createdAt: at,
  }));
  await inBatches(reductions, (batch) => tx.insert(matchReductions).values(batch));
  const sums = new Map<string, bigint>();
  for (const { campaignId, amountCents } of shares) sums.set(campaignId, (sums.get(campaignId) ?? 0n) + amountCents);
  const granted = await campaignsWithGrant(tx, fundId, [...sums.keys()]);
  for (const [campaignId, sum] of [...sums].toSorted(([a], [b]) => (a < b ? -1 : 1))) {
    const amountCents = cents(sum);
    if (granted.has(campaignId))
      await takeFromGrant(tx, deps, actor, {
        campaignId,
        ruleId: rule.id,
        resultVersion: version,
        amountCents,
        occurredAt: at,
      });
    await postEntry(tx, fundId, actor, {
      key: `round:${rule.id}:${version}:${campaignId}:reversed`,
      kind: "round_reversed",
      occurredAt: at,
      source: `round-correction:${correctionId}`,
      postings: move(accounts.matches(campaignId), accounts.pot(rule.potId), amountCents),
    });
  }
  await addToPot(tx, fundId, rule.potId, { committed: -[...sums.values()].reduce((sum, one) => sum + one, 0n) });
  return readPotRemaining(tx, fundId, rule.potId);
}

async function campaignsWithGrant(
  tx: Transaction,
  fundId: string,
  ids: readonly string[],
): Promise<ReadonlySet<string>> {
  if (ids.length === 0) return new Set();
  const rows = await tx
    .select({ campaignId: grants.campaignId })
    .from(grants)
    .where(and(eq(grants.fundId, fundId), inArray(grants.campaignId, [...ids])));
  return new Set(rows.flatMap((row) => row.campaignId ?? []));
}
