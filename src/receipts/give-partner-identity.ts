import { v7 as uuidv7 } from "uuid";
import { recordAudit } from "../audit/record-audit.ts";
import { fundNow } from "../db/clock.ts";
import { partnerReceiptIdentities } from "../db/schema/receipts.ts";
import { inTransaction } from "../db/transaction.ts";
import type { Deps } from "../deps.ts";
import type { Actor } from "../domain/actor.ts";
import { permits } from "../domain/permissions.ts";
import { forbidden, invalidInput, notFound } from "../errors.ts";
import { enqueue } from "../jobs/outbox.ts";
import { type CompanyInput, toIdentity } from "./identity-form.ts";
import { RECEIPT_FIELDS } from "./messages.ts";
import { partnerParty } from "./partner-queries.ts";

/** Under which name a partner's receipts are made out, by its members. Given again, its receipts are replaced. */
export async function givePartnerIdentity(
  deps: Deps,
  actor: Actor,
  { agreementId, identity }: { readonly agreementId: string; readonly identity: CompanyInput },
): Promise<void> {
  const party = await partnerParty(deps, agreementId);
  if (party === undefined || actor.kind !== "user" || !permits(actor, "partner-receipt.read", party.partnerId))
    throw notFound();
  if (!permits(actor, "partner-receipt.identify", party.partnerId)) throw forbidden();
  if (party.siret !== null && !party.siret.startsWith(identity.siren))
    throw invalidInput([{ field: "siren", message: RECEIPT_FIELDS.sirenOfPartner }]);
  await inTransaction(deps.db, async (tx) => {
    await tx.insert(partnerReceiptIdentities).values({
      fundId: deps.fundId,
      id: uuidv7(),
      organisationId: party.partnerId,
      identity: toIdentity(identity),
      givenBy: actor.userId,
      createdAt: await fundNow(tx),
    });
    await recordAudit(tx, actor, { action: "receipt.partner-identity", subject: ["organisation", party.partnerId] });
    await enqueue(tx, "review-partner-receipts", { agreementId });
  });
}
