import { and, eq } from "drizzle-orm";
import { taxReceipts } from "../db/schema/receipts.ts";
import type { Deps } from "../deps.ts";
import { pledgeUrl } from "../pledges/access-token.ts";
import { findPledge } from "../pledges/lock-pledge.ts";
import { stands } from "../receipts/read-gift.ts";
import type { ReceiptContent } from "../receipts/receipt-content.ts";
import { type LetterText, letterOf } from "./letter-text.ts";
import type { Template } from "./templates.ts";

/** A letter about one receipt, with the link to its gift. Undefined where it no longer says what is so. */
const aboutReceipt =
  (state: "issued" | "cancelled", text: (content: ReceiptContent) => LetterText): Template =>
  async (deps: Deps, receiptId) => {
    const [receipt] = await deps.db
      .select()
      .from(taxReceipts)
      .where(and(eq(taxReceipts.fundId, deps.fundId), eq(taxReceipts.id, receiptId)));
    if (receipt === undefined || receipt.state !== state || receipt.pledgeId === null) return undefined;
    const pledge = await findPledge(deps.db, deps.fundId, receipt.pledgeId);
    if (pledge === undefined || (state === "issued" && !stands(receipt, pledge))) return undefined;
    const link = pledgeUrl(deps, pledge.id).replace(`/dons/${pledge.id}`, `/dons/${pledge.id}/recu`);
    const language = pledge.language === "en" ? "en" : "fr";
    return letterOf(pledge.email, language, text(receipt.content as ReceiptContent), link, deps.bankAccount.name);
  };

export const receiptIssued = aboutReceipt("issued", ({ reference, campaignTitle, replaces }) => ({
  subject: { fr: `Votre reçu fiscal n° ${reference}`, en: `Your tax receipt no. ${reference}` },
  paragraphs: [
    {
      fr: `Le reçu fiscal de votre don pour « ${campaignTitle} » est prêt.`,
      en: `The tax receipt of your gift to “${campaignTitle}” is ready.`,
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
}));

export const receiptCancelled = aboutReceipt("cancelled", ({ reference, campaignTitle }) => ({
  subject: { fr: `Votre reçu fiscal n° ${reference} est annulé`, en: `Your tax receipt no. ${reference} is cancelled` },
  paragraphs: [
    {
      fr: `Votre don pour « ${campaignTitle} » a changé. Le reçu n° ${reference} n’est plus valable : ne l’utilisez pas pour votre déclaration.`,
      en: `Your gift to “${campaignTitle}” has changed. Receipt no. ${reference} is no longer valid: do not use it for your tax return.`,
    },
    { fr: "La raison est à cette adresse :", en: "The reason is at this address:" },
  ],
}));
