import { authoriseDisbursement, orderDisbursement } from "../../disbursements/approve-disbursement.ts";
import { requestDisbursement } from "../../disbursements/request-disbursement.ts";
import { readInstalments } from "../../instalments/queries.ts";
import { actAs } from "../people.ts";
import type { Stage } from "../stage.ts";
import type { Told } from "../tell.ts";
import { euros } from "../words.ts";

/** The holder asks for the first instalment; an authoriser and a paymaster, two people, approve the same content (D3, D4). */
export async function approveTheDisbursement(
  { deps }: Stage,
  grantId: string,
): Promise<Told<{ readonly disbursementId: string }>> {
  const holder = await actAs(deps.db, "holder");
  const [first] = await readInstalments(deps, holder, grantId);
  if (first === undefined) throw new Error("the grant has no instalment");
  const { id: instalmentId, leftCents: amountCents } = first;
  const request = await requestDisbursement(deps, holder, {
    grantId,
    instalmentId,
    amountCents,
    rail: "sepa",
    purpose: "Bus numérique : ordinateurs et connexion",
  });
  await authoriseDisbursement(deps, await actAs(deps.db, "authoriser"), request);
  await orderDisbursement(deps, await actAs(deps.db, "paymaster"), request);
  const amount = euros(amountCents);
  return {
    disbursementId: request.disbursementId,
    told: {
      fr: `${amount.fr} demandés par la porteuse, autorisés par l’ordonnateur, ordonnés par la comptable.`,
      en: `${amount.en} asked for by the holder, authorised by the authoriser, ordered by the paymaster.`,
    },
  };
}
