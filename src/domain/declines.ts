/** What a bank said when it declined a charge, in Stripe's words. Source: docs.stripe.com/declines/codes. */
export type Decline = {
  readonly code: string | undefined;
  readonly declineCode: string | undefined;
  readonly adviceCode: string | undefined;
};

/**
 * What to do after a decline (P4): try the same method again some days later; ask the donor to authenticate, or for
 * another method, since this one can never pay; or give up, since the payer's bank or the payer said no to us.
 */
export type DeclineClass = "retry" | "authenticate" | "new_method" | "give_up";

const AUTHENTICATION = "authentication_required";

/** The person, not the card, is refused, or the card may be in other hands: nobody is asked for another one. */
const GIVE_UP = new Set([
  "charge_not_permitted",
  "debit_not_authorized",
  "fraudulent",
  "highest_risk_level",
  "lost_card",
  "merchant_blacklist",
  "pickup_card",
  "recipient_deceased",
  "revocation_of_all_authorizations",
  "revocation_of_authorization",
  "security_violation",
  "stolen_card",
  "stop_payment_order",
]);

const NEW_METHOD = new Set([
  "account_closed",
  "bank_account_closed",
  "bank_account_restricted",
  "card_not_supported",
  "currency_not_supported",
  "expired_card",
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
  "new_account_information_available",
  "no_account",
  "not_permitted",
  "payment_method_not_available",
  "restricted_card",
  "test_mode_live_card",
  "testmode_decline",
  "transaction_not_allowed",
]);

const NEVER_AGAIN = new Set(["do_not_try_again", "confirm_card_data"]);

/**
 * How to go on after a decline (P4). Stripe names a need for authentication in either field. The bank's advice wins
 * over a code that would be tried again. An unknown code is tried a few more times, never for ever.
 */
export function classifyDecline(decline: Decline): DeclineClass {
  if (decline.code === AUTHENTICATION || decline.declineCode === AUTHENTICATION) return "authenticate";
  const codes = [decline.declineCode, decline.code];
  const isIn = (known: ReadonlySet<string>) => codes.some((code) => code !== undefined && known.has(code));
  if (isIn(GIVE_UP)) return "give_up";
  if (isIn(NEW_METHOD)) return "new_method";
  return decline.adviceCode !== undefined && NEVER_AGAIN.has(decline.adviceCode) ? "new_method" : "retry";
}

/** Whether a pledge waits for its donor to authenticate; else it waits for another card or account. */
export const needsAuthentication = (declineCode: string | null): boolean => declineCode === AUTHENTICATION;

/** The most telling of a decline's codes: the bank's own, else Stripe's. */
export const declineName = (decline: Decline): string => decline.declineCode ?? decline.code ?? "unknown";
