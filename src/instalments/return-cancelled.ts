import { and, eq, gt } from "drizzle-orm";
import { instalments } from "../db/schema/index.ts";
import { inTransaction } from "../db/transaction.ts";
import type { Deps } from "../deps.ts";
import { grantMoney } from "../disbursements/grant-money.ts";
import { worker } from "../domain/actor.ts";
import { availableCents } from "../domain/grant.ts";
import { cents, minCents, remaining } from "../domain/money.ts";
import { forEachLogged } from "../jobs/for-each-logged.ts";
import { lockGrantMoney } from "../refunds/return-facts.ts";
import { returnUnspent } from "../spending-reports/return-unspent.ts";
import { readSchedule } from "./read-schedule.ts";

/**
 * A payment that came back after its instalment was cancelled goes on to where the grant's money came from, as
 * cancelling does. It waits while a gift is disputed or an amendment is to be signed.
 */
export async function returnCancelled(deps: Deps): Promise<void> {
  const waiting = await deps.db
    .select({ id: instalments.id, grantId: instalments.grantId })
    .from(instalments)
    .where(and(eq(instalments.fundId, deps.fundId), gt(instalments.returnedCents, instalments.givenBackCents)));
  await forEachLogged(deps, "return-cancelled", waiting, (instalment) => giveBack(deps, instalment));
}

async function giveBack(deps: Deps, { id, grantId }: { readonly id: string; readonly grantId: string }) {
  await inTransaction(deps.db, async (tx) => {
    const where = await lockGrantMoney(tx, deps.fundId, grantId);
    const money = await grantMoney(tx, where.grant);
    if (money.frozenCents > 0n) return;
    const schedule = await readSchedule(tx, where.grant);
    const instalment = schedule.find((one) => one.id === id);
    if (instalment === undefined || instalment.returnedCents === instalment.givenBackCents) return;
    // A refund in between may have taken part of it: only what no other instalment can pay goes back.
    const promisedCents = schedule.reduce((sum, one) => sum + one.leftCents, 0n);
    const amountCents = minCents(
      cents(instalment.returnedCents - instalment.givenBackCents),
      remaining(availableCents(money), cents(promisedCents)),
    );
    if (amountCents > 0n)
      await returnUnspent(tx, deps, worker("return-cancelled"), {
        where,
        amountCents,
        netCents: remaining(money.amountCents, money.owedBackCents),
        key: `instalment:${id}:returned:${instalment.returnedCents}`,
        reason: `Versement revenu après l’annulation de la tranche ${instalment.number}`,
      });
    await tx
      .update(instalments)
      .set({ givenBackCents: instalment.returnedCents })
      .where(and(eq(instalments.fundId, deps.fundId), eq(instalments.id, id)));
  });
}
