import { and, asc, eq, isNull, sql } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { recordAudit } from "../audit/record-audit.ts";
import type { Reader, Transaction } from "../db/client.ts";
import { fundNow } from "../db/clock.ts";
import { spendingReportFiles } from "../db/schema/index.ts";
import { inTransaction } from "../db/transaction.ts";
import type { Deps } from "../deps.ts";
import type { Actor } from "../domain/actor.ts";
import { notFound } from "../errors.ts";
import { type FileToKeep, keepFile } from "../evidence/keep-file.ts";
import { openFile } from "../evidence/open-file.ts";
import { readGrant } from "../grants/queries.ts";
import { findReport, lockGrantFor } from "./lock-report.ts";
import { reportHandedIn, tooManyReportFiles } from "./messages.ts";
import { openReport } from "./save-report.ts";

const MOST_FILES = 100;

/** The holder adds an invoice to a report it writes; the same content once. */
export async function addReportFile(
  deps: Deps,
  actor: Actor,
  { grantId, file }: { readonly grantId: string; readonly file: FileToKeep },
): Promise<{ readonly fileId: string; readonly sha256: string }> {
  return await inTransaction(deps.db, async (tx) => {
    const { fundId } = deps;
    const { grant, person } = await lockGrantFor(tx, fundId, actor, grantId, "spending-report.write");
    const reportId = await openReport(tx, fundId, grant);
    const standing = await filesOf(tx, fundId, reportId);
    if (standing.length >= MOST_FILES) throw tooManyReportFiles();
    const { sha256, filename } = await keepFile(tx, deps, file);
    const known = standing.find((one) => one.sha256 === sha256);
    if (known !== undefined) return { fileId: known.id, sha256 };
    const fileId = uuidv7();
    await tx.insert(spendingReportFiles).values({
      fundId,
      id: fileId,
      reportId,
      sha256,
      filename,
      addedBy: person.userId,
      addedAt: await fundNow(tx),
    });
    await recordAudit(tx, actor, {
      action: "spending-report.add-file",
      subject: ["grant", grantId],
      change: { fileId, sha256, sizeBytes: file.bytes.length },
    });
    return { fileId, sha256 };
  });
}

type OneFile = { readonly grantId: string; readonly fileId: string };

/** Takes a file out of a report not handed in, its content stays kept; one taken out before stays out. */
export async function removeReportFile(deps: Deps, actor: Actor, { grantId, fileId }: OneFile): Promise<void> {
  await inTransaction(deps.db, async (tx) => {
    const { fundId } = deps;
    await lockGrantFor(tx, fundId, actor, grantId, "spending-report.write");
    const report = await findReport(tx, fundId, grantId);
    const known = report && (await findFile(tx, fundId, report.id, fileId));
    if (report === undefined || known === undefined) throw notFound();
    if (known.removedAt !== null) return;
    if (report.state !== "draft" && report.state !== "changes_requested") throw reportHandedIn();
    await tx
      .update(spendingReportFiles)
      .set({ removedAt: sql`fund_now()` })
      .where(and(eq(spendingReportFiles.fundId, fundId), eq(spendingReportFiles.id, fileId)));
    await recordAudit(tx, actor, {
      action: "spending-report.remove-file",
      subject: ["grant", grantId],
      change: { fileId, sha256: known.sha256 },
    });
  });
}

async function findFile(tx: Transaction, fundId: string, reportId: string, fileId: string) {
  const { sha256, removedAt } = spendingReportFiles;
  const [file] = await tx
    .select({ sha256, removedAt })
    .from(spendingReportFiles)
    .where(
      and(
        eq(spendingReportFiles.fundId, fundId),
        eq(spendingReportFiles.reportId, reportId),
        eq(spendingReportFiles.id, fileId),
      ),
    );
  return file;
}

/** One file of a report, for the holder's people and staff (X1). */
export async function readReportFile(deps: Deps, actor: Actor, { grantId, fileId }: OneFile) {
  await readGrant(deps, actor, grantId);
  const report = await findReport(deps.db, deps.fundId, grantId);
  const file = report && (await filesOf(deps.db, deps.fundId, report.id)).find((one) => one.id === fileId);
  if (file === undefined) throw notFound();
  const { filename, sha256 } = file;
  return { filename, sha256, ...(await openFile(deps, sha256)) };
}

/** The files that go with a report, in the order they came. */
export const filesOf = (reader: Reader, fundId: string, reportId: string) =>
  reader
    .select({
      id: spendingReportFiles.id,
      filename: spendingReportFiles.filename,
      sha256: spendingReportFiles.sha256,
      addedAt: spendingReportFiles.addedAt,
    })
    .from(spendingReportFiles)
    .where(
      and(
        eq(spendingReportFiles.fundId, fundId),
        eq(spendingReportFiles.reportId, reportId),
        isNull(spendingReportFiles.removedAt),
      ),
    )
    .orderBy(asc(spendingReportFiles.id));
