import { eq } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { recordAudit } from "../audit/record-audit.ts";
import { endOfDay, startOfDay } from "../campaigns/paris-days.ts";
import { cooperationAgreements, organisations } from "../db/schema/index.ts";
import { inTransaction } from "../db/transaction.ts";
import type { Deps } from "../deps.ts";
import type { Actor } from "../domain/actor.ts";
import { permits } from "../domain/permissions.ts";
import { forbidden, invalidInput } from "../errors.ts";
import type { AgreementInput } from "./forms.ts";
import { agreementEndsBeforeStart, partnerUnknown } from "./messages.ts";

/** Records what an organisation and the fund signed. Its reference is unique; its rules stay within its dates. */
export async function createAgreement(deps: Deps, actor: Actor, input: AgreementInput): Promise<string> {
  if (!permits(actor, "partner.edit")) throw forbidden();
  const signedAt = startOfDay(input.signedOn);
  const endsAt = endOfDay(input.endsOn);
  if (endsAt <= signedAt) throw invalidInput([agreementEndsBeforeStart]);
  return inTransaction(deps.db, async (tx) => {
    const [partner] = await tx
      .select({ id: organisations.id })
      .from(organisations)
      .where(eq(organisations.id, input.partnerId));
    if (partner === undefined) throw invalidInput([partnerUnknown]);
    const id = uuidv7();
    await tx.insert(cooperationAgreements).values({
      fundId: deps.fundId,
      id,
      partnerId: partner.id,
      reference: input.reference,
      signedAt,
      endsAt,
      promisedCounts: input.promisedCounts,
    });
    await recordAudit(tx, actor, {
      action: "agreement.create",
      subject: ["agreement", id],
      change: { partnerId: partner.id, reference: input.reference, promisedCounts: input.promisedCounts },
    });
    return id;
  });
}
