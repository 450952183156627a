import { eq } from "drizzle-orm";
import type { Transaction } from "../db/client.ts";
import { organisations } from "../db/schema/organisations.ts";
import type { Actor } from "../domain/actor.ts";
import { type Action, permits } from "../domain/permissions.ts";
import { forbidden, notFound } from "../errors.ts";

/**
 * Locks the organisation's row, so that its members and accounts change one at a time. To those who may not read it
 * the organisation does not exist (404); to those who may, but not do this, it is refused (403) (X1).
 */
export async function lockOrganisation(tx: Transaction, actor: Actor, action: Action, organisationId: string) {
  if (!permits(actor, "organisation.read", organisationId)) throw notFound();
  if (!permits(actor, action, organisationId)) throw forbidden();
  const [organisation] = await tx
    .select()
    .from(organisations)
    .where(eq(organisations.id, organisationId))
    .for("no key update");
  if (organisation === undefined) throw notFound();
  return organisation;
}
