import type { Transaction } from "../db/client.ts";
import { enqueue } from "../jobs/outbox.ts";
import { membersOf } from "./members.ts";

/** A letter about something to every member of an organisation: its subject is `<thing>/<person>`. */
export async function tellMembers(
  tx: Transaction,
  organisationId: string,
  template: string,
  subjectId: string,
): Promise<void> {
  const people = (await membersOf(tx, organisationId)).map(({ userId }) => userId).toSorted();
  for (const userId of people) await enqueue(tx, "send-mail", { template, subjectId: `${subjectId}/${userId}` });
}
