import { expect, test } from "vitest";
import { frenchSpaces } from "../../src/ui/french-spaces.ts";

test.each([
  ["Reste : 3 485 €", "Reste\u00a0: 3 485\u00a0€"],
  ["Pourquoi cet abondement ?", "Pourquoi cet abondement\u00a0?"],
  ["Donner à « Un bus »", "Donner à «\u00a0Un bus\u00a0»"],
  ["https://example.org:8080/?a=1", "https://example.org:8080/?a=1"],
])("%s never breaks before its mark", (typed, shown) => {
  expect(frenchSpaces(typed)).toBe(shown);
});
