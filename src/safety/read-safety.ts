import { sql } from "drizzle-orm";
import type { Reader } from "../db/client.ts";
import type { ApprovalLimits } from "../domain/approval-limits.ts";
import { isPersonal, type SafetyRule } from "../domain/safety.ts";
import { InvariantViolation } from "../errors.ts";

const COLUMNS = {
  "approval-single": sql.raw("approval_single_cents"),
  "approval-daily": sql.raw("approval_daily_cents"),
  "refund-second-person": sql.raw("refund_second_person_above_cents"),
  "agreement-second-signature": sql.raw("second_signature_above_cents"),
} as const satisfies Record<SafetyRule, unknown>;

/**
 * A rule's figure in force at this moment, in cents: the person's own where it has one, else everybody's, else the
 * fund's first. No job brings a change into force: it is read by the fund's clock.
 */
export async function safetyCents(
  reader: Reader,
  fundId: string,
  rule: SafetyRule,
  userId: string | null = null,
): Promise<bigint> {
  const inForce = (whose: ReturnType<typeof sql>) => sql`(
    select to_cents from safety_changes
    where fund_id = ${fundId} and rule = ${rule} and ${whose} and cancelled_at is null and takes_effect_at <= fund_now()
    order by takes_effect_at desc, id desc limit 1)`;
  const own = userId !== null && isPersonal(rule) ? inForce(sql`user_id = ${userId}`) : sql`null`;
  const [row] = await reader.execute<{ cents: string }>(sql`
    select coalesce(${own}, ${inForce(sql`user_id is null`)}, ${COLUMNS[rule]}) as cents from funds where id = ${fundId}`);
  if (row === undefined) throw new InvariantViolation(`there is no fund ${fundId}`);
  return BigInt(row.cents);
}

/** What one approver may approve now. */
export const approvalLimits = async (reader: Reader, fundId: string, userId: string): Promise<ApprovalLimits> => ({
  singleCents: await safetyCents(reader, fundId, "approval-single", userId),
  dailyCents: await safetyCents(reader, fundId, "approval-daily", userId),
});
