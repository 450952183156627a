import { beforeEach, expect, test } from "vitest";
import { communes } from "../../src/db/schema/territories.ts";
import { inTransaction } from "../../src/db/transaction.ts";
import type { Deps } from "../../src/deps.ts";
import { AppError } from "../../src/errors.ts";
import type { Form } from "../../src/http/page-kit.tsx";
import { ruleBody } from "../../src/partners/forms.ts";
import { readAgreement } from "../../src/partners/queries.ts";
import { readRuleForm, ruleToForm, tidyRuleForm } from "../../src/partners/read-rule-form.ts";
import { termsOf } from "../../src/partners/rule-columns.ts";
import { readRule } from "../../src/partners/rule-queries.ts";
import { valuesOf } from "../../src/partners/rule-values.ts";
import { apiRoutes, pageRoutes } from "../../src/routes.ts";
import { signIn, submitForm, type TestApp, testApp } from "../support/app.ts";
import { testDatabase } from "../support/database.ts";
import { aUser, testDeps } from "../support/deps.ts";
import { giveRole } from "../support/grants.ts";
import { anAgreement, dayFromNow } from "../support/partners.ts";
import { fc } from "../support/property.ts";
import { testSandbox } from "../support/stripe-sandbox.ts";

const database = testDatabase();
const sandbox = testSandbox();
let deps: Deps;
let service: TestApp;

beforeEach(async () => {
  deps = await testDeps(database.db, sandbox.gateway);
  service = testApp(deps, { apiRoutes, pageRoutes, formOrigins: [sandbox.sandbox.url] });
});

const words = (html: string) => html.replace(/<[^>]+>/g, " ").replace(/[\s\u00a0\u202f]+/g, " ");

async function anAdministrator() {
  const { userId, email } = await aUser(database.db);
  await giveRole(deps, userId, "administrator");
  return signIn(service, email);
}

async function aNewRuleForm() {
  const agreement = await anAgreement(deps);
  const path = `/partenaires/${agreement.agreementId}/enveloppes/${agreement.potId}/regles/nouvelle`;
  const days = { startsOn: await dayFromNow(deps, 0), endsOn: await dayFromNow(deps, 30) };
  return { ...agreement, path, days, browser: await anAdministrator() };
}

const days = { startsOn: "2027-01-01", endsOn: "2027-12-31" };
const THRESHOLD = { kind: "threshold", thresholdDonors: "20", lumpCents: "150,50", ...days };

test.each<[string, Form, object]>([
  ["a ratio", { ratioNumerator: "1", ratioDenominator: "2", ...days }, { kind: "ratio", ratioNumerator: 1 }],
  ["a threshold", THRESHOLD, { kind: "threshold", thresholdDonors: 20, lumpCents: 15_050n }],
  ["a round", { kind: "quadratic", budgetCents: "1 000", ...days }, { kind: "quadratic", budgetCents: 100_000n }],
  [
    "places, as people separate codes",
    {
      ...THRESHOLD,
      "filter.departements": "1 2a; 974,23",
      "filter.epcis": "200 034 825, 200067593",
      "filter.near.communeCode": "2a004",
      "filter.near.kilometres": "15",
    },
    {
      filter: {
        departements: ["01", "2A", "974", "23"],
        epcis: ["200034825", "200067593"],
        near: { communeCode: "2A004", kilometres: 15 },
      },
    },
  ],
  [
    "parts kept, empty rows left out",
    {
      ...THRESHOLD,
      "heldShares.0.departements": "",
      "heldShares.0.shareCents": "",
      "heldShares.0.untilOn": "",
      "heldShares.1.departements": "23",
      "heldShares.1.shareCents": "500",
      "heldShares.1.untilOn": "2027-06-30",
    },
    { heldShares: [{ departements: ["23"], shareCents: 50_000n, untilOn: "2027-06-30" }] },
  ],
])("the form of a rule reads %s", (_, form, rule) => {
  expect(readRuleForm(tidyRuleForm(form))).toMatchObject(rule);
});

const refusedBy = (form: Form, prefix = "") => {
  try {
    readRuleForm(form, prefix);
    return [];
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return error.fields.map(({ field, message }) => [field, message.fr]);
  }
};

test.each<[string, Form, readonly (readonly [string, RegExp])[]]>([
  [
    "what the chosen kind does not ask",
    { ...THRESHOLD, budgetCents: "500" },
    [["budgetCents", /Une règle à seuil ne partage pas de somme/]],
  ],
  ["an amount that is none", { ...THRESHOLD, lumpCents: "beaucoup" }, [["lumpCents", /montant en euros/]]],
  [
    "a missing ratio",
    { ...days },
    [
      ["ratioNumerator", /Dites combien/],
      ["ratioDenominator", /Dites combien/],
    ],
  ],
  [
    "numbers of no département",
    { ...THRESHOLD, "filter.departements": "999, 998" },
    [["filter.departements", /numéros de départements qui existent/]],
  ],
  ["numbers of no body", { ...THRESHOLD, "filter.epcis": "12" }, [["filter.epcis", /SIREN/]]],
  [
    "a body elsewhere",
    { ...THRESHOLD, "filter.epcis": "200034825", "filter.departements": "75" },
    [["filter.epcis", /n’a aucune commune dans les départements/]],
  ],
  [
    "a distance without its commune",
    { ...THRESHOLD, "filter.near.kilometres": "5" },
    [["filter.near.communeCode", /Ce n’est pas le code postal/]],
  ],
  [
    "a part kept for nobody until no day",
    { ...THRESHOLD, "heldShares.0.departements": "", "heldShares.0.shareCents": "5", "heldShares.0.untilOn": "" },
    [
      ["heldShares.0.departements", /numéros de départements/],
      ["heldShares.0.untilOn", /Indiquez un jour/],
    ],
  ],
])("the form of a rule refuses %s, at its field and in its words", (_, form, expected) => {
  const refused = refusedBy(form);

  expect(refused.map(([field]) => field)).toEqual(expected.map(([field]) => field));
  for (const [index, [, reason]] of expected.entries()) expect(refused[index]?.[1]).toMatch(reason);
  const behind = Object.fromEntries(Object.entries(form).map(([name, value]) => [`lines.0.${name}`, value]));
  expect(refusedBy(behind, "lines.0.").map(([field]) => field)).toEqual(expected.map(([field]) => `lines.0.${field}`));
});

const amount = fc.integer({ min: 100, max: 90_000 });
const optional = <T>(one: fc.Arbitrary<T>) => fc.option(one);
const someRule = fc
  .record({
    formula: fc.oneof(
      fc.record({ ratioNumerator: fc.integer({ min: 1, max: 9 }), ratioDenominator: fc.integer({ min: 1, max: 9 }) }),
      fc.record({
        kind: fc.constant("threshold"),
        thresholdGoalPercent: fc.integer({ min: 1, max: 99 }),
        lumpCents: amount,
      }),
      fc.record({ kind: fc.constantFrom("pro_rata", "quadratic"), budgetCents: amount }),
    ),
    capPerDonorCents: optional(amount),
    period: fc.constantFrom({}, { capPerPeriodCents: 500, capPeriod: "week" }),
    minimumDonors: optional(fc.integer({ min: 1, max: 50 })),
    filter: fc.constantFrom(
      {},
      { rural: true, needsInKind: true, categories: ["equipment"] },
      { departements: ["23", "2A"], epcis: ["200034825"], placeTypes: ["FABLAB", "CHRS"] },
      { near: { communeCode: "23096", kilometres: 12 } },
    ),
    heldShares: fc.constantFrom([], [{ departements: ["23"], shareCents: 12_345, untilOn: "2027-06-30" }]),
    stacking: fc.constantFrom("adds", "if_first", "final"),
    backfill: fc.boolean(),
    goalConditional: fc.boolean(),
    priority: fc.integer({ min: 1, max: 1_000 }),
  })
  .map(({ formula, period, ...rest }) => ruleBody.parse({ ...days, ...formula, ...period, ...rest }));

test("M8: a stored rule shown in its form and sent again is the same rule, whatever its terms and the form around it", () => {
  fc.assert(
    fc.property(someRule, fc.constantFrom("", "lines.2.rules.0.rule."), (rule, prefix) => {
      const terms = termsOf(rule);
      const located = terms.filter.near && { ...terms.filter.near, latitude: 46.17, longitude: 1.87 };
      const stored = { ...terms, filter: { ...terms.filter, near: located } };

      const form = ruleToForm(valuesOf(stored), prefix);

      expect(readRuleForm(tidyRuleForm(form, prefix), prefix)).toEqual(rule);
    }),
  );
});

test("M13: a rule is read as one sentence and tried on gifts before anything is saved; more rows come without losing what was typed", async () => {
  const { path, days: typed, browser, administrator, agreementId } = await aNewRuleForm();
  const form = { kind: "pro_rata", budgetCents: "500", "filter.departements": "23", ...typed };

  const more = await submitForm(browser, path, { ...form, add: "heldShares" });
  const read = await submitForm(browser, path, { ...form, etape: "relire", "essai.gifts": "50" });
  const tooMuch = await submitForm(browser, path, { ...form, budgetCents: "5000", etape: "relire" });

  expect(more.status).toBe(200);
  expect(more.text).toContain('name="heldShares.1.departements"');
  expect(more.text).toContain('value="500"');
  expect(words(read.text)).toContain(
    "Fondation du Lien partage 500 € entre les dons, chacun selon son montant, dans le département Creuse (23)",
  );
  expect(read.text).toContain('<figure class="chart">');
  expect(words(read.text)).toContain("Essai sur 60 jours");
  expect(words(tooMuch.text)).toContain("La somme à partager dépasse ce qui est promis à l’enveloppe");
  expect((await readAgreement(deps, administrator, agreementId)).pots[0]?.rules).toEqual([]);
});

test("M14: a rule around a commune keeps its coordinates; without them it is refused with the reason", async () => {
  const { path, days: typed, browser, administrator, agreementId } = await aNewRuleForm();
  const commune = { departement: "23", region: "75", postcodes: ["23000"], createdAt: new Date() };
  await inTransaction(database.db, async (tx) => {
    await tx.insert(communes).values([
      { ...commune, code: "23096", name: "Guéret", latitude: 46.1706, longitude: 1.8714 },
      { ...commune, code: "23008", name: "Aubusson" },
    ]);
  });
  const form = (code: string) => ({
    ratioNumerator: "1",
    ratioDenominator: "1",
    "filter.near.communeCode": code,
    "filter.near.kilometres": "20",
    ...typed,
  });

  const unknown = await submitForm(browser, path, form("99999"));
  const nowhere = await submitForm(browser, path, form("23008"));
  const written = await submitForm(browser, path, form("23096"));

  expect([unknown.status, nowhere.status, written.status]).toEqual([422, 422, 303]);
  expect(words(unknown.text)).toContain("Aucune commune n’a ce code INSEE.");
  expect(words(nowhere.text)).toContain("Les coordonnées de cette commune ne sont pas connues du fonds");
  expect(nowhere.text).toContain('value="23008"');
  const [rule] = (await readAgreement(deps, administrator, agreementId)).pots[0]?.rules ?? [];
  expect(rule?.filter.near).toEqual({ communeCode: "23096", latitude: 46.1706, longitude: 1.8714, kilometres: 20 });
});

test("M8: every version of a rule is shown with its sentence to its partner and to staff, and to nobody else", async () => {
  const { agreementId, addRule, member } = await anAgreement(deps);
  const browser = await anAdministrator();
  const ruleId = await addRule({ capPerGiftCents: 2_000 });
  const own = `/partenaires/${agreementId}/regles/${ruleId}`;
  const form = await browser.get(own).expect(200);
  const version = /name="version" value="(\d+)"/.exec(form.text)?.[1] ?? "";
  await submitForm(browser, own, {
    ratioNumerator: "1",
    ratioDenominator: "1",
    capPerGiftCents: "50",
    startsOn: await dayFromNow(deps, 0),
    endsOn: await dayFromNow(deps, 30),
    version,
  });

  const shown = await (await signIn(service, member.email)).get(`${own}/versions`).expect(200);
  const stranger = await signIn(service, (await aUser(database.db)).email);
  const api = await browser.get(`/api/v1/rules/${ruleId}`).expect(200);

  expect(words(shown.text)).toMatch(/Version 2 .*50 € par don.* Version 1 .*20 € par don/);
  await stranger.get(`${own}/versions`).expect(404);
  expect(api.body.versions).toMatchObject([
    { version: 2, kind: "ratio", capPerGiftCents: 5_000, heldShares: [], stacking: "adds", backfill: false },
    { version: 1, capPerGiftCents: 2_000 },
  ]);
  expect((await readRule(deps, member, ruleId)).versions).toHaveLength(2);
});
