import { expect, test } from "vitest";
import { isSepaCountry, isValidBic, isValidIban, maskIban, normaliseIban } from "../../src/banking/iban.ts";

test.each([
  ["FR76 3000 6000 0112 3456 7890 189", "FR7630006000011234567890189"],
  ["iban : fr76-3000-6000-0112-3456-7890-189", "FR7630006000011234567890189"],
  ["FR76\u00a03000\u202f6000\t0112 3456 7890 189\n", "FR7630006000011234567890189"],
])("an account typed as %j is understood", (typed, iban) => {
  const normalised = normaliseIban(typed);

  expect(normalised).toBe(iban);
  expect(isValidIban(typed)).toBe(true);
});

test.each([
  "",
  "FR76",
  "FR7630006000011234567890188",
  "XX7630006000011234567890189",
  "FR763000600001123456789018",
  "<b>FR76</b>",
])("%j is not an account", (typed) => {
  const accepted = isValidIban(typed);

  expect(accepted).toBe(false);
});

test("X7: an account is shown with its country, check digits and last four only", () => {
  const shown = [maskIban("FR7630006000011234567890189"), maskIban("FR76 but not an account 1234")];

  expect(shown).toEqual(["FR76 •••• •••• 0189", "••••"]);
});

test("countries that joined SEPA since 2024 count, those outside do not", () => {
  const answers = ["FR", "CH", "MD", "RS", "US", "XK", ""].map(isSepaCountry);

  expect(answers).toEqual([true, true, true, true, false, false, false]);
});

test("a BIC has 8 or 11 characters", () => {
  const answers = ["AGRIFRPP", "AGRIFRPP882", "AGRIFRPP8", "AGRI"].map(isValidBic);

  expect(answers).toEqual([true, true, false, false]);
});
