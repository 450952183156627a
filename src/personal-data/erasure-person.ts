import { and, eq, isNull, or, type SQL, sql } from "drizzle-orm";
import type { Reader } from "../db/client.ts";
import { users } from "../db/schema/identity.ts";
import { pledges } from "../db/schema/pledges.ts";
import type { ErasureSubject } from "./erasure-link.ts";

/** Whom an erasure is about: an account, a guest's address, or the one under the other. */
export type ErasedPerson = {
  readonly userId: string | undefined;
  readonly email: string;
  readonly name: string;
  readonly language: "fr" | "en";
};

const ERASED = /@efface\.invalid$/;

/** Nobody reads this address: `.invalid` is reserved for that (RFC 2606). */
export const isErasedAddress = (email: string): boolean => ERASED.test(email);

/** Undefined where there is nobody, or nobody any more. A guest whose address has an account is that account. */
export async function findPersonToErase(
  reader: Reader,
  fundId: string,
  { kind, id }: ErasureSubject,
): Promise<ErasedPerson | undefined> {
  if (kind === "compte") return await accountWhere(reader, eq(users.id, id));
  const [gift] = await reader
    .select()
    .from(pledges)
    .where(and(eq(pledges.fundId, fundId), eq(pledges.id, id)));
  if (gift === undefined || isErasedAddress(gift.email)) return undefined;
  if (gift.userId !== null) return await accountWhere(reader, eq(users.id, gift.userId));
  const account = await accountWhere(reader, sql`lower(${users.email}) = lower(${gift.email})`);
  const language = gift.language === "en" ? "en" : "fr";
  return account ?? { userId: undefined, email: gift.email, name: gift.displayName, language };
}

async function accountWhere(reader: Reader, whose: SQL): Promise<ErasedPerson | undefined> {
  const [user] = await reader.select().from(users).where(whose);
  if (user === undefined || isErasedAddress(user.email)) return undefined;
  return { userId: user.id, email: user.email, name: user.name, language: user.language === "en" ? "en" : "fr" };
}

/** Their gifts: of the account, and those made as a guest under its address. */
export const giftsOf = (fundId: string, { userId, email }: ErasedPerson): SQL | undefined =>
  and(
    eq(pledges.fundId, fundId),
    or(
      userId === undefined ? undefined : eq(pledges.userId, userId),
      and(isNull(pledges.userId), sql`lower(${pledges.email}) = lower(${email})`),
    ),
  );
