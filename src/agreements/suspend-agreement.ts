import { and, eq, inArray } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { recordAudit } from "../audit/record-audit.ts";
import type { Transaction } from "../db/client.ts";
import { fundNow } from "../db/clock.ts";
import { agreementSuspensions, cooperationAgreements, suspendedRules } from "../db/schema/index.ts";
import { inTransaction } from "../db/transaction.ts";
import type { Deps } from "../deps.ts";
import type { Actor } from "../domain/actor.ts";
import { permits } from "../domain/permissions.ts";
import { forbidden } from "../errors.ts";
import { changeRuleBook } from "../matching/rule-book.ts";
import { endRules, latestRules } from "../partners/rule-versions.ts";
import { isOver, type LockedAgreement, lockAgreement } from "./lock-agreement.ts";
import { notInForce, suspensionKnown } from "./messages.ts";
import { notify } from "./notify.ts";

type Input = { readonly agreementId: string; readonly reason: string };

/**
 * An administrator suspends an agreement: from now on its rules match no pledge, by a next version of each that has
 * ended (M7, M8); what is reserved or committed stays (M5). The partner's owner asks for it instead.
 */
export async function suspendAgreement(
  deps: Deps,
  actor: Actor,
  { agreementId, reason }: Input,
): Promise<{ readonly kind: "asked" | "suspended" }> {
  return inTransaction(deps.db, async (tx) => {
    const held = await lockAgreement(tx, deps, actor, agreementId, "agreement.suspend");
    if (actor.kind !== "user") throw forbidden();
    if (held.agreement.state !== "in_force" || isOver(held.agreement, held.now)) throw notInForce();
    const open = await openSuspension(tx, deps.fundId, agreementId);
    if (held.side === "partner" || !permits(actor, "agreement.resume")) {
      if (open !== undefined) throw suspensionKnown();
      await ask(tx, deps, actor, held, reason);
      return { kind: "asked" };
    }
    await suspend(tx, deps, actor, held, open?.id, reason);
    return { kind: "suspended" };
  });
}

export async function openSuspension(tx: Transaction, fundId: string, agreementId: string) {
  const [row] = await tx
    .select()
    .from(agreementSuspensions)
    .where(
      and(
        eq(agreementSuspensions.fundId, fundId),
        eq(agreementSuspensions.agreementId, agreementId),
        inArray(agreementSuspensions.state, ["asked", "running"]),
      ),
    );
  return row;
}

type Person = Extract<Actor, { kind: "user" }>;

async function ask(tx: Transaction, deps: Deps, actor: Person, held: LockedAgreement, reason: string): Promise<void> {
  const { agreement, side, now } = held;
  await tx.insert(agreementSuspensions).values({
    fundId: deps.fundId,
    id: uuidv7(),
    agreementId: agreement.id,
    state: "asked",
    askedSide: side,
    askedBy: actor.userId,
    createdAt: now,
    reason,
  });
  await recordAudit(tx, actor, {
    action: "agreement.ask-suspension",
    subject: ["agreement", agreement.id],
    reason,
  });
  await notify(tx, actor, { letter: "agreement-suspension-asked", agreement, to: "fund" });
}

async function suspend(
  tx: Transaction,
  deps: Deps,
  actor: Person,
  { agreement, side }: LockedAgreement,
  askedId: string | undefined,
  reason: string,
): Promise<void> {
  const { fundId } = deps;
  await changeRuleBook(tx, fundId);
  const at = await fundNow(tx);
  const id = askedId ?? uuidv7();
  const running = { state: "running", startedAt: at, startedBy: actor.userId };
  if (askedId === undefined)
    await tx.insert(agreementSuspensions).values({
      fundId,
      id,
      agreementId: agreement.id,
      askedSide: side,
      askedBy: actor.userId,
      createdAt: at,
      reason,
      ...running,
    });
  else
    await tx
      .update(agreementSuspensions)
      .set(running)
      .where(and(eq(agreementSuspensions.fundId, fundId), eq(agreementSuspensions.id, id)));
  const stopped = await endRules(tx, actor, await latestRules(tx, deps, agreement.id), { at, reason });
  if (stopped.length > 0)
    await tx
      .insert(suspendedRules)
      .values(stopped.map((rule) => ({ fundId, suspensionId: id, ruleId: rule.id, version: rule.version })));
  await tx
    .update(cooperationAgreements)
    .set({ state: "suspended" })
    .where(and(eq(cooperationAgreements.fundId, fundId), eq(cooperationAgreements.id, agreement.id)));
  await recordAudit(tx, actor, {
    action: "agreement.suspend",
    subject: ["agreement", agreement.id],
    change: { rules: stopped.length, wasAsked: askedId !== undefined },
    reason,
  });
  await notify(tx, actor, { letter: "agreement-suspended", agreement });
}
