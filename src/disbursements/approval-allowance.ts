import { eq, sql } from "drizzle-orm";
import type { Transaction } from "../db/client.ts";
import { fundNow } from "../db/clock.ts";
import { users } from "../db/schema/index.ts";
import type { Allowance } from "../domain/approval-limits.ts";
import { approvalLimits } from "../safety/read-safety.ts";

/**
 * The approver's limits now, and the sum of their standing approvals in the 24 hours up to `at`, of payments to holders
 * and to partners alike, without those of the order at hand.
 */
export async function allowanceAt(
  tx: Transaction,
  fundId: string,
  userId: string,
  orderId: string,
  at: Date,
): Promise<Allowance> {
  const until = at.toISOString();
  const [row] = await tx.execute<{ cents: string }>(sql`
    select coalesce(sum(amount_cents), 0) as cents from (
      select d.amount_cents from disbursement_approvals a
      join disbursements d on d.fund_id = a.fund_id and d.id = a.disbursement_id
      where a.fund_id = ${fundId} and a.user_id = ${userId} and a.voided_at is null and d.id <> ${orderId}
        and a.created_at > ${until}::timestamptz - interval '24 hours' and a.created_at <= ${until}::timestamptz
      union all
      select w.amount_cents from pot_withdrawal_approvals a
      join pot_withdrawals w on w.fund_id = a.fund_id and w.id = a.withdrawal_id
      where a.fund_id = ${fundId} and a.user_id = ${userId} and a.voided_at is null and w.id <> ${orderId}
        and a.created_at > ${until}::timestamptz - interval '24 hours' and a.created_at <= ${until}::timestamptz) approved`);
  return { ...(await approvalLimits(tx, fundId, userId)), spentCents: BigInt(row?.cents ?? 0) };
}

/** As of now, with the person's row held: two approvals of one person at once count one after the other. */
export async function holdAllowance(
  tx: Transaction,
  fundId: string,
  userId: string,
  orderId: string,
): Promise<Allowance> {
  await tx.select({ id: users.id }).from(users).where(eq(users.id, userId)).for("no key update");
  return await allowanceAt(tx, fundId, userId, orderId, await fundNow(tx));
}
