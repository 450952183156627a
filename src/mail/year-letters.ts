import { sql } from "drizzle-orm";
import { pledges } from "../db/schema/pledges.ts";
import type { Deps } from "../deps.ts";
import { findPledge } from "../pledges/lock-pledge.ts";
import { eurosText } from "../receipts/euros-text.ts";
import { NO_RECEIPT } from "../receipts/messages.ts";
import { YEAR } from "../receipts/year-messages.ts";
import { yearOfGifts } from "../receipts/year-of-gifts.ts";
import { letterOf } from "./letter-text.ts";
import type { Letter } from "./mailer.ts";

/** In January, to a donor: the receipts of the year that ended, their total, and why a gift has none (T3). */
export async function receiptsOfYear(deps: Deps, subjectId: string): Promise<Letter | undefined> {
  const [year = "", pledgeId = ""] = subjectId.split("/");
  const pledge = await findPledge(deps.db, deps.fundId, pledgeId);
  if (pledge === undefined) return undefined;
  const whose = sql`lower(${pledges.email}) = lower(${pledge.email})`;
  const { gifts, receipts, totalCents } = await yearOfGifts(deps.db, deps.fundId, whose, Number(year));
  if (gifts.length === 0) return undefined;
  const reasons = new Set(gifts.flatMap(({ receipt, noReceipt }) => (receipt === null ? (noReceipt ?? []) : [])));
  const text = {
    subject:
      receipts.length === 0
        ? { fr: `Vos dons de ${year}, sans reçu fiscal`, en: `Your gifts of ${year}, without tax receipt` }
        : { fr: `Vos reçus fiscaux de ${year}`, en: `Your tax receipts of ${year}` },
    paragraphs: [
      YEAR.total(receipts.length, eurosText(totalCents)),
      ...(reasons.size === 0
        ? []
        : [
            { fr: "Au moins un don de l’année n’a pas de reçu :", en: "At least one gift of the year has no receipt:" },
          ]),
      ...[...reasons].map((reason) => ({ fr: `• ${NO_RECEIPT[reason].fr}`, en: `• ${NO_RECEIPT[reason].en}` })),
      receipts.length === 0
        ? { fr: "Le détail est à cette adresse.", en: "The details are at this address." }
        : {
            fr: "Le détail et le récapitulatif à télécharger sont à cette adresse.",
            en: "The details and the summary to download are at this address.",
          },
      {
        fr: "Pour y entrer, demandez un lien de connexion avec cette adresse électronique :",
        en: "To enter, ask for a sign-in link with this e-mail address:",
      },
    ],
  };
  const language = pledge.language === "en" ? "en" : "fr";
  return letterOf(pledge.email, language, text, `${deps.baseUrl}/mes-recus/${year}`, deps.bankAccount.name);
}
