import { and, eq } from "drizzle-orm";
import { recordAudit } from "../audit/record-audit.ts";
import { organisationMembers } from "../db/schema/organisations.ts";
import { inTransaction } from "../db/transaction.ts";
import type { Deps } from "../deps.ts";
import type { Actor } from "../domain/actor.ts";
import { hasOwner } from "../domain/organisation.ts";
import { notFound } from "../errors.ts";
import { lockOrganisation } from "./lock-organisation.ts";
import { membersOf } from "./members.ts";
import { lastOwner } from "./messages.ts";

/** Takes a member out: owners anyone, members themselves. The last owner can't leave. */
export async function removeMember(deps: Deps, actor: Actor, organisationId: string, userId: string): Promise<void> {
  const leaves = actor.kind === "user" && actor.userId === userId;
  await inTransaction(deps.db, async (tx) => {
    await lockOrganisation(tx, actor, leaves ? "organisation.read" : "organisation.edit", organisationId);
    const members = await membersOf(tx, organisationId);
    if (!members.some((member) => member.userId === userId)) throw notFound();
    if (!hasOwner(members.filter((member) => member.userId !== userId))) throw lastOwner();
    await tx
      .delete(organisationMembers)
      .where(and(eq(organisationMembers.organisationId, organisationId), eq(organisationMembers.userId, userId)));
    await recordAudit(tx, actor, {
      action: "organisation.remove-member",
      subject: ["organisation", organisationId],
      change: { userId },
    });
  });
}
