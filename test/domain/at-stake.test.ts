import { expect, test } from "vitest";
import { atStake } from "../../src/domain/at-stake.ts";
import { changedLines } from "../../src/domain/compare-lines.ts";
import { cents } from "../../src/domain/money.ts";

const facts = {
  goalCents: cents(100_000n),
  matchingCounts: true,
  giftsCents: cents(80_000n),
  matchesCents: cents(40_000n),
  declinedCents: cents(24_000n),
  declinedMatchesCents: cents(12_000n),
};

test("P5: declined charges take their matches with them, and the goal may hang on both", () => {
  expect(atStake(facts)).toEqual({ leftCents: 84_000n, missingCents: 16_000n, decides: true });
});

test("P5: without them the goal may be reached all the same, exactly", () => {
  const less = { ...facts, declinedCents: cents(15_000n), declinedMatchesCents: cents(5_000n) };
  expect(atStake(less)).toEqual({ leftCents: 100_000n, missingCents: 0n, decides: false });
});

test("P6: matches that do not count towards the goal are not missing to it", () => {
  const besides = { ...facts, matchingCounts: false };
  expect(atStake(besides)).toEqual({ leftCents: 56_000n, missingCents: 44_000n, decides: false });
});

test("a comparison names what changed, what came and what went, in the order of the later text", () => {
  const before = [
    { field: "Titre", value: "Un atelier" },
    { field: "Objectif", value: "1 000 €" },
    { field: "Palier 1", value: "2 000 €" },
  ];
  const after = [
    { field: "Catégorie", value: "Matériel" },
    { field: "Titre", value: "Un atelier" },
    { field: "Objectif", value: "1 200 €" },
  ];

  expect(changedLines(before, after)).toEqual([
    { field: "Catégorie", before: undefined, after: "Matériel" },
    { field: "Objectif", before: "1 000 €", after: "1 200 €" },
    { field: "Palier 1", before: "2 000 €", after: undefined },
  ]);
});
