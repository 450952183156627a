import { eq } from "drizzle-orm";
import { beforeEach, expect, test } from "vitest";
import { abandonNegotiation } from "../../src/agreements/abandon-negotiation.ts";
import { acceptVersion } from "../../src/agreements/accept-version.ts";
import { openNegotiation } from "../../src/agreements/open-negotiation.ts";
import { proposeVersion } from "../../src/agreements/propose-version.ts";
import { compareVersions, readLife } from "../../src/agreements/queries.ts";
import { auditLog, outbox } from "../../src/db/schema/platform.ts";
import type { Deps } from "../../src/deps.ts";
import { listPots } from "../../src/partners/queries.ts";
import { aProposal, bothSides, DAYS, GOODS, moneyLine, type Sides, someTerms } from "../support/agreements.ts";
import { testDatabase } from "../support/database.ts";
import { aUser, testDeps } from "../support/deps.ts";
import { race } from "../support/grants.ts";
import { dayFromNow, rawRule } from "../support/partners.ts";

const database = testDatabase();
let deps: Deps;
let sides: Sides;

beforeEach(async () => {
  deps = await testDeps(database.db);
  sides = await bothSides(deps);
});

const counter = async (agreementId: string, answers: number, more: Readonly<Record<string, unknown>> = {}) => ({
  agreementId,
  answers,
  message: "Notre réponse.",
  terms: await someTerms(deps, more),
});

test("a proposal is version 1; the other side answers with version 2; each keeps who, which side, words and terms", async () => {
  const agreementId = await aProposal(deps, sides);
  await proposeVersion(deps, sides.administrator, await counter(agreementId, 1, { lines: [GOODS, DAYS] }));

  const life = await readLife(deps, sides.member, agreementId);

  expect(life.agreement).toMatchObject({ state: "negotiating", title: "Soutien aux lieux ruraux", signedAt: null });
  expect(life.versions).toMatchObject([
    { version: 1, side: "partner", message: "Notre proposition.", name: "Camille", accepted: null },
    { version: 2, side: "fund", message: "Notre réponse.", negotiation: "open" },
  ]);
  expect(life.versions.map((one) => one.terms.lines.length)).toEqual([3, 2]);
  expect(life.next).toEqual({ kind: "answer", by: "partner" });
  expect((await listPots(deps, sides.administrator, { limit: 20 })).items).toEqual([]);
});

test("two versions are compared in words, in French and in English", async () => {
  const agreementId = await aProposal(deps, sides, { lines: [await moneyLine(deps)] });
  const raised = await moneyLine(deps, {
    amountCents: 600_000,
    schedule: [{ dueOn: await dayFromNow(deps, 30), amountCents: 600_000 }],
    rules: [],
  });
  await proposeVersion(deps, sides.administrator, await counter(agreementId, 1, { lines: [raised, DAYS] }));

  const words = await compareVersions(deps, sides.member, { agreementId, from: 1, to: 2 });
  const back = await compareVersions(deps, sides.member, { agreementId, from: 2, to: 1 });
  const plain = words.map((one) => one.fr.replace(/[\u00a0\u202f]/g, " "));

  expect(plain).toContain("« Abondement des dons » : le montant passe de 5 000 € à 6 000 €.");
  expect(plain.join()).toContain("« Abondement des dons » : la règle suivante disparaît. Pour 1 € donné");
  expect(plain.join()).toContain("Ajout : 12 jours de compétences pour « Mécénat de compétences »");
  expect(words.map((one) => one.en).join()).toContain("Added: 12 days of skills for “Mécénat de compétences”");
  expect(back.map((one) => one.en).join()).toContain("Removed: 12 days of skills");
});

test("of two counter-proposals at once one is written; the other is told, and nothing of it is lost to its author", async () => {
  const agreementId = await aProposal(deps, sides);
  const [fund, partner, other] = [
    await counter(agreementId, 1, { title: "Réponse du fonds" }),
    await counter(agreementId, 1, { title: "Correction du partenaire" }),
    await counter(agreementId, 1, { title: "Autre réponse du fonds" }),
  ];

  const { done, refused } = await race([
    proposeVersion(deps, sides.administrator, fund),
    proposeVersion(deps, sides.owner, partner),
    proposeVersion(deps, sides.second, other),
  ]);

  expect(done).toEqual([2]);
  expect(refused).toEqual(["version-arrived", "version-arrived"]);
  expect((await readLife(deps, sides.owner, agreementId)).versions).toHaveLength(2);
});

test("only the other side accepts, and only the latest version; accepting again changes nothing", async () => {
  const agreementId = await aProposal(deps, sides);

  await expect(acceptVersion(deps, sides.owner, { agreementId, version: 1 })).rejects.toMatchObject({
    type: "own-proposal",
  });
  await proposeVersion(deps, sides.administrator, await counter(agreementId, 1));
  await expect(acceptVersion(deps, sides.owner, { agreementId, version: 1 })).rejects.toMatchObject({
    type: "version-arrived",
  });
  await acceptVersion(deps, sides.member, { agreementId, version: 2 });
  await acceptVersion(deps, sides.owner, { agreementId, version: 2 });

  expect((await readLife(deps, sides.owner, agreementId)).next).toEqual({ kind: "sign-both" });
});

test("a new version leaves the acceptance of the last one without effect", async () => {
  const agreementId = await aProposal(deps, sides);
  await acceptVersion(deps, sides.administrator, { agreementId, version: 1 });

  await proposeVersion(deps, sides.administrator, await counter(agreementId, 1, { title: "Encore un mot" }));

  expect((await readLife(deps, sides.owner, agreementId)).next).toEqual({ kind: "answer", by: "partner" });
});

test("a negotiation given up is over: the agreement is abandoned, its reason kept", async () => {
  const agreementId = await aProposal(deps, sides);
  await abandonNegotiation(deps, sides.member, { agreementId, reason: "Budget refusé." });

  const life = await readLife(deps, sides.administrator, agreementId);
  const again = proposeVersion(deps, sides.administrator, await counter(agreementId, 1));

  expect(life.agreement.state).toBe("abandoned");
  expect(life.next).toEqual({ kind: "none" });
  await expect(again).rejects.toMatchObject({ type: "agreement-over" });
});

test("a schedule that does not add up to the amount, or outlasts the agreement, is refused", async () => {
  const off = await moneyLine(deps, { amountCents: 400_000 });
  const late = await moneyLine(deps, { schedule: [{ dueOn: await dayFromNow(deps, 400), amountCents: 500_000 }] });

  await expect(aProposal(deps, sides, { lines: [off] })).rejects.toMatchObject({
    fields: [{ field: "lines.0.schedule" }],
  });
  await expect(aProposal(deps, sides, { lines: [late] })).rejects.toMatchObject({
    fields: [{ field: "lines.0.schedule.0.dueOn" }],
  });
});

test("a rule that contradicts the agreement, a day that has passed and a key given twice are refused, each by its field", async () => {
  const outlasting = { key: "longue", rule: await rawRule(deps, { endsOn: await dayFromNow(deps, 900) }) };
  const twice = { ...GOODS, key: "argent" };

  await expect(
    aProposal(deps, sides, { lines: [await moneyLine(deps, { rules: [outlasting] })] }),
  ).rejects.toMatchObject({ status: 422, fields: [{ field: "lines.0.rules.0.rule.endsOn" }] });
  await expect(aProposal(deps, sides, { lines: [await moneyLine(deps), twice] })).rejects.toMatchObject({
    fields: [{ field: "lines.0.key" }, { field: "lines.1.key" }],
  });
  await expect(
    aProposal(deps, sides, { startsOn: "2020-01-01", endsOn: "2020-12-31", lines: [GOODS] }),
  ).rejects.toMatchObject({ fields: [{ field: "endsOn" }] });
});

test("X1: a stranger finds nothing; staff without the role see and may not act; the auditor changes nothing", async () => {
  const agreementId = await aProposal(deps, sides);
  const [stranger, auditor] = [await aUser(deps.db), await aUser(deps.db, { staffRoles: ["auditor"] })];
  const terms = await someTerms(deps);

  await expect(readLife(deps, stranger, agreementId)).rejects.toMatchObject({ status: 404 });
  await expect(proposeVersion(deps, stranger, await counter(agreementId, 1))).rejects.toMatchObject({ status: 404 });
  await expect(proposeVersion(deps, auditor, await counter(agreementId, 1))).rejects.toMatchObject({ status: 403 });
  await expect(
    openNegotiation(deps, stranger, { partnerId: sides.partnerId, message: "", terms }),
  ).rejects.toMatchObject({ status: 404 });
  await expect(
    openNegotiation(deps, auditor, { partnerId: sides.partnerId, message: "", terms }),
  ).rejects.toMatchObject({ status: 403 });
});

test("X2: each step leaves who did it, and a letter to everybody of the other side", async () => {
  const agreementId = await aProposal(deps, sides);
  await proposeVersion(deps, sides.administrator, await counter(agreementId, 1));
  await acceptVersion(deps, sides.member, { agreementId, version: 2 });

  const audit = await deps.db.select().from(auditLog).where(eq(auditLog.subjectId, agreementId)).orderBy(auditLog.id);
  const letters = (await deps.db.select().from(outbox)).map((row) => row.payload as { [name: string]: string });
  const proposed = letters.filter(
    (one) => one.subjectId?.startsWith(agreementId) && one.template === "agreement-proposed",
  );

  expect(audit.map((row) => [row.action, row.actor])).toEqual([
    ["agreement.propose", `user:${sides.member.userId}`],
    ["agreement.propose", `user:${sides.administrator.userId}`],
    ["agreement.accept", `user:${sides.member.userId}`],
  ]);
  expect(proposed.map((one) => one.subjectId)).toEqual(
    expect.arrayContaining(
      [sides.administrator, sides.second, sides.member, sides.owner].map((one) => `${agreementId}/${one.userId}`),
    ),
  );
});
