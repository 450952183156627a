import type { Instrument } from "../records.ts";
import { cardOfNumber, type Decline, declines } from "./test-cards.ts";
import { ibanOf } from "./test-ibans.ts";

/** What the bank answers to one attempt. `debit_sent`: days later. `transfer_awaited`: once the payer sends money. */
export type Outcome =
  | { readonly kind: "approved" }
  | { readonly kind: "authentication" }
  | { readonly kind: "debit_sent" }
  | { readonly kind: "transfer_awaited" }
  | { readonly kind: "declined"; readonly decline: Decline };

/** Charging an instrument: off session the cardholder isn't there, so needing authentication is a decline. */
export function chargeOutcome(
  instrument: Instrument,
  circumstances: { readonly offSession: boolean; readonly authenticated: boolean },
): Outcome {
  if (instrument.number === "customer_balance") return { kind: "transfer_awaited" };
  const card = cardOfNumber(instrument.number);
  if (card === undefined) return ibanOf(instrument.number) ? { kind: "debit_sent" } : refused(declines.notATestCard);
  const waived = card.authentication === "until_set_up" && instrument.setUp;
  if (card.authentication !== "never" && !waived && !circumstances.authenticated) {
    return circumstances.offSession ? refused(declines.authentication) : { kind: "authentication" };
  }
  return card.refusesCharge === null ? { kind: "approved" } : refused(card.refusesCharge);
}

/** Saving an instrument for later: the cardholder is there. */
export function setUpOutcome(instrument: Instrument, authenticated: boolean): Outcome {
  const card = cardOfNumber(instrument.number);
  if (card === undefined) {
    const iban = ibanOf(instrument.number);
    return iban === undefined || iban.refusesSetUp ? refused(declines.generic) : { kind: "approved" };
  }
  if (card.refusesSetUp !== null) return refused(card.refusesSetUp);
  return card.authentication !== "never" && !authenticated ? { kind: "authentication" } : { kind: "approved" };
}

function refused(decline: Decline): Outcome {
  return { kind: "declined", decline };
}
