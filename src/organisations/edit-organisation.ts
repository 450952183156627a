import { eq } from "drizzle-orm";
import { recordAudit } from "../audit/record-audit.ts";
import { organisations } from "../db/schema/organisations.ts";
import { inTransaction } from "../db/transaction.ts";
import type { Deps } from "../deps.ts";
import type { Actor } from "../domain/actor.ts";
import { changedIdentifiers } from "../domain/organisation.ts";
import { invalidInput } from "../errors.ts";
import type { OrganisationInput } from "./forms.ts";
import { lockOrganisation } from "./lock-organisation.ts";
import { fieldTexts } from "./messages.ts";
import { organisationColumns } from "./organisation-columns.ts";

/** Changes name, form and address; adds a SIRET or RNA number, but never changes one. */
export async function editOrganisation(
  deps: Deps,
  actor: Actor,
  organisationId: string,
  input: OrganisationInput,
): Promise<void> {
  await inTransaction(deps.db, async (tx) => {
    const before = await lockOrganisation(tx, actor, "organisation.edit", organisationId);
    const columns = await organisationColumns(tx, input);
    const fixed = changedIdentifiers(before, columns);
    if (fixed.length > 0) {
      throw invalidInput(fixed.map((field) => ({ field, message: fieldTexts.identifierFixed })));
    }
    await tx.update(organisations).set(columns).where(eq(organisations.id, organisationId));
    await recordAudit(tx, actor, {
      action: "organisation.edit",
      subject: ["organisation", organisationId],
      change: { nameBefore: before.name, name: columns.name, siret: columns.siret, rna: columns.rna },
    });
  });
}
