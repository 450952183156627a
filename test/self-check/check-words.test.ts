import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { invariantNames } from "../../src/ledger/invariants.ts";
import { checkWords } from "../../src/self-check/check-words.ts";
import { overdueNames } from "../../src/self-check/find-overdue.ts";
import { FINDINGS } from "../../src/self-check/finding-messages.ts";
import { findingWords, subjectWords } from "../../src/self-check/finding-words.ts";

const names = [...invariantNames, ...overdueNames];

test("every check of the books says in French what it asks", () => {
  expect(names.filter((name) => checkWords(name) === undefined)).toEqual([]);
  expect(checkWords("L3 no bounded account is below zero")).toEqual({
    fr: "Aucun compte protégé n’est en dessous de zéro.",
    en: "no bounded account is below zero",
  });
  expect(checkWords("an unheard-of check")).toBeUndefined();
});

test("what a check finds is said in both languages, by figures its own query answers", () => {
  const sources = [...readdirSync("src/ledger").map((file) => `src/ledger/${file}`), "src/self-check/find-overdue.ts"];
  const queries = new Map(
    sources
      .flatMap((path) =>
        readFileSync(path, "utf8")
          .split(/^ {4}name: /m)
          .slice(1),
      )
      .map((source) => [/^"([^"]+)"/.exec(source)?.[1] ?? "", source]),
  );
  const unanswered = names.flatMap((name) => {
    const query = queries.get(name) ?? "facts: { minutes: ";
    const used = [FINDINGS[name]?.fr, FINDINGS[name]?.en].flatMap((text) => text?.match(/(?<=\{)\w+/g) ?? []);
    return used.filter((fact) => !query.includes(`'${fact}', `) && !query.includes(`{ ${fact}: `));
  });

  expect(queries.size).toBeGreaterThan(30);
  expect(names.filter((name) => FINDINGS[name] === undefined)).toEqual([]);
  expect(Object.keys(FINDINGS).filter((name) => !names.includes(name))).toEqual([]);
  expect(unanswered).toEqual([]);
});

test("a finding reads as sums, days and states, never as codes of the database", () => {
  const m4 = {
    invariant: "M4 matches are in the state their pledge allows",
    subject: "x",
    facts: { match: "reserved", pledge: "captured" },
  };
  const s1 = {
    invariant: "S1 every collection from a pot's Stripe account is a funding of its own",
    subject: "x",
    facts: { collected: 1_050, funded: null },
  };
  const sleeping = {
    invariant: "every recurring job ended well lately",
    subject: "sweep-stripe",
    facts: { minutes: 90 },
  };

  expect(findingWords(m4).fr).toBe("Abondement : Réservé ; don : Don reçu");
  expect(findingWords(s1).fr).toBe("Pris 10,50\u00a0€, versé à l’enveloppe –");
  expect(subjectWords(sleeping)).toEqual({
    fr: "Relire ce que Stripe a enregistré",
    en: "Read again what Stripe recorded",
  });
  expect(findingWords({ invariant: "unheard-of", subject: "x", facts: { a: 1 } }).fr).toBe("a 1");
});
