import { and, eq } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { recordAudit } from "../audit/record-audit.ts";
import type { Transaction } from "../db/client.ts";
import { fundNow } from "../db/clock.ts";
import { disbursements, grants } from "../db/schema/index.ts";
import { inTransaction } from "../db/transaction.ts";
import type { Deps } from "../deps.ts";
import type { Actor } from "../domain/actor.ts";
import type { Rail } from "../domain/disbursement.ts";
import type { Cents } from "../domain/money.ts";
import { notFound } from "../errors.ts";
import { openInstalment } from "../instalments/open-instalment.ts";
import { hasLateReport } from "../spending-reports/late-reports.ts";
import { reportLate } from "../spending-reports/messages.ts";
import { personWhoMay } from "./check-access.ts";
import { contentHash } from "./content-hash.ts";
import { findPayee } from "./find-payee.ts";
import { grantExceeded, obstacle } from "./messages.ts";

export type DisbursementRequest = {
  readonly grantId: string;
  readonly instalmentId: string;
  readonly amountCents: Cents;
  readonly rail: Rail;
  readonly purpose: string;
};

/** The holder's owner asks for an instalment, or a part of it; what is asked for is engaged at once (D2, D7). */
export async function requestDisbursement(
  deps: Deps,
  actor: Actor,
  input: DisbursementRequest,
): Promise<{ readonly disbursementId: string; readonly contentHash: string }> {
  return await inTransaction(deps.db, async (tx) => {
    const grant = await lockGrant(tx, deps.fundId, input.grantId);
    const person = personWhoMay(actor, "disbursement.request", grant.organisationId, "grant.read");
    if (grant.fundSignedAt === null) throw obstacle("agreement-not-signed");
    if (await hasLateReport(tx, deps.fundId, grant.organisationId)) throw reportLate();
    const { leftCents, evidenceHash } = await openInstalment(tx, grant, input.instalmentId);
    if (input.amountCents > leftCents) throw grantExceeded();
    const payee = await findPayee(tx, grant.organisationId, input.rail);

    const id = uuidv7();
    const hash = contentHash({
      ...input,
      payeeOrganisationId: grant.organisationId,
      accountFingerprint: payee.fingerprint,
      evidenceHash,
    });
    await tx.insert(disbursements).values({
      fundId: deps.fundId,
      id,
      grantId: grant.id,
      instalmentId: input.instalmentId,
      amountCents: input.amountCents,
      rail: input.rail,
      bankAccountId: payee.bankAccountId,
      stripeAccountId: payee.stripeAccountId,
      purpose: input.purpose,
      state: "requested",
      contentHash: hash,
      requestedBy: person.userId,
      createdAt: await fundNow(tx),
      endToEndId: endToEndId(id),
    });
    await recordAudit(tx, actor, {
      action: "disbursement.request",
      subject: ["disbursement", id],
      change: {
        grantId: grant.id,
        instalmentId: input.instalmentId,
        amountCents: Number(input.amountCents),
        rail: input.rail,
        contentHash: hash,
      },
      reason: input.purpose,
    });
    return { disbursementId: id, contentHash: hash };
  });
}

/** 33 characters of the SEPA set, and the disbursement's own id in them. */
const endToEndId = (disbursementId: string): string => `D${disbursementId.replaceAll("-", "").toUpperCase()}`;

async function lockGrant(tx: Transaction, fundId: string, grantId: string): Promise<typeof grants.$inferSelect> {
  const [grant] = await tx
    .select()
    .from(grants)
    .where(and(eq(grants.fundId, fundId), eq(grants.id, grantId)))
    .for("no key update");
  if (grant === undefined) throw notFound();
  return grant;
}
