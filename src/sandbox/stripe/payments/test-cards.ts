/** How the bank behind a card refuses: the fields of Stripe's 402 and of the failed charge. */
export interface Decline {
  readonly code: string;
  readonly declineCode: string | null;
  readonly message: string;
  readonly adviceCode: "confirm_card_data" | "do_not_try_again" | "try_again_later" | null;
  readonly networkDeclineCode: string | null;
}

const decline = (
  code: string,
  declineCode: string | null,
  message: string,
  adviceCode: Decline["adviceCode"],
  networkDeclineCode: string | null,
): Decline => ({ code, declineCode, message, adviceCode, networkDeclineCode });

export const declines = {
  generic: decline("card_declined", "generic_decline", "Your card was declined.", "try_again_later", "01"),
  funds: decline("card_declined", "insufficient_funds", "Your card has insufficient funds.", "try_again_later", "51"),
  lost: decline("card_declined", "lost_card", "Your card was declined.", "do_not_try_again", "41"),
  stolen: decline("card_declined", "stolen_card", "Your card was declined.", "do_not_try_again", "43"),
  fraudulent: decline("card_declined", "fraudulent", "Your card was declined.", "do_not_try_again", null),
  velocity: decline(
    "card_declined",
    "card_velocity_exceeded",
    "Your card was declined for making repeated attempts too frequently or exceeding its amount limit.",
    "try_again_later",
    "65",
  ),
  expired: decline("expired_card", null, "Your card has expired.", "confirm_card_data", "54"),
  cvc: decline("incorrect_cvc", null, "Your card's security code is incorrect.", "confirm_card_data", "82"),
  error: decline(
    "processing_error",
    null,
    "An error occurred while processing your card. Try again in a little bit.",
    "try_again_later",
    null,
  ),
  authentication: decline(
    "authentication_required",
    "authentication_required",
    "Your card was declined. This transaction requires authentication.",
    null,
    null,
  ),
  notATestCard: decline(
    "card_declined",
    "test_mode_live_card",
    "Your card was declined. Your request was in test mode, but used a non test card. For a list of valid test cards, visit: https://stripe.com/docs/testing.",
    null,
    null,
  ),
  wrongNumber: decline("incorrect_number", null, "Your card number is incorrect.", "confirm_card_data", null),
} as const;

/**
 * One of Stripe's test cards. `refusesSetUp` also stops it from being attached; `refusesCharge` only its charges.
 * `authentication`: at every payment, or until it has been set up for later use.
 */
export interface TestCard {
  readonly number: string;
  readonly brand: "visa" | "mastercard" | "amex" | "cartes_bancaires";
  readonly token: string;
  readonly funding: "credit" | "debit";
  readonly country: "US" | "FR";
  readonly refusesSetUp: Decline | null;
  readonly refusesCharge: Decline | null;
  readonly authentication: "never" | "always" | "until_set_up";
  readonly fundsAtOnce: boolean;
  readonly disputed: "fraudulent" | "product_not_received" | "inquiry" | null;
  readonly refunds: "succeed" | "fail_later" | "succeed_later";
  readonly elevatedRisk: boolean;
}

function card(number: string, token: string, differences: Partial<TestCard> = {}): TestCard {
  return {
    number,
    token,
    brand: "visa",
    funding: "credit",
    country: "US",
    refusesSetUp: null,
    refusesCharge: null,
    authentication: "never",
    fundsAtOnce: false,
    disputed: null,
    refunds: "succeed",
    elevatedRisk: false,
    ...differences,
  };
}

const refusing = (number: string, token: string, why: Decline) =>
  card(number, token, { refusesSetUp: why, refusesCharge: why });

/** Stripe's test cards by behaviour; source: docs.stripe.com/testing. */
const testCards: readonly TestCard[] = [
  card("4242424242424242", "visa"),
  card("4000056655665556", "visa_debit", { funding: "debit" }),
  card("4000002500000003", "fr", { country: "FR" }),
  card("4000002500001001", "visa_cartesBancaires", { brand: "cartes_bancaires", country: "FR" }),
  card("5555555555554444", "mastercard", { brand: "mastercard" }),
  card("378282246310005", "amex", { brand: "amex" }),
  card("4000000000000077", "bypassPending", { fundsAtOnce: true }),
  refusing("4000000000000002", "chargeDeclined", declines.generic),
  refusing("4000000000009995", "chargeDeclinedInsufficientFunds", declines.funds),
  refusing("4000000000009987", "chargeDeclinedLostCard", declines.lost),
  refusing("4000000000009979", "chargeDeclinedStolenCard", declines.stolen),
  refusing("4000000000000069", "chargeDeclinedExpiredCard", declines.expired),
  refusing("4000000000000127", "chargeDeclinedIncorrectCvc", declines.cvc),
  refusing("4000000000000119", "chargeDeclinedProcessingError", declines.error),
  refusing("4100000000000019", "chargeDeclinedFraudulent", declines.fraudulent),
  refusing("4000000000006975", "chargeDeclinedVelocityLimitExceeded", declines.velocity),
  card("4000000000000341", "chargeCustomerFail", { refusesCharge: declines.generic }),
  card("4000002760003184", "authenticationRequired", { authentication: "always" }),
  card("4000002500003155", "authenticationRequiredOnSetup", { authentication: "until_set_up" }),
  card("4000003800000446", "authenticationRequiredSetupForOffSession", { authentication: "until_set_up" }),
  card("4000008260003178", "authenticationRequiredChargeDeclinedInsufficientFunds", {
    authentication: "until_set_up",
    refusesCharge: declines.funds,
  }),
  card("4000000000003220", "threeDSecure2Required", { authentication: "until_set_up" }),
  card("4000000000005126", "refundFail", { refunds: "fail_later" }),
  card("4000000000007726", "pendingRefund", { refunds: "succeed_later" }),
  card("4000000000000259", "createDispute", { disputed: "fraudulent" }),
  card("4000000000002685", "createDisputeProductNotReceived", { disputed: "product_not_received" }),
  card("4000000000001976", "createDisputeInquiry", { disputed: "inquiry" }),
  card("4000000000009235", "riskLevelElevated", { elevatedRisk: true }),
];

const byNumber = new Map(testCards.map((each) => [each.number, each]));

export function cardOfNumber(number: string): TestCard | undefined {
  return byNumber.get(number);
}

/** The card behind `pm_card_…`; a leading `visa_` before a decline is Stripe's other spelling. */
export function cardOfToken(token: string): TestCard | undefined {
  const name = token.replace(/^pm_card_/, "");
  const plain = name.replace(/^visa_(?=charge)/, "");
  return testCards.find((each) => each.token === name || each.token === plain);
}

/** Why a typed number can't even be tried, or null for a test card. */
export function objectionToNumber(number: string): Decline | null {
  if (byNumber.has(number)) return null;
  return /^\d{12,19}$/.test(number) && passesLuhn(number) ? declines.notATestCard : declines.wrongNumber;
}

function passesLuhn(number: string): boolean {
  const sum = [...number].toReversed().reduce((total, digit, index) => {
    const doubled = Number(digit) * (index % 2 === 0 ? 1 : 2);
    return total + (doubled > 9 ? doubled - 9 : doubled);
  }, 0);
  return sum % 10 === 0;
}
