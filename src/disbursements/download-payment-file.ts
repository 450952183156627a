import { and, eq, sql } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { recordAudit } from "../audit/record-audit.ts";
import type { Transaction } from "../db/client.ts";
import { fundNow } from "../db/clock.ts";
import { paymentFileDownloads, paymentFiles } from "../db/schema/index.ts";
import { inTransaction } from "../db/transaction.ts";
import type { Deps } from "../deps.ts";
import type { Actor } from "../domain/actor.ts";
import { permits } from "../domain/permissions.ts";
import { notFound } from "../errors.ts";
import { fileNotForTheBank } from "./non-execution-messages.ts";

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
    if (await hasUnexecuted(tx, deps.fundId, file.id)) throw fileNotForTheBank();
    if (actor.kind === "user") {
      const download = { fundId: deps.fundId, id: uuidv7(), paymentFileId: file.id, userId: actor.userId };
      await tx.insert(paymentFileDownloads).values({ ...download, downloadedAt: await fundNow(tx) });
    }
    await recordAudit(tx, actor, { action: "payment-file.download", subject: ["payment-file", file.id] });
    return { filename: `${file.messageId}.xml`, xml: deps.cipher.decrypt(file.xmlCiphertext) };
  });
}

/** Money of the file that came back may leave by another order: handed in now, the file would pay it twice (D6). */
async function hasUnexecuted(tx: Transaction, fundId: string, fileId: string): Promise<boolean> {
  const [row] = await tx.execute<{ found: boolean }>(sql`
    select exists (
      select from non_executions n
      left join disbursements d on d.fund_id = n.fund_id and d.id = n.disbursement_id
      left join pot_withdrawals w on w.fund_id = n.fund_id and w.id = n.withdrawal_id
      where n.fund_id = ${fundId} and n.state = 'confirmed'
        and coalesce(d.payment_file_id, w.payment_file_id) = ${fileId}) as found`);
  return row?.found === true;
}
