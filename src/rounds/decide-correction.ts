import { and, eq } from "drizzle-orm";
import { recordAudit } from "../audit/record-audit.ts";
import type { Transaction } from "../db/client.ts";
import { fundNow } from "../db/clock.ts";
import { roundCorrections } from "../db/schema/index.ts";
import { inTransaction } from "../db/transaction.ts";
import type { Deps } from "../deps.ts";
import type { Actor } from "../domain/actor.ts";
import { permits } from "../domain/permissions.ts";
import { forbidden, InvariantViolation, notFound } from "../errors.ts";
import { checkPlan } from "./check-plan.ts";
import { grantShares } from "./grant-shares.ts";
import { holdRound } from "./hold-round.ts";
import { changedMeanwhile, correctionDecided, sameProposer } from "./messages.ts";
import { planFor } from "./plan-correction.ts";
import { reverseShares } from "./reverse-shares.ts";
import { writeResult } from "./write-result.ts";

export type ConfirmationInput = {
  readonly ruleId: string;
  readonly correctionId: string;
  /** Hash of the shares the person had before them. */
  readonly inputHash: string;
};

/**
 * A second administrator confirms a correction as they read it: the next version of the result, and in the same
 * transaction the differences as reversals and new matches (M15). Answers the number of the new version.
 */
export async function confirmCorrection(deps: Deps, actor: Actor, input: ConfirmationInput): Promise<number> {
  return inTransaction(deps.db, async (tx) => {
    const round = await holdRound(tx, deps.fundId, input.ruleId);
    const correction = await lockProposed(tx, deps, actor, input);
    if (correction.proposedBy === correction.decider) throw sameProposer();
    if (round?.latestResult !== correction.correctsVersion)
      throw new InvariantViolation(`correction ${input.correctionId} corrects another version`);
    const planned = await planFor(tx, deps.fundId, round, correction.takenIn);
    if (planned.shares.inputHash !== input.inputHash) throw changedMeanwhile();
    const plan = checkPlan(deps, round, planned);

    const at = await fundNow(tx);
    const version = correction.correctsVersion + 1;
    const { shares } = planned;
    await decide(tx, deps, correction.decider, input.correctionId, "confirmed", at);
    await writeResult(tx, deps.fundId, round, {
      version,
      shares,
      at,
      correctionId: input.correctionId,
      takenIn: correction.takenIn,
    });
    const potBeforeCents = await reverseShares(tx, deps, actor, round, {
      version,
      shares: plan.reversed,
      correctionId: input.correctionId,
      at,
    });
    await grantShares(tx, deps, actor, round, {
      version,
      shares,
      amounts: new Map(plan.granted.map((share) => [share.id, share.amountCents])),
      tracesNothing: false,
      potBeforeCents,
      at,
    });
    await recordAudit(tx, actor, {
      action: "round.confirm-correction",
      subject: ["rule", input.ruleId],
      change: {
        version,
        correctionId: input.correctionId,
        inputHash: shares.inputHash,
        sharedCents: Number(shares.sharedCents),
      },
      reason: correction.reason,
    });
    return version;
  });
}

/** A proposed correction is given up, by whoever may propose one; nothing had moved. */
export async function withdrawCorrection(
  deps: Deps,
  actor: Actor,
  input: Omit<ConfirmationInput, "inputHash">,
): Promise<void> {
  await inTransaction(deps.db, async (tx) => {
    const { decider } = await lockProposed(tx, deps, actor, input);
    await decide(tx, deps, decider, input.correctionId, "withdrawn", await fundNow(tx));
    await recordAudit(tx, actor, {
      action: "round.withdraw-correction",
      subject: ["rule", input.ruleId],
      change: { correctionId: input.correctionId },
    });
  });
}

async function lockProposed(
  tx: Transaction,
  deps: Deps,
  actor: Actor,
  { ruleId, correctionId }: Omit<ConfirmationInput, "inputHash">,
) {
  if (actor.kind !== "user" || !permits(actor, "round.correct")) throw forbidden();
  const [row] = await tx
    .select()
    .from(roundCorrections)
    .where(
      and(
        eq(roundCorrections.fundId, deps.fundId),
        eq(roundCorrections.id, correctionId),
        eq(roundCorrections.ruleId, ruleId),
      ),
    )
    .for("no key update");
  if (row === undefined) throw notFound();
  if (row.state !== "proposed") throw correctionDecided();
  return { ...row, decider: actor.userId };
}

async function decide(
  tx: Transaction,
  { fundId }: Deps,
  decidedBy: string,
  correctionId: string,
  state: "confirmed" | "withdrawn",
  decidedAt: Date,
): Promise<void> {
  await tx
    .update(roundCorrections)
    .set({ state, decidedBy, decidedAt })
    .where(and(eq(roundCorrections.fundId, fundId), eq(roundCorrections.id, correctionId)));
}
