import { and, eq } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { recordAudit } from "../audit/record-audit.ts";
import { dayOf } from "../campaigns/paris-days.ts";
import { fundNow } from "../db/clock.ts";
import { deMinimisAids, deMinimisDeclarations, grants } from "../db/schema/index.ts";
import { inTransaction } from "../db/transaction.ts";
import type { Deps } from "../deps.ts";
import type { Actor } from "../domain/actor.ts";
import { permits } from "../domain/permissions.ts";
import { forbidden, invalidInput, notFound } from "../errors.ts";
import { agreementComplete } from "../grants/messages.ts";
import type { DeclarationInput } from "./forms.ts";
import { aidsWithoutActivity, notYetGranted } from "./messages.ts";

/**
 * The holder's owner declares the aid received over three years, or that there is no economic activity. Until both have
 * signed, a new declaration takes the place of the last; each stays on record with who made it and when.
 */
export async function declareAid(
  deps: Deps,
  actor: Actor,
  input: DeclarationInput & { readonly grantId: string },
): Promise<{ readonly declarationId: string }> {
  return await inTransaction(deps.db, async (tx) => {
    const { fundId } = deps;
    const [grant] = await tx
      .select()
      .from(grants)
      .where(and(eq(grants.fundId, fundId), eq(grants.id, input.grantId)))
      .for("no key update");
    if (grant === undefined || actor.kind !== "user" || !permits(actor, "grant.read", grant.organisationId))
      throw notFound();
    if (!permits(actor, "grant.declare-aid", grant.organisationId)) throw forbidden();
    if (grant.fundSignedAt !== null) throw agreementComplete();
    const now = await fundNow(tx);
    const early = input.aids.findIndex((aid) => aid.grantedOn > dayOf(now));
    if (early >= 0) throw invalidInput([notYetGranted(early)]);
    if (!input.hasEconomicActivity && input.aids.length > 0) throw invalidInput([aidsWithoutActivity]);
    const id = uuidv7();
    await tx.insert(deMinimisDeclarations).values({
      fundId,
      id,
      grantId: grant.id,
      hasEconomicActivity: input.hasEconomicActivity,
      declaredBy: actor.userId,
      createdAt: now,
    });
    if (input.aids.length > 0)
      await tx
        .insert(deMinimisAids)
        .values(input.aids.map((aid, position) => ({ fundId, declarationId: id, position, ...aid })));
    await recordAudit(tx, actor, {
      action: "grant.declare-aid",
      subject: ["grant", grant.id],
      change: {
        declarationId: id,
        hasEconomicActivity: input.hasEconomicActivity,
        aids: input.aids.length,
        amountCents: Number(input.aids.reduce((sum, aid) => sum + aid.amountCents, 0n)),
      },
    });
    return { declarationId: id };
  });
}
