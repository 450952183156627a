import { declareAid } from "../../de-minimis/declare-aid.ts";
import { readAgreement } from "../../grants/read-agreement.ts";
import { signGrantAgreement } from "../../grants/sign-grant-agreement.ts";
import { actAs } from "../people.ts";
import type { Stage } from "../stage.ts";
import type { Told } from "../tell.ts";

/** The holder declares no economic activity and signs, then an administrator of the fund, the same text (D3). */
export async function signTheAgreement({ deps }: Stage, grantId: string): Promise<Told> {
  const holder = await actAs(deps.db, "holder");
  await declareAid(deps, holder, { grantId, hasEconomicActivity: false, aids: [] });
  const { hash: agreementHash } = await readAgreement(deps.db, deps, grantId);
  await signGrantAgreement(deps, holder, { grantId, agreementHash, agreesToCommitment: true });
  await signGrantAgreement(deps, await actAs(deps.db, "administrator"), { grantId, agreementHash });
  return {
    told: {
      fr: "La porteuse de projet déclare ses aides publiques et souscrit à l’engagement républicain ; elle, puis l’administration du fonds, signent le même texte.",
      en: "The project holder declares public aid and subscribes to the republican commitment; she, then the fund’s administrator, sign the same text.",
    },
  };
}
