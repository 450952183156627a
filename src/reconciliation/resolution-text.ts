import { parseResolution } from "../domain/difference.ts";
import type { Language, Text } from "../i18n/text.ts";
import { formatEuros } from "../ui/format.ts";
import { BANK, RESOLUTION_ACCOUNT_NAMES } from "./bank-page-messages.ts";
import type { Proposal } from "./bank-proposals.ts";

/** A resolution in words, with what it points at by name where it is known. */
export function resolutionText(text: string, proposals: readonly Proposal[]): Text {
  const resolution = parseResolution(text);
  const known = proposals.find((one) => one.resolution === text);
  const id = text.slice(text.indexOf(":") + 1);
  const named = (words: Text): Text => ({
    fr: [words.fr, known?.name || id, known?.amountCents ? formatEuros(known.amountCents, "fr") : ""].join(" ").trim(),
    en: [words.en, known?.name || id, known?.amountCents ? formatEuros(known.amountCents, "en") : ""].join(" ").trim(),
  });
  switch (resolution?.kind) {
    case "account":
      return RESOLUTION_ACCOUNT_NAMES[resolution.account] ?? { fr: id, en: id };
    case "disbursement":
      return named(BANK.resolutionDisbursement);
    case "withdrawal":
      return named(BANK.resolutionWithdrawal);
    case "repayment":
      return named(BANK.resolutionRepayment);
    case "payout":
      return named(BANK.resolutionPayout);
    case "pot":
      return named(BANK.resolutionPot);
    case "split": {
      const parts = resolution.parts.map((part) => ({
        cents: part.amountCents,
        of: resolutionText(part.text, proposals),
      }));
      const inWords = (language: Language) =>
        parts.map((part) => `${formatEuros(part.cents, language)} : ${part.of[language]}`).join(" ; ");
      return { fr: inWords("fr"), en: inWords("en") };
    }
    case "refund":
      return BANK.resolutionRefund;
    case "return":
      return BANK.resolutionReturn;
    case "reason":
    case undefined:
      return BANK.resolutionReason;
  }
}
