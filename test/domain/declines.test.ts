import { expect, test } from "vitest";
import { classifyDecline, declineName } from "../../src/domain/declines.ts";

const decline = (code?: string, declineCode?: string, adviceCode?: string) => ({ code, declineCode, adviceCode });

test.each([
  ["card_declined", "insufficient_funds", undefined, "soft"],
  ["card_declined", "generic_decline", "try_again_later", "soft"],
  ["card_declined", "do_not_honor", undefined, "soft"],
  ["processing_error", undefined, undefined, "soft"],
  ["card_declined", "a_code_of_tomorrow", undefined, "soft"],
  ["card_declined", "lost_card", undefined, "hard"],
  ["card_declined", "stolen_card", undefined, "hard"],
  ["card_declined", "pickup_card", undefined, "hard"],
  ["card_declined", "fraudulent", undefined, "hard"],
  ["expired_card", undefined, undefined, "hard"],
  ["incorrect_cvc", undefined, "confirm_card_data", "hard"],
  ["card_declined", "generic_decline", "do_not_try_again", "hard"],
  ["account_closed", undefined, undefined, "hard"],
  ["authentication_required", undefined, undefined, "authentication"],
  ["card_declined", "authentication_required", undefined, "authentication"],
  ["authentication_required", "authentication_required", "do_not_try_again", "authentication"],
])("code %s, decline code %s, advice %s is %s (P4)", (code, declineCode, adviceCode, expected) => {
  expect(classifyDecline(decline(code, declineCode, adviceCode))).toBe(expected);
});

test("a decline is named by the bank's own code, else by Stripe's", () => {
  expect(declineName(decline("card_declined", "lost_card"))).toBe("lost_card");
  expect(declineName(decline("expired_card"))).toBe("expired_card");
  expect(declineName(decline())).toBe("unknown");
});
