import { and, eq } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { recordAudit } from "../audit/record-audit.ts";
import type { Transaction } from "../db/client.ts";
import { fundNow } from "../db/clock.ts";
import { roundCorrections, roundResults } from "../db/schema/index.ts";
import { inTransaction } from "../db/transaction.ts";
import type { Deps } from "../deps.ts";
import type { Actor } from "../domain/actor.ts";
import { permits } from "../domain/permissions.ts";
import { forbidden, notFound } from "../errors.ts";
import { checkPlan } from "./check-plan.ts";
import { readCodes } from "./gift-codes.ts";
import { holdRound } from "./hold-round.ts";
import { loadGifts } from "./load-gifts.ts";
import { correctionOpen, notClosedYet, unknownGifts } from "./messages.ts";
import { planFor } from "./plan-correction.ts";

export type CorrectionInput = {
  readonly ruleId: string;
  readonly reason: string;
  /** Codes of gifts to take in although the rule says no. */
  readonly takenIn: readonly string[];
};

/**
 * An administrator proposes to share a closed round anew (M15): on what stands of its gifts now, with gifts taken in
 * whose exclusion was wrong. Nothing moves until a second person confirms. Refused where it would change nothing, or
 * where money would have to come back that cannot.
 */
export async function proposeCorrection(
  deps: Deps,
  actor: Actor,
  input: CorrectionInput,
): Promise<{ readonly correctionId: string }> {
  if (actor.kind !== "user" || !permits(actor, "round.correct")) throw forbidden();
  return inTransaction(deps.db, async (tx) => {
    const round = await holdRound(tx, deps.fundId, input.ruleId);
    if (round === undefined) throw notFound();
    if (round.latestResult === undefined) throw notClosedYet();
    if (await openCorrection(tx, deps.fundId, input.ruleId)) throw correctionOpen();
    const gifts = await loadGifts(tx, deps.fundId, round);
    const named = readCodes(
      deps,
      { ruleId: input.ruleId, partnerId: round.partnerId },
      gifts.map((gift) => gift.id),
      input.takenIn,
    );
    if (named.unknown.length > 0) throw unknownGifts(named.unknown);
    const takenIn = await withEarlier(tx, deps.fundId, input.ruleId, round.latestResult, named.giftIds);
    checkPlan(deps, round, await planFor(tx, deps.fundId, round, takenIn));

    const correctionId = uuidv7();
    await tx.insert(roundCorrections).values({
      fundId: deps.fundId,
      id: correctionId,
      ruleId: input.ruleId,
      correctsVersion: round.latestResult,
      state: "proposed",
      reason: input.reason,
      takenIn: [...takenIn],
      proposedBy: actor.userId,
      proposedAt: await fundNow(tx),
    });
    await recordAudit(tx, actor, {
      action: "round.propose-correction",
      subject: ["rule", input.ruleId],
      change: { correctionId, correctsVersion: round.latestResult, takenIn: named.giftIds.length },
      reason: input.reason,
    });
    return { correctionId };
  });
}

async function openCorrection(tx: Transaction, fundId: string, ruleId: string): Promise<boolean> {
  const [row] = await tx
    .select({ id: roundCorrections.id })
    .from(roundCorrections)
    .where(
      and(
        eq(roundCorrections.fundId, fundId),
        eq(roundCorrections.ruleId, ruleId),
        eq(roundCorrections.state, "proposed"),
      ),
    );
  return row !== undefined;
}

/** What a person decided once holds for every later version. */
async function withEarlier(
  tx: Transaction,
  fundId: string,
  ruleId: string,
  version: number,
  added: readonly string[],
): Promise<readonly string[]> {
  const [row] = await tx
    .select({ takenIn: roundResults.takenIn })
    .from(roundResults)
    .where(and(eq(roundResults.fundId, fundId), eq(roundResults.ruleId, ruleId), eq(roundResults.version, version)));
  return [...new Set([...(row?.takenIn ?? []), ...added])].toSorted();
}
