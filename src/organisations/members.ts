import { eq } from "drizzle-orm";
import type { Reader } from "../db/client.ts";
import { organisationMembers } from "../db/schema/organisations.ts";
import type { MemberRole } from "../domain/actor.ts";
import type { Member } from "../domain/organisation.ts";

export async function membersOf(reader: Reader, organisationId: string): Promise<readonly Member[]> {
  const rows = await reader
    .select({ userId: organisationMembers.userId, role: organisationMembers.role })
    .from(organisationMembers)
    .where(eq(organisationMembers.organisationId, organisationId));
  return rows.map(({ userId, role }) => ({ userId, role: roleOf(role) }));
}

export const roleOf = (role: string): MemberRole => (role === "owner" ? "owner" : "member");
