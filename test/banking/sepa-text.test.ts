import { expect, test } from "vitest";
import { isSepaText, toSepaText } from "../../src/banking/sepa-text.ts";
import { fc } from "../support/property.ts";

test.each([
  ["Médiathèque de l’Œuvre à Saint-Étienne", "Mediatheque de l'OEuvre a Saint-Etienne"],
  ["Straße, 10 €, « Café »", "Strasse, 10 EUR, ' Cafe '"],
  ["Tiers-lieu 🚀 numérique", "Tiers-lieu . numerique"],
  ["Famille 👨‍👩‍👧 🇫🇷!", "Famille . .."],
  ["e\u0301te\u0301", "ete"],
  ["A & B; [x] {y} a_b c|d", "A + B, (x) (y) a-b c/d"],
  ["Łódź — Ærø – Þór", "Lodz - AEro - THor"],
  ["Αθήνα, София", "Athina, Sofiya"],
  ["ﬁn … ½", "fin ... 1/2"],
  ["zéro\u200bwidth\u00adsoft", "zerowidthsoft"],
  [" a\u00a0\t b\r\nc\u0000d ", "a b c d"],
  ["\ud800 seul", ". seul"],
  ["東京", ".."],
])("%j is written %j", (text, latin) => {
  expect(toSepaText(text, 140)).toBe(latin);
});

test("a cut never leaves a space at the end, and counts after € became EUR", () => {
  const cut = [toSepaText("abc def", 4), toSepaText("10€", 4), toSepaText("œœœ", 5)];

  expect(cut).toEqual(["abc", "10EU", "oeoeo"]);
});

test("whatever comes in, what goes out is in the set, within the limit, trimmed, and stays as it is", () => {
  const anyText = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.string({ unit: "grapheme" }),
    fc.string({
      unit: fc.constantFrom("é", "€", "œ", " ", "’", "«", "\u0301", "\u200d", "👩", "/", "&", "<", "ά", "щ", "\n"),
    }),
  );
  fc.assert(
    fc.property(anyText, fc.integer({ min: 1, max: 140 }), (text, maxLength) => {
      const latin = toSepaText(text, maxLength);

      expect(isSepaText(latin)).toBe(true);
      expect(latin.length).toBeLessThanOrEqual(maxLength);
      expect(latin).toBe(latin.trim());
      expect(toSepaText(latin, maxLength)).toBe(latin);
    }),
    { numRuns: 500 },
  );
});
