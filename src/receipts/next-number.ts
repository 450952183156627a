import { sql } from "drizzle-orm";
import type { Transaction } from "../db/client.ts";
import { receiptSeries } from "../db/schema/receipts.ts";
import { InvariantViolation } from "../errors.ts";

/**
 * The next number of an issuer's year (T1). The series is held until the transaction ends: whoever comes meanwhile
 * waits, and a number that is given up with its transaction is given again.
 */
export async function nextNumber(tx: Transaction, fundId: string, year: number): Promise<number> {
  const [row] = await tx
    .insert(receiptSeries)
    .values({ fundId, year, lastNumber: 1 })
    .onConflictDoUpdate({
      target: [receiptSeries.fundId, receiptSeries.year],
      set: { lastNumber: sql`${receiptSeries.lastNumber} + 1` },
    })
    .returning({ number: receiptSeries.lastNumber });
  if (row === undefined) throw new InvariantViolation(`no number for ${year}`);
  return row.number;
}
