import type { Deps } from "../deps.ts";
import { agreementLetters } from "./agreement-letters.ts";
import { callLetters } from "./call-letters.ts";
import { campaignChanged } from "./campaign-letters.ts";
import type { Letter } from "./mailer.ts";
import { authenticationNeeded, giftReturned, pledgeAuthorised, pledgeCaptured } from "./pledge-letters.ts";
import { receiptCancelled, receiptIssued } from "./receipt-letters.ts";
import { statementReady } from "./statement-letters.ts";
import { undoingLetters } from "./undoing-letters.ts";

/** Writes a letter in its reader's language; undefined where the subject no longer needs one. */
export type Template = (deps: Deps, subjectId: string) => Promise<Letter | undefined>;

/** Every letter by the name jobs call it. */
export const TEMPLATES: Readonly<Record<string, Template>> = {
  ...agreementLetters,
  ...callLetters,
  ...undoingLetters,
  "campaign-changed": campaignChanged,
  "pledge-authorised": pledgeAuthorised,
  "authentication-needed": authenticationNeeded,
  "pledge-captured": pledgeCaptured,
  "gift-returned": giftReturned,
  "receipt-issued": receiptIssued,
  "receipt-cancelled": receiptCancelled,
  "statement-ready": statementReady,
};
