import { and, eq, isNull, or, sql } from "drizzle-orm";
import type { Transaction } from "../db/client.ts";
import { funds, safetyChanges } from "../db/schema/index.ts";
import { SAFETY_RULES, type SafetyChange, type SafetyRule } from "../domain/safety.ts";
import { InvariantViolation, notFound } from "../errors.ts";

export type LockedChange = SafetyChange & { readonly id: string };

/** One change of the rules at a time: whoever reads what is in force here writes before anybody else does. */
export const lockRules = (tx: Transaction, fundId: string) =>
  tx.select({ id: funds.id }).from(funds).where(eq(funds.id, fundId)).for("no key update");

export async function findChange(tx: Transaction, fundId: string, id: string): Promise<LockedChange> {
  const [row] = await tx
    .select()
    .from(safetyChanges)
    .where(and(eq(safetyChanges.fundId, fundId), eq(safetyChanges.id, id)));
  if (row === undefined) throw notFound();
  return { ...row, rule: ruleOf(row.rule) };
}

/** The change of this figure that is proposed, or confirmed and not yet in effect. */
export async function findOpenChange(
  tx: Transaction,
  fundId: string,
  rule: SafetyRule,
  userId: string | null,
): Promise<LockedChange | undefined> {
  const [row] = await tx
    .select()
    .from(safetyChanges)
    .where(
      and(
        eq(safetyChanges.fundId, fundId),
        eq(safetyChanges.rule, rule),
        userId === null ? isNull(safetyChanges.userId) : eq(safetyChanges.userId, userId),
        isNull(safetyChanges.cancelledAt),
        or(isNull(safetyChanges.takesEffectAt), sql`${safetyChanges.takesEffectAt} > fund_now()`),
      ),
    );
  return row === undefined ? undefined : { ...row, rule: ruleOf(row.rule) };
}

export function ruleOf(text: string): SafetyRule {
  const rule = SAFETY_RULES.find((known) => known === text);
  if (rule === undefined) throw new InvariantViolation(`unknown safety rule: ${text}`);
  return rule;
}
