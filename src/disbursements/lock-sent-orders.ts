import { and, asc, eq, inArray } from "drizzle-orm";
import type { Transaction } from "../db/client.ts";
import { disbursements, potWithdrawals } from "../db/schema/index.ts";
import type { Actor } from "../domain/actor.ts";
import { dependenceOf, type Person } from "../domain/disbursement.ts";
import { type Action, permits } from "../domain/permissions.ts";
import { forbidden, notFound } from "../errors.ts";
import { type LoadedWithdrawal, lockWithdrawalOrder } from "../pots/load-withdrawal.ts";
import { findPerson } from "./find-people.ts";
import { type LoadedOrder, lockOrder } from "./load-order.ts";
import { obstacle } from "./messages.ts";

/** Orders of one payment file, to holders or to partners, named by their ids. */
export type SentOrders = { readonly paymentFileId: string; readonly orderIds: readonly string[] };

export type SentOrder =
  | { readonly kind: "disbursement"; readonly order: LoadedOrder }
  | { readonly kind: "withdrawal"; readonly order: LoadedWithdrawal };

/**
 * The orders, locked in the order a file takes them, with the person who decides about them: their role is asked now,
 * and they stand on no side of any (D3). One that the bank has answered meanwhile refuses all.
 */
export async function lockSentOrders(
  tx: Transaction,
  fundId: string,
  actor: Actor,
  action: Action,
  named: SentOrders,
): Promise<{ readonly person: Person; readonly orders: readonly SentOrder[] }> {
  if (actor.kind !== "user" || !permits(actor, "payment-file.read")) throw notFound();
  if (!permits(actor, action)) throw forbidden();
  const person = await findPerson(tx, actor.userId);
  if (!permits(person, action)) throw obstacle("role");
  const orders: SentOrder[] = [];
  const { disbursementIds, withdrawalIds } = await idsInFile(tx, fundId, named);
  for (const id of disbursementIds) orders.push({ kind: "disbursement", order: await lockOrder(tx, fundId, id) });
  for (const id of withdrawalIds) orders.push({ kind: "withdrawal", order: await lockWithdrawalOrder(tx, fundId, id) });
  for (const { order } of orders) {
    const reason = order.state === "sent" ? dependenceOf(person, order.sides) : "state";
    if (reason !== undefined) throw obstacle(reason);
  }
  return { person, orders };
}

async function idsInFile(tx: Transaction, fundId: string, { paymentFileId, orderIds }: SentOrders) {
  const [disbursementIds, withdrawalIds] = [
    await tx
      .select({ id: disbursements.id })
      .from(disbursements)
      .where(
        and(
          eq(disbursements.fundId, fundId),
          eq(disbursements.paymentFileId, paymentFileId),
          inArray(disbursements.id, [...orderIds]),
        ),
      )
      .orderBy(asc(disbursements.id)),
    await tx
      .select({ id: potWithdrawals.id })
      .from(potWithdrawals)
      .where(
        and(
          eq(potWithdrawals.fundId, fundId),
          eq(potWithdrawals.paymentFileId, paymentFileId),
          inArray(potWithdrawals.id, [...orderIds]),
        ),
      )
      .orderBy(asc(potWithdrawals.id)),
  ].map((rows) => rows.map((row) => row.id));
  const found = [...(disbursementIds ?? []), ...(withdrawalIds ?? [])];
  if (found.length === 0 || found.length !== new Set(orderIds).size) throw notFound();
  return { disbursementIds: disbursementIds ?? [], withdrawalIds: withdrawalIds ?? [] };
}
