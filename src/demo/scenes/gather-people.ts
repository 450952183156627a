import { inTransaction } from "../../db/transaction.ts";
import { type Organisations, registerOrganisations, verifyHolderAccount } from "../organisations.ts";
import { DEMO_PEOPLE, seedPeople } from "../people.ts";
import type { Stage } from "../stage.ts";
import type { Told } from "../tell.ts";

export async function gatherPeople({ deps }: Stage): Promise<Told<Organisations>> {
  await inTransaction(deps.db, seedPeople);
  const organisations = await registerOrganisations(deps);
  await verifyHolderAccount(deps, organisations.holder);
  return {
    ...organisations,
    told: {
      fr: `${DEMO_PEOPLE.length} personnes et 3 structures ; le compte bancaire de l’association est vérifié.`,
      en: `${DEMO_PEOPLE.length} people and 3 organisations; the association’s bank account is verified.`,
    },
  };
}
