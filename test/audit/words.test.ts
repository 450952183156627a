import { readdirSync, readFileSync } from "node:fs";
import { join, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { changeInWords, reasonInWords } from "../../src/audit/change-words.ts";
import { actionWords, machineWords, thingOf } from "../../src/audit/words.ts";

test("X2: what happened to money and people reads in words", () => {
  expect(actionWords("pledge.captured")).toEqual({ fr: "Don : encaissé", en: "Gift: captured" });
  expect(actionWords("impersonation.view")?.fr).toBe("Visite d’assistance : page ouverte");
  expect(thingOf("disbursement")?.fr).toBe("Versement");
});

test("an action without words keeps its code", () => {
  expect(actionWords("something.unheard-of")).toBeUndefined();
  expect(actionWords("pledge")).toBeUndefined();
});

test("X2: every action the code notes reads in words", () => {
  const noted = [...new Set(ourFiles().flatMap(actionsIn))];

  expect(noted.length).toBeGreaterThan(150);
  expect(noted.filter((action) => actionWords(action) === undefined)).toEqual([]);
});

test("what changed reads in words, and what has none is left to the small print", () => {
  const change = { to: "live", amountCents: 1_250, from: "approved", dueOn: "2027-03-28", potId: "p", wanted: true };

  expect(changeInWords({ ...change, constructor: 1 }, "fr")).toEqual([
    "Avant : Approuvée",
    "Après : En cours",
    "Montant : 12,50\u00a0€",
    "Échéance : 28 mars 2027",
    "Souhaité : oui",
  ]);
  expect(changeInWords({ quantity: 3 }, "en")).toEqual(["Quantity: 3"]);
  expect(reasonInWords("goal_not_reached", "fr")).toBe("objectif non atteint");
  expect(reasonInWords("Erreur de saisie", "fr")).toBe("Erreur de saisie");
});

test("every job that may act is named", () => {
  expect(machineWords("settle-campaign")?.fr).toBe("Dénouer une collecte");
  expect(machineWords("toString")).toBeUndefined();
});

const src = fileURLToPath(new URL("../../src", import.meta.url));

const ourFiles = (): readonly string[] =>
  readdirSync(src, { recursive: true, encoding: "utf8" }).filter(
    (file) => /\.tsx?$/.test(file) && !file.startsWith(`sandbox${sep}stripe`),
  );

/** The codes named where something is noted, however its name is chosen. */
function actionsIn(file: string): readonly string[] {
  const text = readFileSync(join(src, file), "utf8");
  if (!/recordAudits?\(/.test(text)) return [];
  return [...text.matchAll(/\b(?:action|audited):\s*([^;{}]*?)[,\n]/g)].flatMap(([, value = ""]) =>
    [...value.matchAll(/"([a-z-]+\.[a-z_-]+)"/g)].map(([, code = ""]) => code),
  );
}
