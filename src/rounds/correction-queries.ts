import { and, eq } from "drizzle-orm";
import { roundCorrections } from "../db/schema/index.ts";
import type { Deps } from "../deps.ts";
import type { Actor } from "../domain/actor.ts";
import { permits } from "../domain/permissions.ts";
import { AppError } from "../errors.ts";
import type { Text } from "../i18n/text.ts";
import { checkPlan } from "./check-plan.ts";
import { findRound } from "./find-round.ts";
import { planFor } from "./plan-correction.ts";

export type OpenCorrection = {
  readonly id: string;
  readonly correctsVersion: number;
  readonly reason: string;
  readonly takenIn: number;
  readonly proposedAt: Date;
  readonly proposedBy: string;
  /** What a confirmation now would do; its hash is what the confirming person has read. */
  readonly inputHash: string;
  readonly sharedCents: bigint;
  readonly reversedCents: bigint;
  readonly grantedCents: bigint;
  /** Why it cannot be carried out now. */
  readonly obstacle: Text | undefined;
};

/** The correction of a round that waits for its second person, with what it would do now; for staff alone. */
export async function readOpenCorrection(
  deps: Deps,
  actor: Actor,
  roundId: string,
): Promise<OpenCorrection | undefined> {
  if (!permits(actor, "match.explain")) return undefined;
  const [row] = await deps.db
    .select()
    .from(roundCorrections)
    .where(
      and(
        eq(roundCorrections.fundId, deps.fundId),
        eq(roundCorrections.ruleId, roundId),
        eq(roundCorrections.state, "proposed"),
      ),
    );
  const round = row === undefined ? undefined : await findRound(deps.db, deps.fundId, roundId);
  if (row === undefined || round === undefined) return undefined;
  const planned = await planFor(deps.db, deps.fundId, round, row.takenIn);
  const { plan, shares } = planned;
  const sum = (all: readonly { readonly amountCents: bigint }[]) =>
    all.reduce((total, one) => total + one.amountCents, 0n);
  return {
    id: row.id,
    correctsVersion: row.correctsVersion,
    reason: row.reason,
    takenIn: row.takenIn.length,
    proposedAt: row.proposedAt,
    proposedBy: row.proposedBy,
    inputHash: shares.inputHash,
    sharedCents: shares.sharedCents,
    reversedCents: plan.kind === "correction" ? sum(plan.reversed) : 0n,
    grantedCents: plan.kind === "correction" ? sum(plan.granted) : 0n,
    obstacle: obstacleOf(() => checkPlan(deps, round, planned)),
  };
}

function obstacleOf(check: () => unknown): Text | undefined {
  try {
    check();
    return undefined;
  } catch (error) {
    if (error instanceof AppError) return error.text;
    throw error;
  }
}
