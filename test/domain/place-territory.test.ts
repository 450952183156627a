import { expect, test } from "vitest";
import { departementOf } from "../../src/domain/place-territory.ts";

test.each([
  ["01033", "01200", "01"],
  ["2A004", "20000", "2A"],
  ["97402", "97412", "974"],
  ["98818", "98800", "988"],
  [null, "45190", "45"],
  [null, "20090", "2A"],
  [null, "20137", "2A"],
  [null, "20200", "2B"],
  [null, "97150", "978"],
  [null, "98800", "988"],
  [null, "00999", null],
])("commune %s with postcode %s lies in %s", (communeCode, postcode, departement) => {
  expect(departementOf(communeCode, postcode)).toBe(departement);
});
