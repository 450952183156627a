import { and, eq } from "drizzle-orm";
import { taxReceipts } from "../db/schema/receipts.ts";
import { findPerson } from "../identity/queries.ts";
import { partnerOf, partnerReceiptStands } from "../receipts/partner-queries.ts";
import type { ReceiptContent } from "../receipts/receipt-content.ts";
import { type LetterText, letterOf } from "./letter-text.ts";
import type { Template } from "./templates.ts";

/** To one member of a partner, about one of its receipts. None to who is no member any more. */
const aboutReceipt =
  (state: "issued" | "cancelled", text: (content: ReceiptContent) => LetterText): Template =>
  async (deps, subjectId) => {
    const [receiptId = "", userId = ""] = subjectId.split("/");
    const [receipt] = await deps.db
      .select()
      .from(taxReceipts)
      .where(and(eq(taxReceipts.fundId, deps.fundId), eq(taxReceipts.id, receiptId)));
    const person = await findPerson(deps.db, userId);
    if (receipt === undefined || receipt.state !== state || person === undefined) return undefined;
    if (state === "issued" && !(await partnerReceiptStands(deps.db, receipt))) return undefined;
    const partnerId = await partnerOf(deps.db, receipt);
    if (!person.memberships.some(({ organisationId }) => organisationId === partnerId)) return undefined;
    const link = `${deps.baseUrl}/recus/${receipt.id}`;
    return letterOf(
      person.email,
      person.language,
      text(receipt.content as ReceiptContent),
      link,
      deps.bankAccount.name,
    );
  };

export const partnerReceiptLetters: Readonly<Record<string, Template>> = {
  "partner-receipt-issued": aboutReceipt("issued", ({ reference, campaignTitle, replaces }) => ({
    subject: { fr: `Votre reçu fiscal n° ${reference}`, en: `Your tax receipt no. ${reference}` },
    paragraphs: [
      {
        fr: `Le reçu fiscal de votre entreprise au titre de l’accord « ${campaignTitle} » est prêt.`,
        en: `Your company’s tax receipt under the agreement “${campaignTitle}” is ready.`,
      },
      ...(replaces === null
        ? []
        : [
            {
              fr: `Il remplace le reçu n° ${replaces}, qui n’est plus valable.`,
              en: `It takes the place of receipt no. ${replaces}, which is no longer valid.`,
            },
          ]),
      { fr: "Vous le téléchargez à cette adresse :", en: "You download it at this address:" },
    ],
  })),
  "partner-receipt-cancelled": aboutReceipt("cancelled", ({ reference, campaignTitle }) => ({
    subject: {
      fr: `Votre reçu fiscal n° ${reference} est annulé`,
      en: `Your tax receipt no. ${reference} is cancelled`,
    },
    paragraphs: [
      {
        fr: `La somme donnée au titre de l’accord « ${campaignTitle} » vous a été rendue. Le reçu n° ${reference} n’est plus valable : ne l’utilisez pas pour votre déclaration.`,
        en: `What was given under the agreement “${campaignTitle}” was returned to you. Receipt no. ${reference} is no longer valid: do not use it for your tax return.`,
      },
      { fr: "Le reçu annulé reste à cette adresse :", en: "The cancelled receipt stays at this address:" },
    ],
  })),
};
