import { and, eq, inArray, sql } from "drizzle-orm";
import { recordAudit } from "../audit/record-audit.ts";
import { dayOf } from "../campaigns/paris-days.ts";
import type { Transaction } from "../db/client.ts";
import { fundNow } from "../db/clock.ts";
import { disbursements, type grants, instalments } from "../db/schema/index.ts";
import { inTransaction } from "../db/transaction.ts";
import type { Deps } from "../deps.ts";
import { grantMoney } from "../disbursements/grant-money.ts";
import type { Actor } from "../domain/actor.ts";
import { remaining } from "../domain/money.ts";
import { invalidInput } from "../errors.ts";
import { enqueue } from "../jobs/outbox.ts";
import { membersOf } from "../organisations/members.ts";
import { lockGrantMoney } from "../refunds/return-facts.ts";
import { moneyUnsettled } from "../spending-reports/messages.ts";
import { returnUnspent } from "../spending-reports/return-unspent.ts";
import { belongsTo, lockInstalment } from "./lock-instalment.ts";
import { instalmentCancelled, instalmentInUse, laterDayExpected, notIndependent } from "./messages.ts";
import type { Instalment } from "./read-schedule.ts";

type Extension = { readonly instalmentId: string; readonly dueOn: string; readonly reason: string };

/** A case officer gives an instalment more time, and says why; its reminders go out again for the new day (D2). */
export async function extendInstalment(deps: Deps, actor: Actor, input: Extension): Promise<void> {
  const { instalmentId, dueOn, reason } = input;
  await inTransaction(deps.db, async (tx) => {
    const { grant, person, instalment } = await lockInstalment(tx, deps, actor, "instalment.edit", instalmentId);
    if (belongsTo(person, grant.organisationId)) throw notIndependent();
    if (instalment.cancelledAt !== null) throw instalmentCancelled();
    if (dueOn <= instalment.dueOn || dueOn < dayOf(await fundNow(tx))) throw invalidInput([laterDayExpected]);
    await tx
      .update(instalments)
      .set({ dueOn })
      .where(and(eq(instalments.fundId, deps.fundId), eq(instalments.id, instalmentId)));
    await recordAudit(tx, actor, {
      action: "instalment.extend",
      subject: ["instalment", instalmentId],
      change: { from: instalment.dueOn, to: dueOn },
      reason,
    });
    for (const { userId } of await membersOf(tx, grant.organisationId)) {
      await enqueue(tx, "send-mail", { template: "instalment-extended", subjectId: `${instalmentId}/${userId}` });
    }
  });
}

type Cancellation = { readonly instalmentId: string; readonly reason: string };

/**
 * A case officer gives an instalment up: what was left of it goes back at once, as money not spent does, and its
 * successor waits for it no more. It waits while a gift is disputed or an amendment is to be signed, as the report does.
 * Answers what was left of it.
 */
export async function cancelInstalment(
  deps: Deps,
  actor: Actor,
  { instalmentId, reason }: Cancellation,
): Promise<{ readonly leftCents: bigint }> {
  return await inTransaction(deps.db, async (tx) => {
    const { grant, person, instalment } = await lockInstalment(tx, deps, actor, "instalment.edit", instalmentId);
    if (belongsTo(person, grant.organisationId)) throw notIndependent();
    if (instalment.cancelledAt !== null) throw instalmentCancelled();
    const [open] = await tx
      .select({ count: sql<number>`count(*)::int` })
      .from(disbursements)
      .where(
        and(
          eq(disbursements.fundId, deps.fundId),
          eq(disbursements.instalmentId, instalmentId),
          inArray(disbursements.state, ["requested", "authorised", "ordered", "sent"]),
        ),
      );
    if ((open?.count ?? 0) > 0) throw instalmentInUse();
    await giveBack(tx, deps, actor, { grant, instalment, reason });
    await tx
      .update(instalments)
      .set({ cancelledAt: await fundNow(tx), cancelledReason: reason })
      .where(and(eq(instalments.fundId, deps.fundId), eq(instalments.id, instalmentId)));
    await recordAudit(tx, actor, {
      action: "instalment.cancel",
      subject: ["instalment", instalmentId],
      change: { leftCents: Number(instalment.leftCents), grantId: grant.id },
      reason,
    });
    for (const { userId } of await membersOf(tx, grant.organisationId)) {
      await enqueue(tx, "send-mail", { template: "instalment-cancelled", subjectId: `${instalmentId}/${userId}` });
    }
    return { leftCents: instalment.leftCents };
  });
}

type Left = {
  readonly grant: typeof grants.$inferSelect;
  readonly instalment: Pick<Instalment, "id" | "leftCents">;
  readonly reason: string;
};

async function giveBack(tx: Transaction, deps: Deps, actor: Actor, { grant, instalment, reason }: Left): Promise<void> {
  const where = await lockGrantMoney(tx, deps.fundId, grant.id);
  const money = await grantMoney(tx, where.grant);
  if (money.frozenCents > 0n) throw moneyUnsettled();
  if (instalment.leftCents === 0n) return;
  await returnUnspent(tx, deps, actor, {
    where,
    amountCents: instalment.leftCents,
    netCents: remaining(money.amountCents, money.owedBackCents),
    key: `instalment:${instalment.id}:unspent`,
    reason,
  });
}
