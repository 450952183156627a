import { and, eq } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { recordAudit } from "../audit/record-audit.ts";
import type { Transaction } from "../db/client.ts";
import { fundNow } from "../db/clock.ts";
import { nonExecutions } from "../db/schema/index.ts";
import { inTransaction } from "../db/transaction.ts";
import type { Deps } from "../deps.ts";
import type { Actor } from "../domain/actor.ts";
import { takeBackUnexecuted as takeBackWithdrawal } from "../pots/take-back-unexecuted.ts";
import { lockSentOrders, type SentOrder, type SentOrders } from "./lock-sent-orders.ts";
import { declaredAlready, nothingDeclared, secondPersonConfirms } from "./non-execution-messages.ts";
import { takeBackUnexecuted as takeBackDisbursement } from "./take-back-unexecuted.ts";

/** A paymaster says that the bank did not execute these orders of a file: all of them are still sent, or none is declared (D6). */
export async function declareNonExecution(
  deps: Deps,
  actor: Actor,
  { reason, ...named }: SentOrders & { readonly reason: string },
): Promise<void> {
  await inTransaction(deps.db, async (tx) => {
    const { person, orders } = await lockSentOrders(tx, deps.fundId, actor, "non-execution.declare", named);
    for (const sent of orders) {
      if ((await findDeclared(tx, deps.fundId, sent)) !== undefined) throw declaredAlready();
      await tx.insert(nonExecutions).values({
        fundId: deps.fundId,
        id: uuidv7(),
        disbursementId: sent.kind === "disbursement" ? sent.order.id : null,
        withdrawalId: sent.kind === "withdrawal" ? sent.order.id : null,
        reason,
        state: "declared",
        declaredBy: person.userId,
        declaredAt: await fundNow(tx),
      });
      await recordAudit(tx, actor, {
        action: `${sent.kind}.declare-not-executed`,
        subject: [sent.kind, sent.order.id],
        change: { amountCents: Number(sent.order.amountCents) },
        reason,
      });
    }
  });
}

/** The second person agrees: the money is back where it came from, once, and the orders are over (D3, D6, L4). */
export async function confirmNonExecution(deps: Deps, actor: Actor, named: SentOrders): Promise<void> {
  await inTransaction(deps.db, async (tx) => {
    const { person, orders } = await lockSentOrders(tx, deps.fundId, actor, "non-execution.confirm", named);
    for (const sent of orders) {
      const declared = await findDeclared(tx, deps.fundId, sent);
      if (declared === undefined) throw nothingDeclared();
      if (declared.declaredBy === person.userId) throw secondPersonConfirms();
      await decide(tx, declared.id, person.userId, "confirmed");
      if (sent.kind === "disbursement") await takeBackDisbursement(tx, deps, person, sent.order, declared);
      else await takeBackWithdrawal(tx, deps, person, sent.order, declared);
    }
  });
}

/** Either of them drops what was declared: the orders are awaited from the bank as before. */
export async function dropNonExecution(deps: Deps, actor: Actor, named: SentOrders): Promise<void> {
  await inTransaction(deps.db, async (tx) => {
    const { person, orders } = await lockSentOrders(tx, deps.fundId, actor, "non-execution.confirm", named);
    for (const sent of orders) {
      const declared = await findDeclared(tx, deps.fundId, sent);
      if (declared === undefined) throw nothingDeclared();
      await decide(tx, declared.id, person.userId, "dropped");
      await recordAudit(tx, actor, {
        action: `${sent.kind}.drop-not-executed`,
        subject: [sent.kind, sent.order.id],
      });
    }
  });
}

async function decide(tx: Transaction, id: string, decidedBy: string, state: "confirmed" | "dropped") {
  await tx
    .update(nonExecutions)
    .set({ state, decidedBy, decidedAt: await fundNow(tx) })
    .where(eq(nonExecutions.id, id));
}

async function findDeclared(tx: Transaction, fundId: string, { kind, order }: SentOrder) {
  const column = kind === "disbursement" ? nonExecutions.disbursementId : nonExecutions.withdrawalId;
  const [row] = await tx
    .select()
    .from(nonExecutions)
    .where(and(eq(nonExecutions.fundId, fundId), eq(column, order.id), eq(nonExecutions.state, "declared")));
  return row;
}
