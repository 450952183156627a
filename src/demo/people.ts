import { count } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import type { Database, Transaction } from "../db/client.ts";
import { fundNow } from "../db/clock.ts";
import { staffRoles, users } from "../db/schema/identity.ts";
import type { StaffRole } from "../domain/actor.ts";
import type { Person } from "../domain/disbursement.ts";
import type { Text } from "../i18n/text.ts";
import { findAccounts, findPerson } from "../identity/queries.ts";

export type DemoPerson = {
  readonly email: string;
  readonly name: string;
  readonly role: Text;
  readonly staffRole?: StaffRole;
};

const PEOPLE = {
  administrator: {
    email: "administration@example.org",
    name: "Anne Admin",
    role: { fr: "administration", en: "administrator" },
    staffRole: "administrator",
  },
  caseOfficer: {
    email: "instruction@example.org",
    name: "Inès Truction",
    role: { fr: "instruction", en: "case officer" },
    staffRole: "case_officer",
  },
  authoriser: {
    email: "ordonnateur@example.org",
    name: "Omar Donnance",
    role: { fr: "ordonnateur", en: "authoriser" },
    staffRole: "authoriser",
  },
  paymaster: {
    email: "comptable@example.org",
    name: "Camille Tiroir",
    role: { fr: "comptable", en: "paymaster" },
    staffRole: "paymaster",
  },
  auditor: {
    email: "audit@example.org",
    name: "Aude Itrice",
    role: { fr: "audit", en: "auditor" },
    staffRole: "auditor",
  },
  holder: {
    email: "porteuse@example.org",
    name: "Paule Porteuse",
    role: { fr: "porteuse de projet", en: "project holder" },
  },
  partner: { email: "partenaire@example.org", name: "Paco Partenaire", role: { fr: "partenaire", en: "partner" } },
  company: {
    email: "mecene@example.org",
    name: "Mila Mécène",
    role: { fr: "entreprise mécène", en: "partner company" },
  },
  donor: { email: "donatrice@example.org", name: "Dona Trice", role: { fr: "donatrice", en: "donor" } },
} as const satisfies Record<string, DemoPerson>;

export type Part = keyof typeof PEOPLE;

/** Fictional people, one a part. They sign in by the link that arrives in the mailbox page. */
export const DEMO_PEOPLE: readonly DemoPerson[] = Object.values(PEOPLE);

/** Brings the people into a fund that has none. Answers whether it had none. */
export async function seedPeople(tx: Transaction): Promise<boolean> {
  const [known] = await tx.select({ people: count() }).from(users);
  if ((known?.people ?? 0) > 0) return false;
  const now = await fundNow(tx);
  for (const { email, name, staffRole } of DEMO_PEOPLE) {
    const userId = uuidv7();
    await tx.insert(users).values({ id: userId, email, name, emailVerified: true, createdAt: now, updatedAt: now });
    if (staffRole !== undefined) await tx.insert(staffRoles).values({ userId, role: staffRole, grantedAt: now });
  }
  return true;
}

/** The person who plays this part, with the roles and memberships they hold now. */
export async function actAs(db: Database, part: Part): Promise<Person> {
  const { email } = PEOPLE[part];
  const [account] = await findAccounts(db, [email]);
  const person = account && (await findPerson(db, account.id));
  if (person === undefined) throw new Error(`nobody has the address ${email}`);
  return { kind: "user", userId: person.id, email, staffRoles: person.staffRoles, memberships: person.memberships };
}
