import { eq } from "drizzle-orm";
import { recordAudit } from "../audit/record-audit.ts";
import { agreementAcceptances, funds, organisations } from "../db/schema/index.ts";
import { inTransaction } from "../db/transaction.ts";
import type { Deps } from "../deps.ts";
import type { Actor } from "../domain/actor.ts";
import { promisedMoney } from "../domain/agreement-terms.ts";
import { forbidden, InvariantViolation } from "../errors.ts";
import { safetyCents } from "../safety/read-safety.ts";
import { agreementText, textHash } from "./agreement-text.ts";
import { checkTermsOf } from "./check-terms.ts";
import { isOver, lockAgreement } from "./lock-agreement.ts";
import { agreementOver, negotiationClosed, ownProposal, versionArrived } from "./messages.ts";
import { notify } from "./notify.ts";
import { readRound } from "./read-round.ts";

/**
 * The side that did not propose the latest version accepts it: both agree, its text is fixed and can be signed.
 * Accepting it again changes nothing. @throws AppError 409 where a newer version arrived.
 */
export async function acceptVersion(
  deps: Deps,
  actor: Actor,
  { agreementId, version }: { readonly agreementId: string; readonly version: number },
): Promise<void> {
  await inTransaction(deps.db, async (tx) => {
    const held = await lockAgreement(tx, deps, actor, agreementId, "agreement.negotiate");
    const { agreement, side, now } = held;
    if (actor.kind !== "user") throw forbidden();
    const round = await readRound(tx, deps.fundId, agreementId);
    if (round === undefined) throw negotiationClosed();
    if (round.version !== version) throw versionArrived();
    if (round.side === side) throw ownProposal();
    if (round.isAccepted) return;
    if (isOver(agreement, now)) throw agreementOver();
    await checkTermsOf(tx, deps.fundId, agreementId, round.terms, now);

    const [fund] = await tx.select().from(funds).where(eq(funds.id, deps.fundId));
    const [partner] = await tx.select().from(organisations).where(eq(organisations.id, agreement.partnerId));
    if (fund === undefined || partner === undefined)
      throw new InvariantViolation(`agreement ${agreementId} has a side`);
    const paragraphs = agreementText({
      reference: agreement.reference,
      version,
      isAmendment: agreement.state !== "negotiating",
      fundName: fund.name,
      partner,
      terms: round.terms,
    });
    const threshold = await safetyCents(tx, deps.fundId, "agreement-second-signature");
    const needsSecond = promisedMoney(round.terms) > threshold;
    const hash = textHash(paragraphs);
    await tx.insert(agreementAcceptances).values({
      fundId: deps.fundId,
      agreementId,
      version,
      side,
      acceptedBy: actor.userId,
      text: paragraphs,
      textHash: hash,
      needsSecond,
      createdAt: now,
    });
    await recordAudit(tx, actor, {
      action: "agreement.accept",
      subject: ["agreement", agreementId],
      change: { version, side, textHash: hash, needsSecond },
    });
    await notify(tx, actor, { letter: "agreement-to-sign", agreement });
  });
}
