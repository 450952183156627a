import { recordAudit } from "../audit/record-audit.ts";
import { fundNow } from "../db/clock.ts";
import { inTransaction } from "../db/transaction.ts";
import type { Deps } from "../deps.ts";
import type { Actor } from "../domain/actor.ts";
import { roundStage } from "../domain/matching/round-closing.ts";
import { findRound } from "./find-round.ts";
import { grantShares } from "./grant-shares.ts";
import { holdRound } from "./hold-round.ts";
import { loadGifts } from "./load-gifts.ts";
import { shareNow } from "./share-now.ts";
import { writeResult } from "./write-result.ts";

/**
 * Shares a round that is over, once (M15): stores and publishes its result, and makes each share a match of its gift.
 * Run by a sweep as often as it likes: a round that is shared already, still waits or is suspended stays as it is.
 * Answers whether this call shared it.
 */
export async function closeRound(deps: Deps, actor: Actor, ruleId: string): Promise<boolean> {
  if (!(await isDue(deps, ruleId))) return false;
  return inTransaction(deps.db, async (tx) => {
    const round = await holdRound(tx, deps.fundId, ruleId);
    if (round === undefined || round.latestResult !== undefined || round.isSuspended) return false;
    const at = await fundNow(tx);
    const shares = await shareNow(tx, deps.fundId, round);
    if (roundStage(round.rule, shares.gifts, at).kind !== "due") return false;
    await writeResult(tx, deps.fundId, round, { version: 1, shares, at });
    await grantShares(tx, deps, actor, round, {
      version: 1,
      shares,
      amounts: new Map(shares.lines.flatMap((line) => (line.kind === "eligible" ? [[line.id, line.amountCents]] : []))),
      tracesNothing: true,
      potBeforeCents: shares.room.potRemainingCents,
      at,
    });
    await recordAudit(tx, actor, {
      action: "round.close",
      subject: ["rule", ruleId],
      change: {
        inputHash: shares.inputHash,
        budgetCents: Number(shares.budgetCents),
        sharedCents: Number(shares.sharedCents),
        gifts: shares.lines.length,
      },
    });
    return true;
  });
}

/** Asked first without any lock: a round may wait for weeks. */
async function isDue({ db, fundId }: Deps, ruleId: string): Promise<boolean> {
  const round = await findRound(db, fundId, ruleId);
  if (round === undefined || round.latestResult !== undefined || round.isSuspended) return false;
  return roundStage(round.rule, await loadGifts(db, fundId, round), await fundNow(db)).kind === "due";
}
