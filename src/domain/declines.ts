/** What a bank said when it declined a charge, in Stripe's words. Source: docs.stripe.com/declines/codes. */
export type Decline = {
  readonly code: string | undefined;
  readonly declineCode: string | undefined;
  readonly adviceCode: string | undefined;
};

/** `soft`: worth trying again some days later. `hard`: the same method can never pay. */
export type DeclineClass = "soft" | "hard" | "authentication";

const AUTHENTICATION = "authentication_required";

const HARD_ADVICE = new Set(["do_not_try_again", "confirm_card_data"]);

const HARD = new Set([
  "account_closed",
  "bank_account_closed",
  "bank_account_restricted",
  "card_not_supported",
  "charge_not_permitted",
  "currency_not_supported",
  "debit_not_authorized",
  "expired_card",
  "fraudulent",
  "highest_risk_level",
  "incorrect_address",
  "incorrect_cvc",
  "incorrect_number",
  "incorrect_pin",
  "incorrect_zip",
  "invalid_account",
  "invalid_cvc",
  "invalid_expiry_month",
  "invalid_expiry_year",
  "invalid_number",
  "lost_card",
  "merchant_blacklist",
  "new_account_information_available",
  "no_account",
  "not_permitted",
  "payment_method_not_available",
  "pickup_card",
  "recipient_deceased",
  "restricted_card",
  "revocation_of_all_authorizations",
  "revocation_of_authorization",
  "security_violation",
  "stolen_card",
  "stop_payment_order",
  "test_mode_live_card",
  "testmode_decline",
  "transaction_not_allowed",
]);

/**
 * How to go on after a decline (P4). Stripe names a need for authentication in either field. An unknown code counts
 * as soft: it is tried a few more times, never for ever.
 */
export function classifyDecline(decline: Decline): DeclineClass {
  if (decline.code === AUTHENTICATION || decline.declineCode === AUTHENTICATION) return "authentication";
  if (decline.adviceCode !== undefined && HARD_ADVICE.has(decline.adviceCode)) return "hard";
  const isHard = [decline.declineCode, decline.code].some((code) => code !== undefined && HARD.has(code));
  return isHard ? "hard" : "soft";
}

/** The most telling of a decline's codes: the bank's own, else Stripe's. */
export const declineName = (decline: Decline): string => decline.declineCode ?? decline.code ?? "unknown";
