import { readAgreement } from "../../grants/read-agreement.ts";
import { signGrantAgreement } from "../../grants/sign-grant-agreement.ts";
import { actAs } from "../people.ts";
import type { Stage } from "../stage.ts";
import type { Told } from "../tell.ts";

/** The holder signs, then an administrator of the fund, the same text (D3). */
export async function signTheAgreement({ deps }: Stage, grantId: string): Promise<Told> {
  const { hash: agreementHash } = await readAgreement(deps.db, deps.fundId, grantId);
  await signGrantAgreement(deps, await actAs(deps.db, "holder"), { grantId, agreementHash });
  await signGrantAgreement(deps, await actAs(deps.db, "administrator"), { grantId, agreementHash });
  return {
    told: {
      fr: "La porteuse de projet, puis l’administration du fonds, signent le même texte.",
      en: "The project holder, then the fund’s administrator, sign the same text.",
    },
  };
}
