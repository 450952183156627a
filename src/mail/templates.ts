import type { Deps } from "../deps.ts";
import { accountLetters } from "./account-letters.ts";
import { agreementLetters } from "./agreement-letters.ts";
import { callLetters } from "./call-letters.ts";
import { campaignChanged } from "./campaign-letters.ts";
import { committeeLetters } from "./committee-letters.ts";
import { messageAnswered } from "./contact-letters.ts";
import { decisionLetters } from "./decision-letters.ts";
import { differenceLetters } from "./difference-letters.ts";
import { erasureLetters } from "./erasure-letters.ts";
import { grantLetters } from "./grant-letters.ts";
import { instalmentLetters } from "./instalment-letters.ts";
import { lifeLetters } from "./life-letters.ts";
import type { Letter } from "./mailer.ts";
import { outcomeLetters } from "./outcome-letters.ts";
import { partnerReceiptLetters } from "./partner-receipt-letters.ts";
import { authenticationNeeded, cardEnding, giftReturned, pledgeAuthorised, pledgeCaptured } from "./pledge-letters.ts";
import { receiptCancelled, receiptIssued } from "./receipt-letters.ts";
import { safetyLetters } from "./safety-letters.ts";
import { statementReady } from "./statement-letters.ts";
import { supportLetters } from "./support-letters.ts";
import { undoingLetters } from "./undoing-letters.ts";
import { receiptsOfYear } from "./year-letters.ts";

/** Writes a letter in its reader's language; undefined where the subject no longer needs one. */
export type Template = (deps: Deps, subjectId: string) => Promise<Letter | undefined>;

/** Every letter by the name jobs call it. */
export const TEMPLATES: Readonly<Record<string, Template>> = {
  ...accountLetters,
  ...agreementLetters,
  ...callLetters,
  ...grantLetters,
  ...differenceLetters,
  ...instalmentLetters,
  ...committeeLetters,
  ...partnerReceiptLetters,
  ...undoingLetters,
  ...erasureLetters,
  ...lifeLetters,
  ...outcomeLetters,
  "campaign-changed": campaignChanged,
  ...safetyLetters,
  ...decisionLetters,
  ...supportLetters,
  "message-answered": messageAnswered,
  "pledge-authorised": pledgeAuthorised,
  "authentication-needed": authenticationNeeded,
  "card-ending": cardEnding,
  "pledge-captured": pledgeCaptured,
  "gift-returned": giftReturned,
  "receipt-issued": receiptIssued,
  "receipt-cancelled": receiptCancelled,
  "receipts-of-year": receiptsOfYear,
  "statement-ready": statementReady,
};
