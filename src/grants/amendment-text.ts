import type { Text } from "../i18n/text.ts";
import { formatDay, formatEuros } from "../ui/format.ts";
import { agreementNumber, amendmentNumber } from "./agreement-number.ts";
import { agreementHash } from "./agreement-text.ts";

export type AmendmentFacts = {
  readonly complementId: string;
  readonly grantId: string;
  readonly partnerName: string;
  readonly amountCents: bigint;
  readonly addedAt: Date;
};

/** The amendment that adds a round's money to a signed agreement, the same for the same facts (D3). */
export function amendmentText(facts: AmendmentFacts): readonly Text[] {
  const [fr, en] = [formatEuros(facts.amountCents, "fr"), formatEuros(facts.amountCents, "en")];
  return [
    {
      fr: `Avenant n° ${amendmentNumber(facts.complementId)} à la convention de subvention n° ${agreementNumber(facts.grantId)}, établi le ${formatDay(facts.addedAt, "fr")}.`,
      en: `Amendment no. ${amendmentNumber(facts.complementId)} to grant agreement no. ${agreementNumber(facts.grantId)}, drawn up on ${formatDay(facts.addedAt, "en")}.`,
    },
    {
      fr: `La subvention est augmentée de ${fr}, part du projet dans le tour d’abondement de ${facts.partnerName}.`,
      en: `The grant grows by ${en}, the project’s share of the matching round of ${facts.partnerName}.`,
    },
    {
      fr: "Les autres articles de la convention ne changent pas et s’appliquent à cette somme.",
      en: "The other articles of the agreement do not change and apply to this sum.",
    },
  ];
}

export const amendmentHash = agreementHash;
