import { eq } from "drizzle-orm";
import type { Transaction } from "../db/client.ts";
import { staffRolesInForce } from "../db/schema/identity.ts";
import { enqueue } from "../jobs/outbox.ts";
import { membersOf } from "./members.ts";

/** `bank-account-…` letters are about an account, `stripe-account-connected` about its organisation. */
export type AccountLetter =
  | "bank-account-recorded"
  | "bank-account-verified"
  | "bank-account-blocked"
  | "stripe-account-connected";

/**
 * Tells every member and the fund's paymasters at once (D5), who acted included: somebody else may hold their session.
 */
export async function tellOfAccount(
  tx: Transaction,
  letter: AccountLetter,
  organisationId: string,
  subjectId: string,
): Promise<void> {
  const members = await membersOf(tx, organisationId);
  const paymasters = await tx
    .select({ userId: staffRolesInForce.userId })
    .from(staffRolesInForce)
    .where(eq(staffRolesInForce.role, "paymaster"));
  const people = new Set([...members, ...paymasters].map(({ userId }) => userId));
  for (const userId of [...people].toSorted()) {
    await enqueue(tx, "send-mail", { template: letter, subjectId: `${subjectId}/${userId}` });
  }
}
