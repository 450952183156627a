import { sql } from "drizzle-orm";
import { recordAudit } from "../audit/record-audit.ts";
import { dayOf } from "../campaigns/paris-days.ts";
import type { Transaction } from "../db/client.ts";
import { fundNow } from "../db/clock.ts";
import { fundCalls, plannedCalls } from "../db/schema/index.ts";
import { inTransaction } from "../db/transaction.ts";
import type { Deps } from "../deps.ts";
import { type Actor, worker } from "../domain/actor.ts";
import { cents, minCents } from "../domain/money.ts";
import { forEachLogged } from "../jobs/for-each-logged.ts";
import { callStandings, isCall } from "./call-standings.ts";
import { lockCallable, writeCall } from "./issue-call.ts";
import { agreementOfPot } from "./load-withdrawal.ts";
import { endPlan, isPlan } from "./plan-calls.ts";
import { tellMembers } from "./tell-members.ts";

const NAME = "sweep-fund-calls";

/** Sends the calls whose day has come, and reminds of those that are overdue. */
export async function sweepFundCalls(deps: Deps): Promise<void> {
  const actor = worker(NAME);
  const today = dayOf(await fundNow(deps.db));
  const due = await deps.db.execute<{ id: string }>(sql`
    select id from planned_calls
    where fund_id = ${deps.fundId} and state = 'planned' and issue_on <= ${today} order by issue_on, id limit 500`);
  await forEachLogged(deps, NAME, due, ({ id }) => inTransaction(deps.db, (tx) => issuePlanned(tx, deps, actor, id)));
  const overdue = await deps.db.execute<{ id: string }>(sql`
    select id from fund_calls
    where fund_id = ${deps.fundId} and cancelled_at is null and due_on < ${today}
      and (reminded_at is null or reminded_at < fund_now() - interval '14 days')
      and issued_at > fund_now() - interval '2 years' order by due_on, id limit 500`);
  await forEachLogged(deps, NAME, overdue, ({ id }) => inTransaction(deps.db, (tx) => remind(tx, deps, actor, id)));
}

/** For what is left to call by now; nothing left, or an agreement that has ended, drops the plan. */
async function issuePlanned(tx: Transaction, deps: Deps, actor: Actor, id: string): Promise<void> {
  const [plan] = await tx.select().from(plannedCalls).where(isPlan(deps.fundId, id)).for("no key update");
  if (plan?.state !== "planned") return;
  const callable = await lockCallable(tx, deps.fundId, plan.potId);
  const { state } = await agreementOfPot(tx, deps.fundId, plan.potId);
  const amountCents = state === "ended" ? cents(0n) : minCents(cents(plan.amountCents), callable);
  if (amountCents === 0n) {
    await endPlan(tx, deps.fundId, id, { state: "dropped" });
    await recordAudit(tx, actor, {
      action: "call.drop-plan",
      subject: ["pot", plan.potId],
      change: { plannedCallId: id },
      reason: "nothing-left-to-call",
    });
    return;
  }
  const callId = await writeCall(tx, deps, actor, { potId: plan.potId, amountCents, dueOn: plan.dueOn });
  await endPlan(tx, deps.fundId, id, { state: "issued", callId });
}

async function remind(tx: Transaction, deps: Deps, actor: Actor, id: string): Promise<void> {
  const [call] = await tx.select().from(fundCalls).where(isCall(deps.fundId, id)).for("no key update");
  if (call === undefined || call.cancelledAt !== null) return;
  const standing = (await callStandings(tx, deps.fundId, call.potId)).get(id);
  if (standing === undefined || standing.openCents === 0n) return;
  await tx
    .update(fundCalls)
    .set({ remindedAt: await fundNow(tx) })
    .where(isCall(deps.fundId, id));
  const { partnerId } = await agreementOfPot(tx, deps.fundId, call.potId);
  await tellMembers(tx, partnerId, "fund-call-due", id);
  await recordAudit(tx, actor, {
    action: "call.remind",
    subject: ["fund-call", id],
    change: { openCents: Number(standing.openCents) },
  });
}
