import { and, eq } from "drizzle-orm";
import { recordAudit } from "../audit/record-audit.ts";
import { grants } from "../db/schema/index.ts";
import { inTransaction } from "../db/transaction.ts";
import type { Deps } from "../deps.ts";
import type { Actor } from "../domain/actor.ts";
import { permits } from "../domain/permissions.ts";
import { forbidden, notFound } from "../errors.ts";
import type { TermsInput } from "./forms.ts";
import { agreementComplete } from "./messages.ts";

/** The fund sets the project's period and its special conditions. What the holder signed before is to be signed again. */
export async function changeTerms(
  deps: Deps,
  actor: Actor,
  { grantId, ...terms }: TermsInput & { readonly grantId: string },
): Promise<void> {
  await inTransaction(deps.db, async (tx) => {
    const [grant] = await tx
      .select()
      .from(grants)
      .where(and(eq(grants.fundId, deps.fundId), eq(grants.id, grantId)))
      .for("no key update");
    if (grant === undefined || !permits(actor, "grant.read", grant.organisationId)) throw notFound();
    if (!permits(actor, "grant.prepare")) throw forbidden();
    if (grant.fundSignedAt !== null) throw agreementComplete();
    await tx
      .update(grants)
      .set(terms)
      .where(and(eq(grants.fundId, deps.fundId), eq(grants.id, grantId)));
    await recordAudit(tx, actor, {
      action: "grant.change-terms",
      subject: ["grant", grantId],
      change: { ...terms, startedOn: grant.startsOn, endedOn: grant.endsOn },
    });
  });
}
