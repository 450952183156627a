import { and, eq } from "drizzle-orm";
import { recordAudit } from "../audit/record-audit.ts";
import { fundNow } from "../db/clock.ts";
import { grants } from "../db/schema/index.ts";
import { inTransaction } from "../db/transaction.ts";
import type { Deps } from "../deps.ts";
import type { Actor } from "../domain/actor.ts";
import type { Rail } from "../domain/disbursement.ts";
import type { Cents } from "../domain/money.ts";
import { InvariantViolation } from "../errors.ts";
import { openInstalment } from "../instalments/open-instalment.ts";
import { hasLateReport } from "../spending-reports/late-reports.ts";
import { reportLate } from "../spending-reports/messages.ts";
import { changeState, voidApprovals } from "./change-state.ts";
import { personWhoMay } from "./check-access.ts";
import { contentHash } from "./content-hash.ts";
import { findPayee } from "./find-payee.ts";
import { lockOrder } from "./load-order.ts";
import { grantExceeded, obstacle } from "./messages.ts";

export type DisbursementChange = {
  readonly disbursementId: string;
  readonly amountCents: Cents;
  readonly rail: Rail;
  readonly purpose: string;
};

/** Until it is ordered, who asked may change it: every approval falls and it is read anew (D4). */
export async function changeDisbursement(
  deps: Deps,
  actor: Actor,
  input: DisbursementChange,
): Promise<{ readonly contentHash: string }> {
  return await inTransaction(deps.db, async (tx) => {
    const order = await lockOrder(tx, deps.fundId, input.disbursementId);
    personWhoMay(actor, "disbursement.request", order.organisationId);
    if (order.state !== "requested" && order.state !== "authorised") throw obstacle("state");
    const [grant] = await tx
      .select()
      .from(grants)
      .where(and(eq(grants.fundId, deps.fundId), eq(grants.id, order.grantId)))
      .for("no key update");
    if (grant === undefined) throw new InvariantViolation(`grant ${order.grantId} does not exist`);
    const { leftCents, evidenceHash } = await openInstalment(tx, grant, order.instalmentId, order.amountCents);
    if (input.amountCents > leftCents) throw grantExceeded();
    if (input.amountCents > order.amountCents && (await hasLateReport(tx, deps.fundId, order.organisationId)))
      throw reportLate();
    const payee = await findPayee(tx, order.organisationId, input.rail);
    const hash = contentHash({
      amountCents: input.amountCents,
      grantId: order.grantId,
      payeeOrganisationId: order.organisationId,
      rail: input.rail,
      accountFingerprint: payee.fingerprint,
      purpose: input.purpose,
      evidenceHash,
    });
    if (hash === order.storedHash && order.isAccountUsable) return { contentHash: hash };

    await voidApprovals(tx, deps.fundId, order.id, await fundNow(tx));
    await changeState(tx, deps.fundId, order.id, {
      state: "requested",
      amountCents: input.amountCents,
      rail: input.rail,
      bankAccountId: payee.bankAccountId,
      stripeAccountId: payee.stripeAccountId,
      purpose: input.purpose,
      contentHash: hash,
    });
    await recordAudit(tx, actor, {
      action: "disbursement.change",
      subject: ["disbursement", order.id],
      change: {
        amountCents: Number(input.amountCents),
        rail: input.rail,
        contentHash: hash,
        voidedApprovals: order.approvals.length,
      },
      reason: input.purpose,
    });
    return { contentHash: hash };
  });
}
