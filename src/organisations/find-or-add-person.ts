import { sql } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import type { Transaction } from "../db/client.ts";
import { users } from "../db/schema/identity.ts";

/**
 * The person of an e-mail address. Where there is none yet, an account without name and unverified: it is theirs once
 * they sign in by the link sent to that address. So nobody learns here which addresses have an account.
 */
export async function findOrAddPerson(tx: Transaction, email: string): Promise<string> {
  await tx
    .insert(users)
    .values({ id: uuidv7(), email, createdAt: sql`fund_now()`, updatedAt: sql`fund_now()` })
    .onConflictDoNothing();
  const [person] = await tx.select({ id: users.id }).from(users).where(sql`lower(${users.email}) = lower(${email})`);
  if (person === undefined) throw new Error("the person just added is not there");
  return person.id;
}
