import { eq } from "drizzle-orm";
import type { Transaction } from "../db/client.ts";
import { organisationMembers } from "../db/schema/organisations.ts";
import { enqueue } from "../jobs/outbox.ts";

/** A letter to everyone of the holder's organisation about where their application stands. */
export async function tellHolder(tx: Transaction, organisationId: string, applicationId: string): Promise<void> {
  const people = await tx
    .select({ userId: organisationMembers.userId })
    .from(organisationMembers)
    .where(eq(organisationMembers.organisationId, organisationId));
  for (const { userId } of people)
    await enqueue(tx, "send-mail", { template: "own-grant-answered", subjectId: `${applicationId}/${userId}` });
}

/** A letter to members of the committee: a session waits for them. */
export async function tellMembers(tx: Transaction, sessionId: string, userIds: readonly string[]): Promise<void> {
  for (const userId of userIds)
    await enqueue(tx, "send-mail", { template: "committee-session", subjectId: `${sessionId}/${userId}` });
}
