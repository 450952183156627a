import { and, eq } from "drizzle-orm";
import { recordAudit } from "../audit/record-audit.ts";
import type { Transaction } from "../db/client.ts";
import { agreementNegotiations, cooperationAgreements } from "../db/schema/index.ts";
import { inTransaction } from "../db/transaction.ts";
import type { Deps } from "../deps.ts";
import type { Actor } from "../domain/actor.ts";
import { otherSide } from "../domain/agreement.ts";
import { lockAgreement } from "./lock-agreement.ts";
import { negotiationClosed } from "./messages.ts";
import { notify } from "./notify.ts";
import { readRound } from "./read-round.ts";

/** Either side gives up the negotiation, saying why. An agreement in force stays as it is signed. */
export async function abandonNegotiation(
  deps: Deps,
  actor: Actor,
  { agreementId, reason }: { readonly agreementId: string; readonly reason: string },
): Promise<void> {
  await inTransaction(deps.db, async (tx) => {
    const { agreement, side, now } = await lockAgreement(tx, deps, actor, agreementId, "agreement.negotiate");
    const round = await readRound(tx, deps.fundId, agreementId);
    if (round === undefined) throw negotiationClosed();
    await closeNegotiation(tx, deps, round.negotiationId, { state: "abandoned", at: now, reason });
    if (agreement.state === "negotiating")
      await tx
        .update(cooperationAgreements)
        .set({ state: "abandoned" })
        .where(and(eq(cooperationAgreements.fundId, deps.fundId), eq(cooperationAgreements.id, agreementId)));
    await recordAudit(tx, actor, {
      action: "agreement.abandon",
      subject: ["agreement", agreementId],
      change: { version: round.version, side },
      reason,
    });
    await notify(tx, actor, { letter: "agreement-abandoned", agreement, to: otherSide(side) });
  });
}

type Closing = { readonly state: "signed" | "abandoned"; readonly at: Date; readonly reason?: string };

export const closeNegotiation = (tx: Transaction, { fundId }: Deps, id: string, { state, at, reason }: Closing) =>
  tx
    .update(agreementNegotiations)
    .set({ state, closedAt: at, closedReason: reason })
    .where(and(eq(agreementNegotiations.fundId, fundId), eq(agreementNegotiations.id, id)));
