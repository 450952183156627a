import { expect, test } from "vitest";
import { fieldErrors } from "../../src/http/validation.ts";
import { ruleBody } from "../../src/partners/forms.ts";
import { RULE_FAULTS } from "../../src/partners/messages.ts";
import { termsOf } from "../../src/partners/rule-columns.ts";

const days = { startsOn: "2027-01-01", endsOn: "2027-12-31" };
const ratio = { ratioNumerator: 1, ratioDenominator: 2 };

const refused = (body: object): readonly string[] => {
  const parsed = ruleBody.safeParse({ ...days, ...body });
  return parsed.success ? [] : fieldErrors(parsed.error).map(({ field }) => field);
};

test.each<[string, object]>([
  ["a ratio is the kind where none is said", ratio],
  ["a ratio", { kind: "ratio", ...ratio }],
  ["a lump for a number of donors", { kind: "threshold", thresholdDonors: 50, lumpCents: 50_000 }],
  ["a better ratio for a share of the goal", { kind: "threshold", thresholdGoalPercent: 50, ...ratio }],
  ["both thresholds", { kind: "threshold", thresholdDonors: 5, thresholdGoalPercent: 50, lumpCents: 50_000 }],
  ["a pro-rata round", { kind: "pro_rata", budgetCents: 100_000 }],
  ["a quadratic round", { kind: "quadratic", budgetCents: 100_000 }],
  ["a cap per period with its period", { ...ratio, capPerPeriodCents: 10_000, capPeriod: "week" }],
  [
    "an intercommunal body in its département",
    { ...ratio, filter: { epcis: ["200067593"], departements: ["23", "19"] } },
  ],
  ["kilometres around a commune of Corsica", { ...ratio, filter: { near: { communeCode: "2A004", kilometres: 20 } } }],
])("M15: a rule's body takes %s", (_, body) => {
  expect(refused(body)).toEqual([]);
});

test.each<[string, object, readonly string[]]>([
  ["a ratio without its numbers", {}, ["ratioNumerator", "ratioDenominator"]],
  ["half a ratio", { ratioNumerator: 1 }, ["ratioDenominator"]],
  ["a ratio of nothing", { ratioNumerator: 0, ratioDenominator: 1 }, ["ratioNumerator"]],
  ["a ratio with a threshold", { ...ratio, thresholdDonors: 3 }, ["thresholdDonors"]],
  ["a ratio with a sum", { ...ratio, lumpCents: 500 }, ["lumpCents"]],
  ["a ratio with a budget", { ...ratio, budgetCents: 500 }, ["budgetCents"]],
  ["a threshold without a line", { kind: "threshold", lumpCents: 500 }, ["thresholdDonors"]],
  ["a threshold that brings nothing", { kind: "threshold", thresholdDonors: 3 }, ["lumpCents"]],
  ["a threshold with half a ratio", { kind: "threshold", thresholdDonors: 3, ratioNumerator: 2 }, ["ratioDenominator"]],
  ["a threshold that brings both", { kind: "threshold", thresholdDonors: 3, lumpCents: 500, ...ratio }, ["lumpCents"]],
  [
    "a threshold with a budget",
    { kind: "threshold", thresholdDonors: 3, lumpCents: 500, budgetCents: 500 },
    ["budgetCents"],
  ],
  ["a round without a budget", { kind: "quadratic" }, ["budgetCents"]],
  ["a round with a ratio", { kind: "pro_rata", budgetCents: 500, ...ratio }, ["ratioNumerator", "ratioDenominator"]],
  [
    "a round with a threshold",
    { kind: "pro_rata", budgetCents: 500, thresholdGoalPercent: 5 },
    ["thresholdGoalPercent"],
  ],
  ["a kind nobody knows", { kind: "lottery" }, ["kind"]],
  ["a cap per period without its period", { ...ratio, capPerPeriodCents: 500 }, ["capPeriod"]],
  ["a period without its cap", { ...ratio, capPeriod: "day" }, ["capPerPeriodCents"]],
  ["an amount in fractions (A2)", { ...ratio, capInAllCents: 10.5 }, ["capInAllCents"]],
  ["no donors at all", { ...ratio, minimumDonors: 0 }, ["minimumDonors"]],
  ["an unknown intercommunal body", { ...ratio, filter: { epcis: ["123456789"] } }, ["filter.epcis.0"]],
  [
    "an intercommunal body outside the départements",
    { ...ratio, filter: { epcis: ["200067593"], departements: ["75"] } },
    ["filter.epcis"],
  ],
  [
    "a commune without a code",
    { ...ratio, filter: { near: { communeCode: "Guéret", kilometres: 5 } } },
    ["filter.near.communeCode"],
  ],
  ["no distance", { ...ratio, filter: { near: { communeCode: "23096", kilometres: 0 } } }, ["filter.near.kilometres"]],
  [
    "coordinates of one's own",
    { ...ratio, filter: { near: { communeCode: "23096", kilometres: 5, latitude: 1 } } },
    ["filter.near.latitude"],
  ],
  [
    "a part kept for nobody",
    { ...ratio, heldShares: [{ departements: [], shareCents: 500, untilOn: "2027-06-01" }] },
    ["heldShares.0.departements"],
  ],
  [
    "a part kept until no day",
    { ...ratio, heldShares: [{ departements: ["23"], shareCents: 500, untilOn: "2027-02-30" }] },
    ["heldShares.0.untilOn"],
  ],
  ["a field nobody knows", { ...ratio, cap: 3 }, ["cap"]],
])("M15: a rule's body refuses %s, by name", (_, body, fields) => {
  expect(refused(body)).toEqual(fields);
});

test("every contradiction of a rule is explained at a field of its body, in both languages", () => {
  for (const { field, message } of Object.values(RULE_FAULTS)) {
    expect(Object.keys(ruleBody.shape)).toContain(field);
    expect([message.fr, message.en].every((text) => /^\p{Lu}.*\.$/u.test(text))).toBe(true);
  }
});

test("M7: days are whole days of Paris, that of a part kept included", () => {
  const shares = [{ departements: ["23"], shareCents: 50_000, untilOn: "2027-10-31" }];

  const terms = termsOf(ruleBody.parse({ ...days, ...ratio, heldShares: shares }));

  expect(terms.startsAt.toISOString()).toBe("2026-12-31T23:00:00.000Z");
  expect(terms.endsAt.toISOString()).toBe("2027-12-31T23:00:00.000Z");
  expect(terms.heldShares[0]?.until.toISOString()).toBe("2027-10-31T23:00:00.000Z");
});
