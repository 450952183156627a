import { sql } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { recordAudit } from "../audit/record-audit.ts";
import { organisationMembers, organisations } from "../db/schema/organisations.ts";
import { inTransaction } from "../db/transaction.ts";
import type { Deps } from "../deps.ts";
import type { Actor } from "../domain/actor.ts";
import { permits } from "../domain/permissions.ts";
import { forbidden } from "../errors.ts";
import type { OrganisationInput } from "./forms.ts";
import { personNeeded } from "./messages.ts";
import { organisationColumns } from "./organisation-columns.ts";

/** Any person with an account, but auditors, may register an organisation; they become its owner. Returns its id. */
export async function createOrganisation(deps: Deps, actor: Actor, input: OrganisationInput): Promise<string> {
  if (actor.kind !== "user") throw personNeeded();
  if (!permits(actor, "organisation.create")) throw forbidden();
  const id = uuidv7();
  return inTransaction(deps.db, async (tx) => {
    const columns = await organisationColumns(tx, input);
    await tx.insert(organisations).values({ id, ...columns, createdAt: sql`fund_now()` });
    await tx
      .insert(organisationMembers)
      .values({ organisationId: id, userId: actor.userId, role: "owner", joinedAt: sql`fund_now()` });
    await recordAudit(tx, actor, {
      action: "organisation.create",
      subject: ["organisation", id],
      change: { name: columns.name, siret: columns.siret, rna: columns.rna },
    });
    return id;
  });
}
