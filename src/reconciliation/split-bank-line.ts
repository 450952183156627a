import { and, eq } from "drizzle-orm";
import type { Transaction } from "../db/client.ts";
import { bankLineParts } from "../db/schema/index.ts";
import type { Deps } from "../deps.ts";
import type { Actor } from "../domain/actor.ts";
import { type SplitPart, splitRefusal } from "../domain/difference.ts";
import { InvariantViolation } from "../errors.ts";
import { markBooked, type StoredLine } from "./bank-line-state.ts";
import { splitNotPossible } from "./messages.ts";
import { meaningOf, resolveBankLine } from "./resolve-bank-line.ts";

const partOf = (line: StoredLine, part: SplitPart, number: number): StoredLine => ({
  ...line,
  part: { number, resolution: part.text },
  amountCents: line.amountCents < 0n ? -part.amountCents : part.amountCents,
});

/** Refuses a split that does not sum to the line, or a part of which could not be booked (R2). */
export async function checkSplit(tx: Transaction, fundId: string, line: StoredLine, parts: readonly SplitPart[]) {
  const refusal = splitRefusal(line.amountCents, parts);
  if (refusal !== undefined) throw splitNotPossible(refusal);
  for (const [index, part] of parts.entries())
    if (part.to.kind !== "account") await meaningOf(tx, fundId, partOf(line, part, index + 1), part.to);
}

/** Books each part of a line as a line of its own amount, and then the line (R2). Answers the first entry. */
export async function splitBankLine(
  tx: Transaction,
  deps: Deps,
  actor: Actor,
  line: StoredLine,
  parts: readonly SplitPart[],
): Promise<string | null> {
  await checkSplit(tx, deps.fundId, line, parts);
  const entries: (string | null)[] = [];
  for (const [index, part] of parts.entries())
    entries.push(await resolveBankLine(tx, deps, actor, partOf(line, part, index + 1), part.to));
  const [first] = await tx
    .select({ entryKey: bankLineParts.entryKey })
    .from(bankLineParts)
    .where(and(eq(bankLineParts.fundId, deps.fundId), eq(bankLineParts.lineId, line.id), eq(bankLineParts.part, 1)));
  if (first === undefined) throw new InvariantViolation(`no part of bank line ${line.id} was booked`);
  await markBooked(tx, deps.fundId, line, first.entryKey);
  return entries.find((entry) => entry !== null) ?? null;
}
