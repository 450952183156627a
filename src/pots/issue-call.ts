import { and, eq } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { recordAudit } from "../audit/record-audit.ts";
import { dayOf } from "../campaigns/paris-days.ts";
import type { Transaction } from "../db/client.ts";
import { fundNow } from "../db/clock.ts";
import { fundCalls, matchingPots } from "../db/schema/index.ts";
import { inTransaction } from "../db/transaction.ts";
import type { Deps } from "../deps.ts";
import { type Actor, actorReference } from "../domain/actor.ts";
import { callableCents } from "../domain/fund-call.ts";
import type { Cents } from "../domain/money.ts";
import { permits } from "../domain/permissions.ts";
import { forbidden, InvariantViolation, invalidInput, notFound } from "../errors.ts";
import { readPot } from "../partners/queries.ts";
import { callStandings } from "./call-standings.ts";
import { agreementOfPot } from "./load-withdrawal.ts";
import { dueInPast, moreThanCallable } from "./messages.ts";
import { tellMembers } from "./tell-members.ts";

export type NewCall = {
  readonly potId: string;
  readonly amountCents: Cents;
  readonly dueOn: string;
  readonly note?: string | undefined;
};

/** The paymaster asks the partner for promised money, at most for what is not received or called yet. Books nothing (M9). */
export async function issueCall(deps: Deps, actor: Actor, input: NewCall): Promise<{ readonly callId: string }> {
  await readPot(deps, actor, input.potId);
  if (!permits(actor, "call.issue")) throw forbidden();
  return await inTransaction(deps.db, async (tx) => {
    const now = await fundNow(tx);
    if (input.dueOn < dayOf(now)) throw invalidInput([dueInPast]);
    const left = await lockCallable(tx, deps.fundId, input.potId);
    if (input.amountCents > left) throw moreThanCallable(left);
    return { callId: await writeCall(tx, deps, actor, input) };
  });
}

/** What may still be called of a pot, with its row locked so that nobody calls the same money beside. */
export async function lockCallable(tx: Transaction, fundId: string, potId: string): Promise<Cents> {
  const [pot] = await tx
    .select()
    .from(matchingPots)
    .where(and(eq(matchingPots.fundId, fundId), eq(matchingPots.id, potId)))
    .for("no key update");
  if (pot === undefined) throw notFound();
  return callableCents(pot, [...(await callStandings(tx, fundId, potId)).values()]);
}

/** Writes the call under the next number of its year, and a letter to each of the partner's people. */
export async function writeCall(
  tx: Transaction,
  { fundId }: Pick<Deps, "fundId">,
  actor: Actor,
  { potId, amountCents, dueOn, note }: NewCall,
): Promise<string> {
  const now = await fundNow(tx);
  const [call] = await tx
    .insert(fundCalls)
    .values({
      fundId,
      id: uuidv7(),
      potId,
      year: Number(dayOf(now).slice(0, 4)),
      amountCents,
      dueOn,
      note: note ?? null,
      issuedBy: actorReference(actor),
      issuedAt: now,
    })
    .returning();
  if (call === undefined) throw new InvariantViolation("a call for funds was not written");
  await recordAudit(tx, actor, {
    action: "call.issue",
    subject: ["fund-call", call.id],
    change: { potId, year: call.year, number: call.number, amountCents: Number(amountCents), dueOn },
  });
  const { partnerId } = await agreementOfPot(tx, fundId, potId);
  await tellMembers(tx, partnerId, "fund-call", call.id);
  return call.id;
}
