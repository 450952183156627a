import { expect, test } from "vitest";
import { isValidRna, normaliseRna } from "../../src/domain/rna.ts";
import { isValidSiret, normaliseSiret } from "../../src/domain/siret.ts";
import { fc } from "../support/property.ts";

test.each(["43493312300029", "00000011700010", "35600000000048"])("SIRET %s has a right check digit", (siret) => {
  expect(isValidSiret(siret)).toBe(true);
});

test.each([
  ["a wrong last digit", "43493312300028"],
  ["thirteen digits", "4349331230002"],
  ["fifteen digits", "434933123000290"],
  ["a letter", "4349331230002A"],
  ["Arabic-Indic digits", "٤٣٤٩٣٣١٢٣٠٠٠٢٩"],
  ["fourteen zeros", "00000000000000"],
  ["nothing", ""],
])("a SIRET with %s is refused", (_, siret) => {
  expect(isValidSiret(siret)).toBe(false);
});

test("an establishment of La Poste may have a digit sum divisible by 5 instead", () => {
  expect(isValidSiret("35600000063516")).toBe(true);
  expect(isValidSiret("35600000063518")).toBe(false);
  expect(isValidSiret("35500000063517")).toBe(false);
});

test("one mistyped digit never passes for another company", () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 13 }), fc.integer({ min: 1, max: 9 }), (place, shift) => {
      const siret = "43493312300029";
      const digit = (Number(siret[place]) + shift) % 10;

      const mistyped = siret.slice(0, place) + digit + siret.slice(place + 1);

      expect(isValidSiret(mistyped)).toBe(false);
    }),
  );
});

test("spaces, dots and dashes a person types are forgiven", () => {
  expect(normaliseSiret(" 434 933 123 000-29")).toBe("43493312300029");
  expect(normaliseRna(" w 751 000 002 ")).toBe("W751000002");
});

test.each([
  ["W751000002", true],
  ["W9R1000001", true],
  ["W75100000", false],
  ["X751000002", false],
  ["w751000002", false],
])("RNA %s: %s", (rna, valid) => {
  expect(isValidRna(rna)).toBe(valid);
});
