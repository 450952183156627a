import { declines } from "./test-cards.ts";

/** One of Stripe's SEPA test accounts. `slow`: three minutes of the sandbox's clock instead of a moment. */
export interface TestIban {
  readonly iban: string;
  readonly token: string;
  readonly outcome: "succeeds" | "fails" | "succeeds_then_disputed";
  readonly failureCode: string;
  readonly failureMessage: string;
  readonly slow: boolean;
  readonly refusesSetUp: boolean;
}

function account(iban: string, token: string, differences: Partial<TestIban> = {}): TestIban {
  return {
    iban,
    token,
    outcome: "succeeds",
    failureCode: "generic_could_not_process",
    failureMessage: "The payment could not be completed by the customer's bank.",
    slow: false,
    refusesSetUp: false,
    ...differences,
  };
}

/** Source: docs.stripe.com/payments/sepa-debit, test account numbers. */
const testIbans: readonly TestIban[] = [
  account("AT611904300234573201", "success_at"),
  account("AT321904300235473204", "successDelayed_at", { slow: true }),
  account("AT861904300235473202", "failed_at", { outcome: "fails" }),
  account("AT051904300235473205", "failedDelayed_at", { outcome: "fails", slow: true }),
  account("AT591904300235473203", "disputed_at", { outcome: "succeeds_then_disputed" }),
  account("AT981904300002222227", "insufficientFunds_at", {
    outcome: "fails",
    failureCode: "insufficient_funds",
    failureMessage: "The customer's account has insufficient funds to cover this payment.",
  }),
  account("AT981904300000343434", "exceedsSourceLimit_at", {
    outcome: "fails",
    failureCode: "charge_exceeds_source_limit",
    failureMessage: "The payment exceeds the limit of this account.",
  }),
  account("AT601904300000121212", "exceedsWeeklyLimit_at", {
    outcome: "fails",
    failureCode: "charge_exceeds_weekly_limit",
    failureMessage: "The payment exceeds the weekly limit of this account.",
  }),
  account("AT511904300000066666", "creationFails_at", { refusesSetUp: true }),
  account("FR1420041010050500013M02606", "success_fr"),
  account("DE89370400440532013000", "success_de"),
];

const byIban = new Map(testIbans.map((each) => [each.iban, each]));

export function ibanOf(text: string): TestIban | undefined {
  return byIban.get(text.replace(/\s/g, "").toUpperCase());
}

/** The account behind `pm_sepaDebit_…`. */
export function ibanOfToken(token: string): TestIban | undefined {
  const name = token.replace(/^pm_sepaDebit_/, "").replace(/^pm_/, "");
  return testIbans.find((each) => each.token === name);
}

export const wrongIban = {
  ...declines.wrongNumber,
  code: "invalid_bank_account_iban",
  message: "The IBAN you provided is invalid.",
};
