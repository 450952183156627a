import { and, eq, inArray, sql } from "drizzle-orm";
import type { Reader } from "../db/client.ts";
import { staffRoles } from "../db/schema/identity.ts";
import { organisationMembers, organisations } from "../db/schema/organisations.ts";
import { pledges } from "../db/schema/pledges.ts";
import { type ErasedPerson, giftsOf } from "./erasure-person.ts";

/** What must be done before a person can be erased; empty lists: nothing. */
export type Obstacles = {
  /** Gifts that still may be charged, or wait for their donor. */
  readonly openGifts: readonly string[];
  /** Organisations that would be left without anyone who may sign. */
  readonly organisations: readonly { readonly id: string; readonly name: string }[];
  readonly isStaff: boolean;
};

const OPEN = ["draft", "authorised", "charging", "action_required"];

export async function findObstacles(reader: Reader, fundId: string, person: ErasedPerson): Promise<Obstacles> {
  const gifts = await reader
    .select({ id: pledges.id })
    .from(pledges)
    .where(and(giftsOf(fundId, person), inArray(pledges.state, OPEN)))
    .orderBy(pledges.id);
  const { userId } = person;
  if (userId === undefined) return { openGifts: gifts.map(({ id }) => id), organisations: [], isStaff: false };
  const others = reader
    .select({ one: sql`1` })
    .from(sql`organisation_members others`)
    .where(
      sql`others.organisation_id = ${organisationMembers.organisationId} and others.role = 'owner' and others.user_id <> ${userId}`,
    );
  const owned = await reader
    .select({ id: organisations.id, name: organisations.name })
    .from(organisationMembers)
    .innerJoin(organisations, eq(organisations.id, organisationMembers.organisationId))
    .where(
      and(eq(organisationMembers.userId, userId), eq(organisationMembers.role, "owner"), sql`not exists (${others})`),
    );
  const roles = await reader.$count(staffRoles, eq(staffRoles.userId, userId));
  return { openGifts: gifts.map(({ id }) => id), organisations: owned, isStaff: roles > 0 };
}

export const standsInTheWay = ({ openGifts, organisations: owned, isStaff }: Obstacles): boolean =>
  openGifts.length > 0 || owned.length > 0 || isStaff;
