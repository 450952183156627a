import { and, eq } from "drizzle-orm";
import { recordAudit } from "../audit/record-audit.ts";
import { cooperationAgreements } from "../db/schema/index.ts";
import { inTransaction } from "../db/transaction.ts";
import type { Deps } from "../deps.ts";
import type { Actor } from "../domain/actor.ts";
import { otherSide } from "../domain/agreement.ts";
import { forbidden } from "../errors.ts";
import { checkTermsOf } from "./check-terms.ts";
import type { VersionInput } from "./forms.ts";
import { isOver, lockAgreement } from "./lock-agreement.ts";
import { agreementOver, suspendedNow, versionArrived } from "./messages.ts";
import { notify } from "./notify.ts";
import { latestVersion, readRound } from "./read-round.ts";
import { openWith, writeVersion } from "./write-version.ts";

/**
 * The next version of an agreement's terms: a counter-proposal, a correction of one's own, or the first word of an
 * amendment. It leaves what was accepted and signed of the last one without effect. Answers its number.
 * @throws AppError 409 `version-arrived` where another version came since `answers` was read.
 */
export async function proposeVersion(
  deps: Deps,
  actor: Actor,
  { agreementId, answers, message, terms }: VersionInput & { readonly agreementId: string },
): Promise<number> {
  return inTransaction(deps.db, async (tx) => {
    const { agreement, side, now } = await lockAgreement(tx, deps, actor, agreementId, "agreement.negotiate");
    if (actor.kind !== "user") throw forbidden();
    if (isOver(agreement, now)) throw agreementOver();
    const latest = await latestVersion(tx, deps.fundId, agreementId);
    if (answers !== latest) throw versionArrived();
    const round = await readRound(tx, deps.fundId, agreementId);
    if (round === undefined && agreement.state === "suspended") throw suspendedNow();
    await checkTermsOf(tx, deps.fundId, agreementId, terms, now);

    const version = latest + 1;
    const proposal = { agreementId, side, userId: actor.userId, message, terms };
    if (round === undefined) await openWith(tx, deps, proposal, version, now);
    else await writeVersion(tx, deps, round.negotiationId, proposal, version, now);
    if (agreement.state === "negotiating")
      await tx
        .update(cooperationAgreements)
        .set({ title: terms.title })
        .where(and(eq(cooperationAgreements.fundId, deps.fundId), eq(cooperationAgreements.id, agreementId)));
    await recordAudit(tx, actor, {
      action: "agreement.propose",
      subject: ["agreement", agreementId],
      change: { version, side, answers, voidedSignatures: round?.signatures.length ?? 0 },
    });
    await notify(tx, actor, { letter: "agreement-proposed", agreement, to: otherSide(side) });
    return version;
  });
}
