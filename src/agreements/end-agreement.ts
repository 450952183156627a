import { and, eq, inArray, lte, sql } from "drizzle-orm";
import { recordAudit } from "../audit/record-audit.ts";
import type { Transaction } from "../db/client.ts";
import { fundNow } from "../db/clock.ts";
import { cooperationAgreements, matchingPots } from "../db/schema/index.ts";
import { inTransaction } from "../db/transaction.ts";
import type { Deps } from "../deps.ts";
import type { Actor } from "../domain/actor.ts";
import type { Side } from "../domain/agreement.ts";
import { changeRuleBook } from "../matching/rule-book.ts";
import { endRules, latestRules } from "../partners/rule-versions.ts";
import { scheduleCalls } from "../pots/schedule-calls.ts";
import { closeNegotiation } from "./abandon-negotiation.ts";
import { type AgreementRow, isOver, lockAgreement } from "./lock-agreement.ts";
import { ENDED_SUSPENSION, notInForce } from "./messages.ts";
import { notify } from "./notify.ts";
import { readRound } from "./read-round.ts";
import { closeSuspension } from "./resume-agreement.ts";
import { openSuspension } from "./suspend-agreement.ts";

/** Either side ends an agreement before its last day, saying why: its rules end, and nothing is taken back. */
export async function endAgreement(
  deps: Deps,
  actor: Actor,
  { agreementId, reason }: { readonly agreementId: string; readonly reason: string },
): Promise<void> {
  await inTransaction(deps.db, async (tx) => {
    const { agreement, side, now } = await lockAgreement(tx, deps, actor, agreementId, "agreement.end");
    if (!isRunning(agreement) || isOver(agreement, now)) throw notInForce();
    await end(tx, deps, actor, agreement, { side, reason });
  });
}

/** Says of agreements whose last day has passed that they ended. Their rules ended by themselves. */
export async function expireAgreements(deps: Deps, actor: Actor): Promise<void> {
  const due = await deps.db
    .select({ id: cooperationAgreements.id })
    .from(cooperationAgreements)
    .where(
      and(
        eq(cooperationAgreements.fundId, deps.fundId),
        inArray(cooperationAgreements.state, ["in_force", "suspended"]),
        lte(cooperationAgreements.endsAt, sql`fund_now()`),
      ),
    )
    .limit(500);
  for (const { id } of due)
    await inTransaction(deps.db, async (tx) => {
      const { agreement, now } = await lockAgreement(tx, deps, actor, id, "agreement.end");
      if (isRunning(agreement) && isOver(agreement, now)) await end(tx, deps, actor, agreement);
    });
}

const isRunning = ({ state }: AgreementRow) => state === "in_force" || state === "suspended";

async function end(
  tx: Transaction,
  deps: Deps,
  actor: Actor,
  agreement: AgreementRow,
  early?: { readonly side: Side; readonly reason: string },
): Promise<void> {
  const { fundId } = deps;
  await changeRuleBook(tx, fundId);
  const at = await fundNow(tx);
  const reason = early?.reason ?? ENDED_SUSPENSION.fr;
  await endRules(tx, actor, await latestRules(tx, deps, agreement.id), { at, reason });
  const pots = await tx
    .select({ id: matchingPots.id })
    .from(matchingPots)
    .where(and(eq(matchingPots.fundId, fundId), eq(matchingPots.agreementId, agreement.id)));
  for (const pot of pots) await scheduleCalls(tx, deps, actor, pot.id, []);
  const suspension = await openSuspension(tx, fundId, agreement.id);
  if (suspension !== undefined)
    await closeSuspension(tx, deps, suspension, { at, by: actor.kind === "user" ? actor.userId : null, reason });
  const round = await readRound(tx, fundId, agreement.id);
  if (round !== undefined) await closeNegotiation(tx, deps, round.negotiationId, { state: "abandoned", at, reason });
  await tx
    .update(cooperationAgreements)
    .set({
      state: "ended",
      endedAt: early === undefined ? agreement.endsAt : at,
      endedSide: early?.side ?? null,
      endedReason: early?.reason ?? null,
    })
    .where(and(eq(cooperationAgreements.fundId, fundId), eq(cooperationAgreements.id, agreement.id)));
  await recordAudit(tx, actor, {
    action: early === undefined ? "agreement.expire" : "agreement.end",
    subject: ["agreement", agreement.id],
    change: { side: early?.side ?? null },
    reason,
  });
  await notify(tx, actor, { letter: "agreement-ended", agreement });
}
