import { createHash } from "node:crypto";
import type { Text } from "../i18n/text.ts";
import { formatDay, formatEuros } from "../ui/format.ts";

export type AgreementFacts = {
  readonly grantId: string;
  readonly fundName: string;
  readonly organisation: {
    readonly name: string;
    readonly siret: string | null;
    readonly rna: string | null;
    readonly address: string;
    readonly postcode: string;
    readonly town: string;
  };
  readonly projectTitle: string;
  readonly projectSummary: string;
  readonly campaignTitle: string;
  readonly amountCents: bigint;
  readonly grantedAt: Date;
};

/** A written agreement is due above this amount; its financial report within six months (décret 2001-495; loi 2000-321, art. 10). */
const WRITTEN_AGREEMENT_ABOVE_CENTS = 2_300_000n;

const identifier = ({ siret, rna }: AgreementFacts["organisation"]): string =>
  siret === null ? `RNA ${rna ?? ""}` : `SIRET ${siret}`;

/** The grant agreement in paragraphs, the same for the same facts: both parties sign this text (D3). */
export function agreementText(facts: AgreementFacts): readonly Text[] {
  const { organisation, fundName } = facts;
  const address = `${organisation.address}, ${organisation.postcode} ${organisation.town}`;
  const isLarge = facts.amountCents > WRITTEN_AGREEMENT_ABOVE_CENTS;
  return [
    {
      fr: `Convention de subvention n° ${facts.grantId}, établie le ${formatDay(facts.grantedAt, "fr")}.`,
      en: `Grant agreement no. ${facts.grantId}, drawn up on ${formatDay(facts.grantedAt, "en")}.`,
    },
    {
      fr: `Entre ${fundName} (le fonds) et ${organisation.name}, ${identifier(organisation)}, ${address} (la structure).`,
      en: `Between ${fundName} (the fund) and ${organisation.name}, ${identifier(organisation)}, ${address} (the organisation).`,
    },
    {
      fr: `Article 1. Objet. Le fonds subventionne le projet « ${facts.projectTitle} », présenté dans la collecte « ${facts.campaignTitle} » : ${facts.projectSummary}`,
      en: `Article 1. Purpose. The fund supports the project “${facts.projectTitle}”, presented in the campaign “${facts.campaignTitle}”: ${facts.projectSummary}`,
    },
    {
      fr: `Article 2. Montant. La subvention s’élève à ${formatEuros(facts.amountCents, "fr")}. Elle réunit les dons encaissés, les abondements des partenaires et la part du fonds, moins les frais annoncés avant la collecte.`,
      en: `Article 2. Amount. The grant is ${formatEuros(facts.amountCents, "en")}. It brings together the gifts received, the partners’ matching and the fund’s own share, less the fees announced before the campaign.`,
    },
    {
      fr: "Article 3. Versement. La structure demande les versements, sur son compte vérifié. Chacun est approuvé par deux personnes du fonds. Ensemble, ils ne dépassent pas la subvention.",
      en: "Article 3. Payment. The organisation asks for payments to its verified account. Two people of the fund approve each of them. Together they never exceed the grant.",
    },
    {
      fr: "Article 4. Emploi. La somme sert au seul projet. Ce qui n’est pas employé, ou l’est à autre chose, est reversé au fonds.",
      en: "Article 4. Use. The money serves this project alone. What is not used, or is used for something else, goes back to the fund.",
    },
    {
      fr: isLarge
        ? "Article 5. Compte rendu. La structure remet un compte rendu financier dans les six mois qui suivent la fin de l’exercice."
        : "Article 5. Compte rendu. La structure rend compte de l’emploi de la subvention à la fin du projet.",
      en: isLarge
        ? "Article 5. Report. The organisation hands in a financial report within six months of the end of the financial year."
        : "Article 5. Report. The organisation reports on the use of the grant at the end of the project.",
    },
    {
      fr: "Article 6. Engagement. La structure souscrit au contrat d’engagement républicain (décret n° 2021-1947) et en informe ses membres.",
      en: "Article 6. Commitment. The organisation subscribes to the “contrat d’engagement républicain” (decree no. 2021-1947) and tells its members.",
    },
  ];
}

/** SHA-256 of the French text, which is the one that binds. */
export const agreementHash = (paragraphs: readonly Text[]): string =>
  createHash("sha256")
    .update(paragraphs.map((paragraph) => paragraph.fr.normalize("NFC")).join("\n\n"))
    .digest("hex");
