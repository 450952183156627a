import { receiveFirstMoney } from "../first-money.ts";
import type { Organisations } from "../organisations.ts";
import { agreeWithPartner, companyTerms, foundationTerms } from "../partners.ts";
import type { Stage } from "../stage.ts";
import type { Told } from "../tell.ts";
import { euros } from "../words.ts";

const FOUNDATION_CENTS = 120_000n;
const COMPANY_CENTS = 80_000n;
const RESERVE_CENTS = 150_000n;

/** Two agreements with their rules; the bank's first statement brings the money. Answers its closing balance. */
export async function fundThePots(
  { deps }: Stage,
  { partner, company }: Organisations,
  departement: string,
): Promise<Told<{ readonly bankCents: bigint }>> {
  const bankCents = await receiveFirstMoney(deps, {
    reserveCents: RESERVE_CENTS,
    foundation: {
      pot: await agreeWithPartner(deps, foundationTerms(partner, Number(FOUNDATION_CENTS), [departement])),
      amountCents: FOUNDATION_CENTS,
    },
    company: {
      pot: await agreeWithPartner(deps, companyTerms(company, Number(COMPANY_CENTS))),
      amountCents: COMPANY_CENTS,
    },
  });
  const [foundation, mutual, reserve] = [FOUNDATION_CENTS, COMPANY_CENTS, RESERVE_CENTS].map(euros);
  return {
    bankCents,
    told: {
      fr: `${foundation?.fr} reconnus par leur référence RF sur le relevé, ${mutual?.fr} saisis puis prouvés par le relevé, ${reserve?.fr} affectés à la réserve par deux personnes.`,
      en: `${foundation?.en} recognised by its RF reference on the statement, ${mutual?.en} recorded, then proven by the statement, ${reserve?.en} assigned to the reserve by two people.`,
    },
  };
}
