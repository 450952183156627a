import { eq } from "drizzle-orm";
import type { Reader } from "../db/client.ts";
import { organisations } from "../db/schema/organisations.ts";

/** The organisation behind a project, as its page names it. */
export async function findOrganisation(reader: Reader, organisationId: string) {
  const [organisation] = await reader
    .select({
      id: organisations.id,
      name: organisations.name,
      legalForm: organisations.legalForm,
      siret: organisations.siret,
      rna: organisations.rna,
      postcode: organisations.postcode,
      town: organisations.town,
    })
    .from(organisations)
    .where(eq(organisations.id, organisationId));
  return organisation;
}
