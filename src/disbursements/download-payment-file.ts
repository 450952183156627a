import { and, eq } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { recordAudit } from "../audit/record-audit.ts";
import { fundNow } from "../db/clock.ts";
import { paymentFileDownloads, paymentFiles } from "../db/schema/index.ts";
import { inTransaction } from "../db/transaction.ts";
import type { Deps } from "../deps.ts";
import type { Actor } from "../domain/actor.ts";
import { permits } from "../domain/permissions.ts";
import { notFound } from "../errors.ts";

/** The file's text for the paymaster to give to the bank; each look at it is in the log (X2, X7). */
export async function downloadPaymentFile(
  deps: Deps,
  actor: Actor,
  input: { readonly paymentFileId: string },
): Promise<{ readonly filename: string; readonly xml: string }> {
  if (!permits(actor, "payment-file.download")) throw notFound();
  return await inTransaction(deps.db, async (tx) => {
    const [file] = await tx
      .select()
      .from(paymentFiles)
      .where(and(eq(paymentFiles.fundId, deps.fundId), eq(paymentFiles.id, input.paymentFileId)));
    if (file === undefined) throw notFound();
    if (actor.kind === "user") {
      const download = { fundId: deps.fundId, id: uuidv7(), paymentFileId: file.id, userId: actor.userId };
      await tx.insert(paymentFileDownloads).values({ ...download, downloadedAt: await fundNow(tx) });
    }
    await recordAudit(tx, actor, { action: "payment-file.download", subject: ["payment-file", file.id] });
    return { filename: `${file.messageId}.xml`, xml: deps.cipher.decrypt(file.xmlCiphertext) };
  });
}
