import { expect, test } from "vitest";
import { actionWords, thingOf } from "../../src/audit/words.ts";

test("X2: what happened to money and people reads in words", () => {
  expect(actionWords("pledge.captured")).toEqual({ fr: "Don : encaissé", en: "Gift: captured" });
  expect(actionWords("impersonation.view")?.fr).toBe("Visite d’assistance : page ouverte");
  expect(thingOf("disbursement")?.fr).toBe("Versement");
});

test("an action without words keeps its code", () => {
  expect(actionWords("something.unheard-of")).toBeUndefined();
  expect(actionWords("pledge")).toBeUndefined();
});
