import { and, eq, isNull, sql } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { recordAudit } from "../audit/record-audit.ts";
import type { Transaction } from "../db/client.ts";
import { fundNow } from "../db/clock.ts";
import { evidenceFiles, instalmentEvidence } from "../db/schema/index.ts";
import { inTransaction } from "../db/transaction.ts";
import type { Deps } from "../deps.ts";
import type { Actor } from "../domain/actor.ts";
import { notFound } from "../errors.ts";
import { type FileToKeep, keepFile } from "../evidence/keep-file.ts";
import { lockInstalment } from "./lock-instalment.ts";
import { agreementNotSigned, evidenceNotAsked, tooManyFiles } from "./messages.ts";

type FileInput = { readonly instalmentId: string; readonly file: FileToKeep };

const MOST_FILES = 30;

/** Adds a file to what an open instalment will show; nobody of the fund reads it before it is sent. The same content once. */
export async function addEvidenceFile(
  deps: Deps,
  actor: Actor,
  { instalmentId, file }: FileInput,
): Promise<{ readonly sha256: string }> {
  return await inTransaction(deps.db, async (tx) => {
    const { grant, person, instalment } = await lockInstalment(tx, deps, actor, "evidence.send", instalmentId);
    if (grant.fundSignedAt === null) throw agreementNotSigned();
    if (instalment.state !== "open") throw evidenceNotAsked();
    const at = await fundNow(tx);
    const evidenceId = instalment.evidenceId ?? uuidv7();
    if (instalment.evidenceId === null) {
      await tx.insert(instalmentEvidence).values({
        fundId: deps.fundId,
        id: evidenceId,
        instalmentId,
        state: "draft",
        createdBy: person.userId,
        createdAt: at,
      });
    }
    if ((await countFiles(tx, deps.fundId, evidenceId)) >= MOST_FILES) throw tooManyFiles();
    const { sha256, filename } = await keepFile(tx, deps, file);
    await tx
      .insert(evidenceFiles)
      .values({ fundId: deps.fundId, id: uuidv7(), evidenceId, sha256, filename, addedBy: person.userId, addedAt: at })
      .onConflictDoNothing();
    await recordAudit(tx, actor, {
      action: "evidence.add-file",
      subject: ["instalment", instalmentId],
      change: { evidenceId, sha256, sizeBytes: file.bytes.length },
    });
    return { sha256 };
  });
}

async function countFiles(tx: Transaction, fundId: string, evidenceId: string): Promise<number> {
  const [row] = await tx
    .select({ count: sql<number>`count(*)::int` })
    .from(evidenceFiles)
    .where(
      and(eq(evidenceFiles.fundId, fundId), eq(evidenceFiles.evidenceId, evidenceId), isNull(evidenceFiles.removedAt)),
    );
  return row?.count ?? 0;
}

type Removal = { readonly instalmentId: string; readonly fileId: string };

/** Takes a file out of what is not sent yet; its content stays kept. */
export async function removeEvidenceFile(deps: Deps, actor: Actor, { instalmentId, fileId }: Removal): Promise<void> {
  await inTransaction(deps.db, async (tx) => {
    const { instalment } = await lockInstalment(tx, deps, actor, "evidence.send", instalmentId);
    if (instalment.state !== "open") throw evidenceNotAsked();
    const [removed] = await tx
      .update(evidenceFiles)
      .set({ removedAt: await fundNow(tx) })
      .where(
        and(
          eq(evidenceFiles.fundId, deps.fundId),
          eq(evidenceFiles.id, fileId),
          eq(evidenceFiles.evidenceId, instalment.evidenceId ?? instalmentId),
          isNull(evidenceFiles.removedAt),
        ),
      )
      .returning({ sha256: evidenceFiles.sha256 });
    if (removed === undefined) throw notFound();
    await recordAudit(tx, actor, {
      action: "evidence.remove-file",
      subject: ["instalment", instalmentId],
      change: removed,
    });
  });
}
