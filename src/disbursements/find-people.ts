import { and, eq, inArray } from "drizzle-orm";
import type { Reader } from "../db/client.ts";
import {
  cooperationAgreements,
  matches,
  matchingPots,
  organisationMembers,
  staffRolesInForce,
  users,
} from "../db/schema/index.ts";
import { MEMBER_ROLES, STAFF_ROLES } from "../domain/actor.ts";
import type { Person } from "../domain/disbursement.ts";
import { InvariantViolation } from "../errors.ts";

/** People with the roles and memberships they hold at this moment, whatever their sessions say (D4). */
export async function findPeople(reader: Reader, userIds: readonly string[]): Promise<ReadonlyMap<string, Person>> {
  if (userIds.length === 0) return new Map();
  const [known, roles, memberships] = [
    await reader
      .select({ id: users.id, email: users.email })
      .from(users)
      .where(inArray(users.id, [...userIds])),
    await reader
      .select()
      .from(staffRolesInForce)
      .where(inArray(staffRolesInForce.userId, [...userIds])),
    await reader
      .select()
      .from(organisationMembers)
      .where(inArray(organisationMembers.userId, [...userIds])),
  ];
  return new Map(
    known.map(({ id, email }) => [
      id,
      {
        kind: "user",
        userId: id,
        email,
        staffRoles: STAFF_ROLES.filter((role) => roles.some((held) => held.userId === id && held.role === role)),
        memberships: memberships
          .filter((membership) => membership.userId === id)
          .flatMap(({ organisationId, role }) =>
            MEMBER_ROLES.filter((known) => known === role).map((known) => ({ organisationId, role: known })),
          ),
      },
    ]),
  );
}

export async function findPerson(reader: Reader, userId: string): Promise<Person> {
  const person = (await findPeople(reader, [userId])).get(userId);
  if (person === undefined) throw new InvariantViolation(`user ${userId} does not exist`);
  return person;
}

/** Organisations whose pots matched the campaign: their members approve nothing of it (D3). */
export async function findPartners(
  reader: Reader,
  fundId: string,
  campaignId: string | null,
): Promise<readonly string[]> {
  if (campaignId === null) return [];
  const rows = await reader
    .selectDistinct({ partnerId: cooperationAgreements.partnerId })
    .from(matches)
    .innerJoin(matchingPots, and(eq(matchingPots.fundId, matches.fundId), eq(matchingPots.id, matches.potId)))
    .innerJoin(
      cooperationAgreements,
      and(
        eq(cooperationAgreements.fundId, matchingPots.fundId),
        eq(cooperationAgreements.id, matchingPots.agreementId),
      ),
    )
    .where(
      and(
        eq(matches.fundId, fundId),
        eq(matches.campaignId, campaignId),
        inArray(matches.state, ["committed", "paid"]),
      ),
    );
  return rows.map((row) => row.partnerId);
}
