import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { ACCOUNT_KINDS, accounts } from "../../src/domain/ledger.ts";
import { accountWords, entryWords, sourceWords } from "../../src/ledger/entry-words.ts";

const src = fileURLToPath(new URL("../../src", import.meta.url));

const posting = readdirSync(src, { recursive: true, encoding: "utf8" })
  .filter((file) => /\.tsx?$/.test(file))
  .map((file) => readFileSync(join(src, file), "utf8"))
  .filter((text) => /postEntr(?:y|ies)\(/.test(text));

const found = (pattern: RegExp): readonly string[] =>
  [...new Set(posting.flatMap((text) => [...text.matchAll(pattern)].map(([, code = ""]) => code)))].toSorted();

test("the kinds of entries the code posts read in words", () => {
  const kinds = found(/\bkind: "([a-z]+_[a-z_]+)"/g);

  expect(kinds.length).toBeGreaterThan(15);
  expect(kinds.filter((kind) => entryWords(kind).fr === kind)).toEqual([]);
});

test("what entries rest on reads in words, and what nobody named keeps its code", () => {
  const sources = found(/\bsource: `([a-z-]+):/g);

  expect(sources.length).toBeGreaterThan(8);
  expect(sources.filter((source) => sourceWords(`${source}:1`) === undefined)).toEqual([]);
  expect(sourceWords("constructor:1")).toBeUndefined();
});

test("every kind of account reads in words, whoever owns it", () => {
  const kinds = Object.keys(ACCOUNT_KINDS);

  expect(kinds.filter((kind) => accountWords(kind).fr === kind)).toEqual([]);
  expect(accountWords(accounts.pot("0199a1b2-0000-7000-8000-000000000001")).fr).toBe("Enveloppe d’un partenaire");
  expect(accountWords("unheard:of")).toEqual({ fr: "unheard:of", en: "unheard:of" });
});
