import { expect, test } from "vitest";
import { invariantNames } from "../../src/ledger/invariants.ts";
import { checkWords } from "../../src/self-check/check-words.ts";
import { overdueNames } from "../../src/self-check/find-overdue.ts";

test("every check of the books says in French what it asks", () => {
  const names = [...invariantNames, ...overdueNames];

  expect(names.filter((name) => checkWords(name) === undefined)).toEqual([]);
  expect(checkWords("L3 no bounded account is below zero")).toEqual({
    fr: "Aucun compte protégé n’est en dessous de zéro.",
    en: "no bounded account is below zero",
  });
  expect(checkWords("an unheard-of check")).toBeUndefined();
});
