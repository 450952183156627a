import type { Transaction } from "../db/client.ts";
import { roundLines, roundResults } from "../db/schema/index.ts";
import type { RoundLine } from "../domain/matching/round.ts";
import type { Round } from "./find-round.ts";
import { type SharedNow, storedRoom } from "./share-now.ts";

type NewResult = {
  readonly version: number;
  readonly shares: SharedNow;
  readonly at: Date;
  readonly correctionId?: string;
  readonly takenIn?: readonly string[];
};

/** Rows of one statement. */
const BATCH = 500;

export const inBatches = async <T>(rows: readonly T[], write: (batch: T[]) => Promise<unknown>): Promise<void> => {
  for (let from = 0; from < rows.length; from += BATCH) await write(rows.slice(from, from + BATCH));
};

/** Stores how a round was shared, with one line a gift (M15). */
export async function writeResult(tx: Transaction, fundId: string, { rule }: Round, result: NewResult): Promise<void> {
  const { version, shares, at, correctionId, takenIn = [] } = result;
  await tx.insert(roundResults).values({
    fundId,
    ruleId: rule.id,
    version,
    ruleVersion: rule.version,
    inputHash: shares.inputHash,
    budgetCents: shares.budgetCents,
    sharedCents: shares.sharedCents,
    room: storedRoom(shares.room),
    takenIn: [...takenIn],
    correctionId: correctionId ?? null,
    closedAt: at,
  });
  const rows = shares.lines.map((line) => ({ fundId, ruleId: rule.id, version, ...lineColumns(line) }));
  await inBatches(rows, (batch) => tx.insert(roundLines).values(batch));
}

const lineColumns = (line: RoundLine) => ({
  pledgeId: line.id,
  campaignId: line.gift.campaignId,
  donorId: line.gift.donorId,
  baseCents: line.gift.facts.baseCents,
  isEligible: line.kind === "eligible",
  reason: line.kind === "eligible" ? line.boundBy : line.reason,
  weight: line.kind === "eligible" ? line.weight.toString() : "0",
  amountCents: line.kind === "eligible" ? line.amountCents : 0n,
});
