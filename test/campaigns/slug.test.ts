import { expect, test } from "vitest";
import { slugOf } from "../../src/campaigns/slug.ts";

test.each([
  ["Un atelier bois + numérique à Guéret", "un-atelier-bois-numerique-a-gueret"],
  ["Cœur de ville, œuvres & ŒUVRES", "coeur-de-ville-oeuvres-oeuvres"],
  ["L’été « à l’Haÿ-les-Roses »", "l-ete-a-l-hay-les-roses"],
  ["Straße Łódź Đakovo Ærø", "strasse-lodz-dakovo-aero"],
  ["  100 %  ", "100"],
  ["北京", "collecte"],
  ["", "collecte"],
  [
    "Des ordinateurs reconditionnés pour toutes les personnes âgées du canton",
    "des-ordinateurs-reconditionnes-pour-toutes-les-personnes",
  ],
  ["a".repeat(90), "a".repeat(60)],
])("the address of %j", (title, slug) => {
  expect(slugOf(title)).toBe(slug);
});
