import { expect, test } from "vitest";
import { classifyDecline, declineName, needsAuthentication } from "../../src/domain/declines.ts";

const decline = (code?: string, declineCode?: string, adviceCode?: string) => ({ code, declineCode, adviceCode });

test.each([
  ["card_declined", "insufficient_funds", undefined, "retry"],
  ["card_declined", "generic_decline", "try_again_later", "retry"],
  ["card_declined", "do_not_honor", undefined, "retry"],
  ["card_declined", "card_velocity_exceeded", "try_again_later", "retry"],
  ["processing_error", undefined, undefined, "retry"],
  ["charge_exceeds_weekly_limit", undefined, undefined, "retry"],
  ["card_declined", "a_code_of_tomorrow", undefined, "retry"],
  ["expired_card", undefined, undefined, "new_method"],
  ["expired_card", undefined, "try_again_later", "new_method"],
  ["incorrect_cvc", undefined, "confirm_card_data", "new_method"],
  ["card_declined", "generic_decline", "do_not_try_again", "new_method"],
  ["card_declined", "insufficient_funds", "do_not_try_again", "new_method"],
  ["card_declined", "generic_decline", "confirm_card_data", "new_method"],
  ["account_closed", undefined, undefined, "new_method"],
  ["card_declined", "lost_card", undefined, "give_up"],
  ["card_declined", "lost_card", "try_again_later", "give_up"],
  ["card_declined", "stolen_card", undefined, "give_up"],
  ["card_declined", "pickup_card", undefined, "give_up"],
  ["card_declined", "fraudulent", "confirm_card_data", "give_up"],
  ["card_declined", "revocation_of_authorization", undefined, "give_up"],
  ["debit_not_authorized", undefined, undefined, "give_up"],
  ["authentication_required", undefined, undefined, "authenticate"],
  ["card_declined", "authentication_required", undefined, "authenticate"],
  ["authentication_required", "authentication_required", "do_not_try_again", "authenticate"],
])("P4: code %s, decline code %s, advice %s: %s", (code, declineCode, adviceCode, expected) => {
  expect(classifyDecline(decline(code, declineCode, adviceCode))).toBe(expected);
});

test("P4: a pledge in need of its donor is told apart: to authenticate, or for another card", () => {
  expect(needsAuthentication("authentication_required")).toBe(true);
  expect(needsAuthentication("expired_card")).toBe(false);
  expect(needsAuthentication(null)).toBe(false);
});

test("a decline is named by the bank's own code, else by Stripe's", () => {
  expect(declineName(decline("card_declined", "lost_card"))).toBe("lost_card");
  expect(declineName(decline("expired_card"))).toBe("expired_card");
  expect(declineName(decline())).toBe("unknown");
});
