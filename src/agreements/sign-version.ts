import { v7 as uuidv7 } from "uuid";
import { recordAudit } from "../audit/record-audit.ts";
import { agreementSignatures } from "../db/schema/index.ts";
import { inTransaction } from "../db/transaction.ts";
import type { Deps } from "../deps.ts";
import type { Actor } from "../domain/actor.ts";
import { decideSignature } from "../domain/agreement.ts";
import { forbidden } from "../errors.ts";
import { closeNegotiation } from "./abandon-negotiation.ts";
import { checkTermsOf } from "./check-terms.ts";
import { isOver, lockAgreement, ownsOrganisation } from "./lock-agreement.ts";
import { negotiationClosed, signatureRefused, suspendedNow } from "./messages.ts";
import { notify } from "./notify.ts";
import { putInForce } from "./put-in-force.ts";
import { readRound } from "./read-round.ts";

export type SignatureOutcome = { readonly kind: "signed" | "signed-already" | "in-force" };

/**
 * One person signs the text they read. With the last signature the terms are in force, in the same transaction: pots
 * are opened and rules written by what was signed.
 */
export async function signVersion(
  deps: Deps,
  actor: Actor,
  { agreementId, textHash }: { readonly agreementId: string; readonly textHash: string },
): Promise<SignatureOutcome> {
  return inTransaction(deps.db, async (tx) => {
    const held = await lockAgreement(tx, deps, actor, agreementId, "agreement.sign");
    const { agreement, side, now } = held;
    if (actor.kind !== "user" || (side === "partner" && !ownsOrganisation(actor, agreement.partnerId)))
      throw forbidden();
    const round = await readRound(tx, deps.fundId, agreementId);
    if (round === undefined) throw negotiationClosed();
    const decision = decideSignature(
      round,
      { side, userId: actor.userId },
      { seenHash: textHash, textHash: round.text?.hash ?? "", isOver: isOver(agreement, now) },
    );
    if (decision.kind === "refused") throw signatureRefused(decision.reason);
    if (decision.kind === "signed-already") return { kind: "signed-already" };

    const { version } = round;
    const seat = round.signatures.filter((one) => one.side === side).length + 1;
    await tx.insert(agreementSignatures).values({
      fundId: deps.fundId,
      id: uuidv7(),
      agreementId,
      version,
      side,
      seat,
      signedBy: actor.userId,
      textHash,
      createdAt: now,
    });
    await recordAudit(tx, actor, {
      action: "agreement.sign",
      subject: ["agreement", agreementId],
      change: { version, side, seat, textHash },
    });
    if (!decision.completes) {
      await notify(tx, actor, { letter: "agreement-to-sign", agreement });
      return { kind: "signed" };
    }
    if (agreement.state === "suspended") throw suspendedNow();
    await checkTermsOf(tx, deps.fundId, agreementId, round.terms, now);
    await closeNegotiation(tx, deps, round.negotiationId, { state: "signed", at: now });
    await putInForce(tx, deps, actor, { agreement, version, terms: round.terms });
    await notify(tx, actor, { letter: "agreement-in-force", agreement });
    return { kind: "in-force" };
  });
}
