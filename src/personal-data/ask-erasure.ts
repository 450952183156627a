import { recordAudit } from "../audit/record-audit.ts";
import { inTransaction } from "../db/transaction.ts";
import type { Deps } from "../deps.ts";
import type { Actor } from "../domain/actor.ts";
import { invalidInput, notFound } from "../errors.ts";
import { enqueue } from "../jobs/outbox.ts";
import type { ErasureSubject } from "./erasure-link.ts";
import { findPersonToErase } from "./erasure-person.ts";
import { findObstacles, standsInTheWay } from "./find-obstacles.ts";
import { ERASURE, notYet } from "./messages.ts";

/** Sends the link that erases to the person's own address. Who asks has shown that they are that person. */
export async function askErasure(deps: Deps, actor: Actor, subject: ErasureSubject, word: string): Promise<void> {
  if (word.trim().toUpperCase() !== ERASURE.word.fr && word.trim().toUpperCase() !== ERASURE.word.en) {
    throw invalidInput([{ field: "word", message: ERASURE.wordWrong }]);
  }
  await inTransaction(deps.db, async (tx) => {
    const person = await findPersonToErase(tx, deps.fundId, subject);
    if (person === undefined) throw notFound();
    if (standsInTheWay(await findObstacles(tx, deps.fundId, person))) throw notYet();
    const [template, subjectId] =
      person.userId === undefined ? ["guest-erasure-asked", subject.id] : ["erasure-asked", person.userId];
    await enqueue(tx, "send-mail", { template, subjectId });
    await recordAudit(tx, actor, {
      action: "person.ask-erasure",
      subject: [person.userId === undefined ? "pledge" : "user", subjectId],
    });
  });
}
