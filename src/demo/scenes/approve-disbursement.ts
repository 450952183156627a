import { authoriseDisbursement, orderDisbursement } from "../../disbursements/approve-disbursement.ts";
import { requestDisbursement } from "../../disbursements/request-disbursement.ts";
import { cents } from "../../domain/money.ts";
import { actAs } from "../people.ts";
import type { Stage } from "../stage.ts";
import type { Told } from "../tell.ts";
import { euros } from "../words.ts";

/** The holder asks for the whole grant; an authoriser and a paymaster, two people, approve the same content (D3, D4). */
export async function approveTheDisbursement(
  { deps }: Stage,
  grantId: string,
  amountCents: bigint,
): Promise<Told<{ readonly disbursementId: string }>> {
  const request = await requestDisbursement(deps, await actAs(deps.db, "holder"), {
    grantId,
    amountCents: cents(amountCents),
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
