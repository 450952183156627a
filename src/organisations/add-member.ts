import { sql } from "drizzle-orm";
import { recordAudit } from "../audit/record-audit.ts";
import { organisationMembers } from "../db/schema/organisations.ts";
import { inTransaction } from "../db/transaction.ts";
import type { Deps } from "../deps.ts";
import type { Actor } from "../domain/actor.ts";
import { hasOwner } from "../domain/organisation.ts";
import { findOrAddPerson } from "./find-or-add-person.ts";
import type { MemberInput } from "./forms.ts";
import { lockOrganisation } from "./lock-organisation.ts";
import { membersOf } from "./members.ts";
import { lastOwner } from "./messages.ts";

/** Makes a person a member, or gives a member another role; the last owner stays one. Returns the person's id. */
export async function addMember(
  deps: Deps,
  actor: Actor,
  organisationId: string,
  { email, role }: MemberInput,
): Promise<string> {
  return inTransaction(deps.db, async (tx) => {
    await lockOrganisation(tx, actor, "organisation.edit", organisationId);
    const userId = await findOrAddPerson(tx, email);
    const members = await membersOf(tx, organisationId);
    const before = members.find((member) => member.userId === userId);
    if (before?.role === role) return userId;
    const others = members.filter((member) => member.userId !== userId);
    if (!hasOwner([...others, { userId, role }])) throw lastOwner();
    await tx
      .insert(organisationMembers)
      .values({ organisationId, userId, role, joinedAt: sql`fund_now()` })
      .onConflictDoUpdate({ target: [organisationMembers.organisationId, organisationMembers.userId], set: { role } });
    await recordAudit(tx, actor, {
      action: before === undefined ? "organisation.add-member" : "organisation.change-role",
      subject: ["organisation", organisationId],
      change: { userId, role, roleBefore: before?.role ?? null },
    });
    return userId;
  });
}
