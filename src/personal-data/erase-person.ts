import { randomUUID } from "node:crypto";
import { eq, inArray } from "drizzle-orm";
import { recordAudit } from "../audit/record-audit.ts";
import type { Transaction } from "../db/client.ts";
import { users } from "../db/schema/identity.ts";
import { organisationMembers, organisations } from "../db/schema/organisations.ts";
import { pledges } from "../db/schema/pledges.ts";
import { inTransaction } from "../db/transaction.ts";
import type { Deps } from "../deps.ts";
import type { Actor } from "../domain/actor.ts";
import { notFound } from "../errors.ts";
import { eraseAccount, eraseGifts, eraseTraces, eraseWords } from "./erase-rows.ts";
import { type ErasureKey, type ErasureSubject, isErasureKey } from "./erasure-link.ts";
import { findPersonToErase, giftsOf } from "./erasure-person.ts";
import { findObstacles, standsInTheWay } from "./find-obstacles.ts";
import { notYet } from "./messages.ts";

/**
 * X5: a person becomes a pseudonym everywhere at once, on the word of a link sent to their own address. Books, receipts
 * within their legal time and the keyed hashes that one person's caps are counted by stay (M6). Done again: nothing.
 * @throws AppError 404 for a link that isn't good, 409 while a gift is open or a role not handed over.
 */
export async function erasePerson(deps: Deps, actor: Actor, subject: ErasureSubject, key: ErasureKey): Promise<void> {
  if (!(await isErasureKey(deps, subject, key))) throw notFound();
  const { fundId } = deps;
  await inTransaction(deps.db, async (tx) => {
    const person = await findPersonToErase(tx, fundId, subject);
    if (person === undefined) return;
    const { userId } = person;
    if (userId !== undefined) await holdAccount(tx, userId);
    // Held, so that none of them opens anew or is charged meanwhile.
    const gifts = await tx
      .select({ id: pledges.id })
      .from(pledges)
      .where(giftsOf(fundId, person))
      .orderBy(pledges.id)
      .for("no key update");
    if (standsInTheWay(await findObstacles(tx, fundId, person))) throw notYet();
    const address = `efface-${randomUUID()}@efface.invalid`;
    await eraseGifts(tx, fundId, person, address);
    await eraseWords(tx, fundId, person, address);
    await eraseTraces(tx, person);
    if (userId !== undefined) await eraseAccount(tx, userId, address);
    await recordAudit(tx, actor, {
      action: "person.erase",
      subject: userId === undefined ? ["pledge", subject.id] : ["user", userId],
      change: { gifts: gifts.length },
    });
  });
}

/** The account and its organisations, whose owners go one at a time: the last one stays. */
async function holdAccount(tx: Transaction, userId: string): Promise<void> {
  const theirs = tx
    .select({ id: organisationMembers.organisationId })
    .from(organisationMembers)
    .where(eq(organisationMembers.userId, userId));
  await tx
    .select({ id: organisations.id })
    .from(organisations)
    .where(inArray(organisations.id, theirs))
    .orderBy(organisations.id)
    .for("no key update");
  await tx.select({ id: users.id }).from(users).where(eq(users.id, userId)).for("update");
}
