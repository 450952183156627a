import { and, eq } from "drizzle-orm";
import type { Transaction } from "../db/client.ts";
import { bankLineParts, bankLines } from "../db/schema/index.ts";

export type StoredLine = {
  readonly id: string;
  readonly amountCents: bigint;
  readonly bookedOn: string;
  readonly returnReason: string | null;
  /** Where the line is for several things: which of them, from 1, and where a person said it goes. */
  readonly part?: { readonly number: number; readonly resolution: string };
};

/** Names the line, or the part of it, in the key of its entry. */
export const lineKey = ({ id, part }: Pick<StoredLine, "id" | "part">): string =>
  part === undefined ? id : `${id}.${part.number}`;

export const bookedAt = (line: Pick<StoredLine, "bookedOn">): Date => new Date(`${line.bookedOn}T12:00:00Z`);

/** Notes under which entry a line stands, or a part of it: that one's line is marked once all its parts are booked. */
export async function markBooked(tx: Transaction, fundId: string, line: StoredLine, entryKey: string): Promise<void> {
  if (line.part !== undefined) {
    const { number: part, resolution } = line.part;
    const { id: lineId, amountCents } = line;
    await tx.insert(bankLineParts).values({ fundId, lineId, part, amountCents, resolution, entryKey });
    return;
  }
  await tx
    .update(bankLines)
    .set({ state: "booked", entryKey })
    .where(and(eq(bankLines.fundId, fundId), eq(bankLines.id, line.id)));
}
