import type { Transaction } from "../db/client.ts";
import { enqueue } from "../jobs/outbox.ts";
import { membersOf } from "../organisations/members.ts";

/** One letter to each of the partner's people. A letter's subject is what it is about and whom it goes to. */
export async function tellMembers(
  tx: Transaction,
  partnerId: string,
  template: "fund-call" | "fund-call-due",
  callId: string,
): Promise<void> {
  for (const { userId } of await membersOf(tx, partnerId))
    await enqueue(tx, "send-mail", { template, subjectId: `${callId}/${userId}` });
}
