import { and, asc, eq, isNull } from "drizzle-orm";
import { recordAudit } from "../audit/record-audit.ts";
import { fundNow } from "../db/clock.ts";
import { evidenceFiles, instalmentEvidence } from "../db/schema/index.ts";
import { inTransaction } from "../db/transaction.ts";
import type { Deps } from "../deps.ts";
import type { Actor } from "../domain/actor.ts";
import { sha256Of } from "../evidence/keep-file.ts";
import { lockInstalment } from "./lock-instalment.ts";
import { evidenceEmpty, evidenceNotAsked } from "./messages.ts";

type Sending = { readonly instalmentId: string; readonly comment: string };

/** The holder hands in the files it gathered, with a word; from here on they stay as they are (D2, D4). */
export async function sendEvidence(
  deps: Deps,
  actor: Actor,
  { instalmentId, comment }: Sending,
): Promise<{ readonly evidenceId: string; readonly contentHash: string }> {
  return await inTransaction(deps.db, async (tx) => {
    const { person, instalment } = await lockInstalment(tx, deps, actor, "evidence.send", instalmentId);
    if (instalment.state !== "open") throw evidenceNotAsked();
    const { evidenceId } = instalment;
    if (evidenceId === null) throw evidenceEmpty();
    const files = await tx
      .select({ sha256: evidenceFiles.sha256, filename: evidenceFiles.filename })
      .from(evidenceFiles)
      .where(
        and(
          eq(evidenceFiles.fundId, deps.fundId),
          eq(evidenceFiles.evidenceId, evidenceId),
          isNull(evidenceFiles.removedAt),
        ),
      )
      .orderBy(asc(evidenceFiles.sha256));
    if (files.length === 0) throw evidenceEmpty();
    const contentHash = evidenceHash(evidenceId, comment, files);
    await tx
      .update(instalmentEvidence)
      .set({ state: "sent", comment, contentHash, sentBy: person.userId, sentAt: await fundNow(tx) })
      .where(and(eq(instalmentEvidence.fundId, deps.fundId), eq(instalmentEvidence.id, evidenceId)));
    await recordAudit(tx, actor, {
      action: "evidence.send",
      subject: ["instalment", instalmentId],
      change: { evidenceId, contentHash, files: files.length },
    });
    return { evidenceId, contentHash };
  });
}

type File = { readonly sha256: string; readonly filename: string };

/** SHA-256 over everything an examiner reads, the same whatever order the files came in (D4). */
const evidenceHash = (evidenceId: string, comment: string, files: readonly File[]): string =>
  sha256Of(
    JSON.stringify({
      evidenceId,
      comment: comment.normalize("NFC"),
      files: files.map((one) => [one.sha256, one.filename]),
    }),
  );
