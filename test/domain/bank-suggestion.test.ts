import { expect, test } from "vitest";
import { createCreditorReference } from "../../src/banking/creditor-reference.ts";
import { type Candidate, suggestForLine } from "../../src/domain/bank-suggestion.ts";
import { closenessOfNames } from "../../src/domain/payer-name.ts";
import { closenessToReference } from "../../src/domain/quoted-reference.ts";
import { fc, runs } from "../support/property.ts";

const REFERENCE = "RF18ABCDEF012345";

test.each([
  ["with its spaces elsewhere", "Versement RF1 8ABC DEF0 12345 merci", "same"],
  ["in small letters, O for 0 and I for 1", "rfI8abcdefOI2345", "same"],
  ["one character wrong", "RF18ABCDEF812345", "near"],
  ["one missing", "don RF18ABCEF012345", "near"],
  ["one too many", "RF18ABCDDEF012345 mars", "near"],
  ["two neighbours swapped", "RF18ABDCEF012345", "near"],
  ["two characters wrong", "RF18ABXDEF812345", "far"],
  ["not there at all", "Don pour les ateliers", "far"],
] as const)("R3: a reference %s is told", (_, text, closeness) => {
  expect(closenessToReference(text, REFERENCE)).toBe(closeness);
});

test("R3: a number without check digits must be whole: one digit off is the next one", () => {
  expect(closenessToReference("Appel AF-2027-0012", "AF-2027-0012")).toBe("same");
  expect(closenessToReference("Appel AF-2027-0013", "AF-2027-0012")).toBe("far");
});

test.each([
  ["MAIRIE DE GUERET", "Commune de Guéret", "same"],
  ["LUCIOLES FONDATION DES", "Fondation des Lucioles", "same"],
  ["ASSO LE CŒUR NUMERIQUE", "Association Le Coeur numérique", "same"],
  ["FONDATION LUCIOLE", "Fondation des Lucioles", "near"],
  ["FONDATION DES LUCIOL", "Fondation des Lucioles", "near"],
  ["LUCIOLES", "Fondation des Lucioles", "near"],
  ["COMMUNE", "Commune de Guéret", "far"],
  ["Marie Paris", "Ville de Paris", "far"],
  ["", "Fondation des Lucioles", "far"],
] as const)("R2: “%s” and “%s” are %s", (one, other, closeness) => {
  expect([closenessOfNames(one, other), closenessOfNames(other, one)]).toEqual([closeness, closeness]);
});

const candidate = (resolution: string, more: Partial<Candidate> = {}): Candidate => ({
  resolution,
  references: [],
  names: [],
  awaitedCents: [],
  ...more,
});

test("R2: the reference counts most, then the name, then the amount; what bears no sign is left out", () => {
  const line = { amountCents: 5_000n, text: "RF18ABCDEF012354", payer: "Mairie de Guéret" };
  const candidates = [
    candidate("pot:amount", { awaitedCents: [5_000n] }),
    candidate("pot:nothing", { names: ["Fondation des Lucioles"], awaitedCents: [4_999n] }),
    candidate("pot:name", { names: ["Commune de Guéret"] }),
    candidate("pot:both", { names: ["Commune de Guéret"], awaitedCents: [5_000n] }),
    candidate("pot:reference", { references: [REFERENCE] }),
  ];

  expect(suggestForLine(line, candidates)).toEqual([
    { resolution: "pot:reference", signs: ["reference-near"] },
    { resolution: "pot:both", signs: ["name", "amount"] },
    { resolution: "pot:name", signs: ["name"] },
    { resolution: "pot:amount", signs: ["amount"] },
  ]);
});

const body = fc.stringMatching(/^[0-9A-F]{12}$/);

test("R3: whatever single slip a payer makes, the reference's own pot comes first, in whatever order pots are read", () => {
  const slips = fc.record({
    kind: fc.constantFrom("wrong", "missing", "added", "swapped"),
    at: fc.nat(),
    by: fc.constantFrom(..."0123456789ABCDEF"),
  });
  fc.assert(
    fc.property(fc.uniqueArray(body, { minLength: 2, maxLength: 8 }), slips, fc.nat(), (bodies, slip, turn) => {
      const references = bodies.map(createCreditorReference);
      const [meant = ""] = references;
      const at = slip.at % (meant.length - 1);
      const written = {
        wrong: meant.slice(0, at) + slip.by + meant.slice(at + 1),
        missing: meant.slice(0, at) + meant.slice(at + 1),
        added: meant.slice(0, at) + slip.by + meant.slice(at),
        swapped: meant.slice(0, at) + meant.slice(at + 1, at + 2) + meant.slice(at, at + 1) + meant.slice(at + 2),
      }[slip.kind];
      const pots = references.map((reference) => candidate(`pot:${reference}`, { references: [reference] }));
      const turned = [...pots.slice(turn % pots.length), ...pots.slice(0, turn % pots.length)];
      const line = { amountCents: 100n, text: `VIR ${written} MERCI`, payer: "" };

      const suggested = suggestForLine(line, turned);

      expect(suggested).toEqual(suggestForLine(line, pots));
      expect(suggested.map(({ resolution }) => resolution)).toContain(`pot:${meant}`);
      expect(suggested.length).toBeLessThanOrEqual(5);
    }),
    { numRuns: runs(200) },
  );
});
