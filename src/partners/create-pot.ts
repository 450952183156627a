import { and, eq } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { recordAudit } from "../audit/record-audit.ts";
import { createCreditorReference } from "../banking/creditor-reference.ts";
import type { Transaction } from "../db/client.ts";
import { cooperationAgreements, matchingPots } from "../db/schema/index.ts";
import { inTransaction } from "../db/transaction.ts";
import type { Deps } from "../deps.ts";
import type { Actor } from "../domain/actor.ts";
import { permits } from "../domain/permissions.ts";
import { forbidden, notFound } from "../errors.ts";
import type { PotInput } from "./forms.ts";
import { paperDates } from "./paper-agreement.ts";

export type CreatedPot = { readonly id: string; readonly fundingReference: string };

/** Opens an empty pot under an agreement, with the reference the partner puts on its transfers. */
export async function createPot(deps: Deps, actor: Actor, input: PotInput): Promise<CreatedPot> {
  if (!permits(actor, "partner.edit")) throw forbidden();
  return inTransaction(deps.db, async (tx) => {
    const [agreement] = await tx
      .select()
      .from(cooperationAgreements)
      .where(and(eq(cooperationAgreements.fundId, deps.fundId), eq(cooperationAgreements.id, input.agreementId)))
      // An amendment that is being signed goes first: after it, pots come by amendments alone.
      .for("share");
    if (agreement === undefined) throw notFound();
    paperDates(agreement);
    return openPot(tx, deps, actor, input);
  });
}

/** The same in the transaction of what calls for it. */
export async function openPot(tx: Transaction, deps: Deps, actor: Actor, input: PotInput): Promise<CreatedPot> {
  const id = uuidv7();
  // The random end of the id: short enough to be copied by hand, and unique (the table says so too).
  const fundingReference = createCreditorReference(id.slice(-12));
  await tx.insert(matchingPots).values({
    fundId: deps.fundId,
    id,
    agreementId: input.agreementId,
    name: input.name,
    fundingReference,
    promisedCents: input.promisedCents,
  });
  await recordAudit(tx, actor, {
    action: "pot.create",
    subject: ["pot", id],
    change: { agreementId: input.agreementId, promisedCents: Number(input.promisedCents) },
  });
  return { id, fundingReference };
}
