import { expect, test } from "vitest";
import {
  BLOCK_PLACES,
  type Filling,
  fillTemplate,
  INLINE_PLACES,
  templateFaults,
} from "../../src/domain/agreement-template.ts";
import { DEFAULT_TEMPLATE } from "../../src/grants/default-template.ts";

const filling = Object.fromEntries([
  ...INLINE_PLACES.map((place) => [place, { fr: `[${place}]`, en: `(${place})` }]),
  ...BLOCK_PLACES.map((place) => [place, [{ fr: `[${place}]`, en: `(${place})` }]]),
]) as Filling;

test("D3: the wording a fund begins with has no fault and leaves no place empty", () => {
  expect(templateFaults(DEFAULT_TEMPLATE)).toEqual([]);
  const text = fillTemplate(DEFAULT_TEMPLATE, filling).map((one) => one.fr + one.en);
  expect(text.join("\n")).not.toContain("{{");
});

const changed = (change: (body: string) => string) => ({
  fr: change(DEFAULT_TEMPLATE.fr),
  en: change(DEFAULT_TEMPLATE.en),
});

test.each([
  ["an unknown place", changed((body) => `${body}\n\n{{sommme}}`), ["unknown", "unknown"]],
  ["a missing one", changed((body) => body.replace("{{budget}}", "Voir le dossier.")), ["missing", "missing"]],
  [
    "a block among words",
    changed((body) => body.replace("{{budget}}", "Budget : {{budget}}")),
    ["not-alone", "not-alone"],
  ],
  [
    "another number of paragraphs",
    { ...DEFAULT_TEMPLATE, en: `${DEFAULT_TEMPLATE.en}\n\nMore.` },
    ["languages-differ"],
  ],
  [
    "other places in a paragraph",
    { ...DEFAULT_TEMPLATE, en: DEFAULT_TEMPLATE.en.replace("{{date}}", "today") },
    ["languages-differ"],
  ],
])("D3: a template is refused for %s", (_, template, kinds) => {
  expect(templateFaults(template).map((fault) => fault.kind)).toEqual(kinds);
});

test("what fills a place is not read again for places", () => {
  const crafty = { ...filling, resume: { fr: "{{montant}} $& $1", en: "{{montant}}" } };

  expect(fillTemplate({ fr: "A {{resume}} b", en: "A {{resume}} b" }, crafty)).toEqual([
    { fr: "A {{montant}} $& $1 b", en: "A {{montant}} b" },
  ]);
});
