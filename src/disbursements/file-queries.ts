import { createHash } from "node:crypto";
import { and, asc, desc, eq, lt } from "drizzle-orm";
import { paymentFileDownloads, paymentFiles, users } from "../db/schema/index.ts";
import type { Deps } from "../deps.ts";
import type { Actor } from "../domain/actor.ts";
import { permits } from "../domain/permissions.ts";
import { notFound } from "../errors.ts";
import { decodeCursor, type Page, toPage } from "../http/pagination.ts";
import { type Withdrawal, withdrawalsInFile } from "../pots/withdrawal-queries.ts";
import { listNonExecutions, type NonExecutionRow } from "./non-execution-queries.ts";
import { type DisbursementSummary, listInFile } from "./queries.ts";

const COLUMNS = {
  id: paymentFiles.id,
  messageId: paymentFiles.messageId,
  controlSumCents: paymentFiles.controlSumCents,
  executeOn: paymentFiles.executeOn,
  createdAt: paymentFiles.createdAt,
};

export type PaymentFileSummary = {
  readonly id: string;
  readonly messageId: string;
  readonly controlSumCents: bigint;
  readonly executeOn: string;
  readonly createdAt: Date;
};

/** Payment files, newest first; never their text (X7). */
export async function listPaymentFiles(
  deps: Deps,
  actor: Actor,
  { limit, cursor }: { readonly limit: number; readonly cursor?: string | undefined },
): Promise<Page<PaymentFileSummary>> {
  if (!permits(actor, "payment-file.read")) throw notFound();
  const after = decodeCursor(deps.cipher, "payment-files", cursor)?.[0];
  const rows = await deps.db
    .select(COLUMNS)
    .from(paymentFiles)
    .where(and(eq(paymentFiles.fundId, deps.fundId), after === undefined ? undefined : lt(paymentFiles.id, after)))
    .orderBy(desc(paymentFiles.id))
    .limit(limit + 1);
  return toPage(deps.cipher, "payment-files", rows, limit, (row) => [row.id]);
}

export type Download = { readonly name: string; readonly downloadedAt: Date };

/** Who took the file to the bank, and when. The bytes are the same each time: the text is stored, never made again. */
const listDownloads = (deps: Deps, fileId: string): Promise<readonly Download[]> =>
  deps.db
    .select({ name: users.name, downloadedAt: paymentFileDownloads.downloadedAt })
    .from(paymentFileDownloads)
    .innerJoin(users, eq(users.id, paymentFileDownloads.userId))
    .where(and(eq(paymentFileDownloads.fundId, deps.fundId), eq(paymentFileDownloads.paymentFileId, fileId)))
    .orderBy(asc(paymentFileDownloads.downloadedAt));

export type PaymentFileDetail = PaymentFileSummary & {
  /** Of the file's bytes, to compare with what the bank received. */
  readonly sha256: string;
  readonly downloads: readonly Download[];
  readonly disbursements: readonly DisbursementSummary[];
  readonly withdrawals: readonly Withdrawal[];
  readonly nonExecutions: readonly NonExecutionRow[];
};

export async function readPaymentFile(deps: Deps, actor: Actor, id: string): Promise<PaymentFileDetail> {
  if (!permits(actor, "payment-file.read")) throw notFound();
  const [file] = await deps.db
    .select({ ...COLUMNS, xmlCiphertext: paymentFiles.xmlCiphertext })
    .from(paymentFiles)
    .where(and(eq(paymentFiles.fundId, deps.fundId), eq(paymentFiles.id, id)));
  if (file === undefined) throw notFound();
  const downloads = await listDownloads(deps, id);
  const [orders, withdrawals] = [await listInFile(deps, actor, id), await withdrawalsInFile(deps, id)];
  const { xmlCiphertext, ...summary } = file;
  return {
    ...summary,
    sha256: createHash("sha256").update(deps.cipher.decrypt(xmlCiphertext), "utf8").digest("hex"),
    downloads,
    disbursements: orders,
    withdrawals,
    nonExecutions: await listNonExecutions(
      deps,
      [...orders, ...withdrawals].map((order) => order.id),
    ),
  };
}
