import { and, eq } from "drizzle-orm";
import type { Transaction } from "../db/client.ts";
import { bankLines } from "../db/schema/index.ts";

export type StoredLine = {
  readonly id: string;
  readonly amountCents: bigint;
  readonly bookedOn: string;
  readonly returnReason: string | null;
};

export const bookedAt = (line: Pick<StoredLine, "bookedOn">): Date => new Date(`${line.bookedOn}T12:00:00Z`);

export async function markBooked(tx: Transaction, fundId: string, lineId: string, entryKey: string): Promise<void> {
  await tx
    .update(bankLines)
    .set({ state: "booked", entryKey })
    .where(and(eq(bankLines.fundId, fundId), eq(bankLines.id, lineId)));
}
