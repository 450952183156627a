import { sql } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { recordAudit } from "../audit/record-audit.ts";
import { organisationReviews } from "../db/schema/staff-work.ts";
import { inTransaction } from "../db/transaction.ts";
import type { Deps } from "../deps.ts";
import type { Actor } from "../domain/actor.ts";
import type { IdentityInput } from "./identity-form.ts";
import { ownOrganisationReviewed } from "./identity-messages.ts";
import { lockOrganisation } from "./lock-organisation.ts";
import { membersOf } from "./members.ts";
import { personNeeded } from "./messages.ts";

/**
 * A case officer who does not belong to the organisation says whether it is who it says it is. What it was called and
 * numbered then is kept with it: once that changes, the word counts no more.
 */
export async function reviewIdentity(
  deps: Deps,
  actor: Actor,
  organisationId: string,
  { outcome, note }: IdentityInput,
): Promise<void> {
  await inTransaction(deps.db, async (tx) => {
    const { name, siret, rna } = await lockOrganisation(tx, actor, "organisation.verify", organisationId);
    if (actor.kind !== "user") throw personNeeded();
    const members = await membersOf(tx, organisationId);
    if (members.some(({ userId }) => userId === actor.userId)) throw ownOrganisationReviewed();
    await tx.insert(organisationReviews).values({
      fundId: deps.fundId,
      id: uuidv7(),
      organisationId,
      outcome,
      note,
      name,
      siret,
      rna,
      reviewerId: actor.userId,
      createdAt: sql`fund_now()`,
    });
    await recordAudit(tx, actor, {
      action: outcome === "verified" ? "organisation.verify" : "organisation.doubt",
      subject: ["organisation", organisationId],
      reason: note,
    });
  });
}
