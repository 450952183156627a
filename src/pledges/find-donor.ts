import { and, eq, inArray, sql } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import type { Reader, Transaction } from "../db/client.ts";
import { donorKeys, donors } from "../db/schema/pledges.ts";
import type { Deps } from "../deps.ts";
import type { Actor } from "../domain/actor.ts";
import type { Cipher } from "../security/cipher.ts";
import { lockDonors, mergeDonors } from "./merge-donors.ts";

type Person = { readonly userId: string | undefined; readonly email: string };
export type DonorKey = { readonly kind: "user" | "email" | "card" | "iban"; readonly value: string };

/**
 * One person across accounts (M6), by account and its verified address; made where neither is known. An address that
 * a guest merely typed tells nothing of whoever has an account under it: such a guest is a donor of their own until a
 * card or account tells more. The donor's row stays locked until the transaction ends, so that one person opens one
 * checkout at a time (M5).
 */
export async function lockDonor(tx: Transaction, deps: Deps, actor: Actor, person: Person): Promise<string> {
  const { fundId } = deps;
  const keys = keysOf(deps.cipher, person);
  for (const key of keys) await lockKey(tx, fundId, key);
  for (;;) {
    const found = await donorsOf(tx, fundId, keys);
    if (person.userId === undefined && (await hasAccount(tx, fundId, found))) return await newDonor(tx, fundId, []);
    const [first, second] = found;
    if (first === undefined) return await newDonor(tx, fundId, keys);
    await lockDonors(tx, fundId, found);
    // Two donors may have become one while we waited for them.
    if ((await donorsOf(tx, fundId, keys)).join() !== found.join()) continue;
    if (second === undefined) {
      for (const key of keys) await rememberDonorKey(tx, fundId, first, key);
      return first;
    }
    await mergeDonors(tx, deps, actor, { donorIds: [first, second], keyKind: "email", pledgeId: undefined });
  }
}

/** The donor an account or address is known as, without writing anything. */
export async function findDonor(
  reader: Reader,
  fundId: string,
  cipher: Cipher,
  person: Person,
): Promise<string | undefined> {
  for (const key of keysOf(cipher, person)) {
    const [donorId] = await donorsOf(reader, fundId, [key]);
    if (donorId !== undefined) return donorId;
  }
  return undefined;
}

const keysOf = (cipher: Cipher, person: Person): readonly DonorKey[] => [
  ...(person.userId === undefined ? [] : [{ kind: "user" as const, value: person.userId }]),
  { kind: "email", value: cipher.fingerprint(person.email.toLowerCase()) },
];

async function newDonor(tx: Transaction, fundId: string, keys: readonly DonorKey[]): Promise<string> {
  const donorId = uuidv7();
  await tx.insert(donors).values({ fundId, id: donorId, createdAt: sql`fund_now()` });
  for (const key of keys) await rememberDonorKey(tx, fundId, donorId, key);
  await lockDonors(tx, fundId, [donorId]);
  return donorId;
}

/** Ties an account, address, card or bank account to the donor who used it. */
export async function rememberDonorKey(tx: Transaction, fundId: string, donorId: string, key: DonorKey): Promise<void> {
  await tx
    .insert(donorKeys)
    .values({ fundId, donorId, ...key })
    .onConflictDoNothing();
}

export const lockKey = (tx: Transaction, fundId: string, key: DonorKey) =>
  tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`${fundId}:${key.kind}:${key.value}`}, 0))`);

/** The donors these keys tell of, the oldest first. */
export async function donorsOf(reader: Reader, fundId: string, keys: readonly DonorKey[]): Promise<readonly string[]> {
  const found: string[] = [];
  for (const { kind, value } of keys) {
    const [row] = await reader
      .select({ donorId: donorKeys.donorId })
      .from(donorKeys)
      .where(and(eq(donorKeys.fundId, fundId), eq(donorKeys.kind, kind), eq(donorKeys.value, value)));
    if (row !== undefined && !found.includes(row.donorId)) found.push(row.donorId);
  }
  return found.toSorted();
}

async function hasAccount(reader: Reader, fundId: string, donorIds: readonly string[]): Promise<boolean> {
  if (donorIds.length === 0) return false;
  const [row] = await reader
    .select({ donorId: donorKeys.donorId })
    .from(donorKeys)
    .where(and(eq(donorKeys.fundId, fundId), eq(donorKeys.kind, "user"), inArray(donorKeys.donorId, [...donorIds])))
    .limit(1);
  return row !== undefined;
}
