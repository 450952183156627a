import { asc, desc, eq, inArray, sql } from "drizzle-orm";
import type { Reader } from "../db/client.ts";
import { apiTokens, staffRolesInForce, users } from "../db/schema/identity.ts";
import { MEMBER_ROLES, type Membership, STAFF_ROLES, type StaffRole } from "../domain/actor.ts";
import type { Language } from "../i18n/text.ts";

export type Person = {
  readonly id: string;
  readonly email: string;
  readonly name: string;
  readonly language: Language;
  readonly twoFactorEnabled: boolean;
  readonly staffRoles: readonly StaffRole[];
  readonly memberships: readonly Membership[];
};

type PersonRow = Omit<Person, "staffRoles" | "memberships" | "language"> & {
  readonly language: string;
  readonly roles: readonly string[];
  readonly memberships: readonly { readonly organisationId: string; readonly role: string }[];
};

/** A person with everything permissions are judged by, in one read. */
export async function findPerson(reader: Reader, userId: string): Promise<Person | undefined> {
  const [row] = await reader.execute<PersonRow>(sql`
    select id, email, name, language, two_factor_enabled as "twoFactorEnabled",
      coalesce((select jsonb_agg(role) from staff_roles_in_force where user_id = users.id), '[]') as roles,
      coalesce((select jsonb_agg(jsonb_build_object('organisationId', organisation_id, 'role', role))
                from organisation_members where user_id = users.id), '[]') as memberships
    from users where id = ${userId}`);
  if (row === undefined) return undefined;
  const { roles, memberships, language, ...rest } = row;
  return {
    ...rest,
    language: language === "en" ? "en" : "fr",
    staffRoles: STAFF_ROLES.filter((role) => roles.includes(role)),
    memberships: memberships.flatMap(({ organisationId, role }) => {
      const known = MEMBER_ROLES.find((one) => one === role);
      return known === undefined ? [] : [{ organisationId, role: known }];
    }),
  };
}

/** The person's tokens, the newest first. Their text is kept nowhere. */
export const listApiTokens = (reader: Reader, userId: string) =>
  reader
    .select({
      id: apiTokens.id,
      name: apiTokens.name,
      createdAt: apiTokens.createdAt,
      expiresAt: apiTokens.expiresAt,
      lastUsedAt: apiTokens.lastUsedAt,
      revokedAt: apiTokens.revokedAt,
    })
    .from(apiTokens)
    .where(eq(apiTokens.userId, userId))
    .orderBy(desc(apiTokens.createdAt))
    .limit(100);

export type TokenRow = Awaited<ReturnType<typeof listApiTokens>>[number];

export type StaffMember = {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly roles: readonly StaffRole[];
};

/** Everyone whose staff role counts now. */
export async function listStaff(reader: Reader): Promise<readonly StaffMember[]> {
  const rows = await reader
    .select({ id: users.id, name: users.name, email: users.email, role: staffRolesInForce.role })
    .from(staffRolesInForce)
    .innerJoin(users, eq(users.id, staffRolesInForce.userId))
    .orderBy(asc(users.name), asc(users.id));
  const first = rows.filter((row, index) => rows.findIndex((other) => other.id === row.id) === index);
  return first.map(({ id, name, email }) => ({
    id,
    name,
    email,
    roles: STAFF_ROLES.filter((role) => rows.some((row) => row.id === id && row.role === role)),
  }));
}

/** Accounts of the addresses that exist, for the list of demo people. */
export const findAccounts = (reader: Reader, emails: readonly string[]) =>
  reader
    .select({ id: users.id, email: users.email })
    .from(users)
    .where(inArray(users.email, [...emails]));
