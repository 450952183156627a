import { inArray } from "drizzle-orm";
import type { Transaction } from "../db/client.ts";
import { staffRolesInForce } from "../db/schema/index.ts";
import type { StaffRole } from "../domain/actor.ts";
import type { SafetyRule } from "../domain/safety.ts";
import { enqueue } from "../jobs/outbox.ts";

const CONCERNED: Readonly<Record<SafetyRule, readonly StaffRole[]>> = {
  "approval-single": ["administrator", "authoriser", "paymaster", "auditor"],
  "approval-daily": ["administrator", "authoriser", "paymaster", "auditor"],
  "refund-second-person": ["administrator", "authoriser", "case_officer", "auditor"],
  "agreement-second-signature": ["administrator", "auditor"],
};

/** Everybody who works by the rule, and whoever watches over it, hears of each step of its change (X3). */
export async function tellOfChange(tx: Transaction, rule: SafetyRule, changeId: string): Promise<void> {
  const people = await tx
    .selectDistinct({ userId: staffRolesInForce.userId })
    .from(staffRolesInForce)
    .where(inArray(staffRolesInForce.role, [...CONCERNED[rule]]))
    .orderBy(staffRolesInForce.userId);
  for (const { userId } of people) {
    await enqueue(tx, "send-mail", { template: "safety-rule-changed", subjectId: `${changeId}/${userId}` });
  }
}
