import { beforeEach, expect, test } from "vitest";
import type { Deps } from "../../src/deps.ts";
import { worker } from "../../src/domain/actor.ts";
import { cents } from "../../src/domain/money.ts";
import { proposeRefund } from "../../src/refunds/propose-refund.ts";
import { closeRound } from "../../src/rounds/close-round.ts";
import { partnerCode, publicCode } from "../../src/rounds/gift-codes.ts";
import { apiRoutes, pageRoutes } from "../../src/routes.ts";
import { aBrowser, type Browser, signIn, submitForm, type TestApp, testApp } from "../support/app.ts";
import { aCampaign } from "../support/campaigns.ts";
import { DAY, moveClock } from "../support/clock.ts";
import { testDatabase } from "../support/database.ts";
import { testDeps } from "../support/deps.ts";
import { aStaffMember, booksHold } from "../support/grants.ts";
import { aFirmPledge } from "../support/pledges.ts";
import { aRoundPot } from "../support/rounds.ts";
import { testSandbox } from "../support/stripe-sandbox.ts";

const database = testDatabase();
const sandbox = testSandbox();
let deps: Deps;
let site: TestApp;

beforeEach(async () => {
  deps = await testDeps(database.db, sandbox.gateway);
  site = testApp(deps, { apiRoutes, pageRoutes });
});

const AT_ONCE = { mode: "keep_what_you_raise", goalCents: 100_000 };

/** A round of 600 € over a campaign of five donors and one of two. */
async function aRound() {
  const pot = await aRoundPot(deps, 60_000n);
  const large = await aCampaign(deps, "live", { ...AT_ONCE, title: "Un bus numérique" });
  const small = await aCampaign(deps, "live", { ...AT_ONCE, title: "Une imprimante" });
  const many: string[] = [];
  for (let i = 0; i < 5; i += 1) many.push(await aFirmPledge(deps, large.id, 10_000n));
  const few = [await aFirmPledge(deps, small.id, 4_321n), await aFirmPledge(deps, small.id, 5_679n)];
  return { ...pot, largeId: large.id, many, few };
}

const close = async (ruleId: string) => {
  await moveClock(database, sandbox, 11 * DAY);
  expect(await closeRound(deps, worker("test"), ruleId)).toBe(true);
};

const textOf = async (browser: Browser, path: string) =>
  (await browser.get(path).expect(200)).text.replace(/[\u00a0\u202f]/g, " ");

test("M15: a running round shows an estimate, and says that it is one and may fall", async () => {
  const { ruleId } = await aRound();
  const visitor = aBrowser(site.app);

  const list = await textOf(visitor, "/tours");
  const page = await textOf(visitor, `/tours/${ruleId}`);
  const { body } = await visitor.get(`/api/v1/rounds/${ruleId}`).expect(200);

  expect(list).toContain(`/tours/${ruleId}`);
  expect(page).toContain("Estimation à cet instant");
  expect(page).toContain("une estimation, pas une promesse");
  expect(body).toMatchObject({ stage: "running", shares: null, results: [], estimate: { sharedCents: 60_000 } });
});

test("M12: before a round is shared, its gifts read as shared later and not as left without a match", async () => {
  const { largeId } = await aRound();
  const staff = await signIn(site, (await aStaffMember(deps, "auditor")).email);

  const page = await textOf(staff, `/mes-collectes/${largeId}/dons`);

  expect(page).toContain("Partagé en fin de période");
  expect(page).not.toContain("Sans abondement");
});

test("X6: a published round names no one, and hides what would tell of fewer than five people", async () => {
  const { ruleId, partnerId, many, few } = await aRound();
  await close(ruleId);
  const visitor = aBrowser(site.app);

  const page = await textOf(visitor, `/tours/${ruleId}`);
  const { body } = await visitor.get(`/api/v1/rounds/${ruleId}/results/1/gifts?limit=100`).expect(200);

  expect(page).toContain("moins de 5");
  expect(page).toContain("non publié");
  const lines = new Map(body.items.map((line: { code: string }) => [line.code, line]));
  expect(lines.get(publicCode(deps, ruleId, many[0] ?? ""))).toMatchObject({
    campaignTitle: "Un bus numérique",
    giftCents: 10_000,
    amountCents: 10_000,
    reason: "formula",
  });
  expect(lines.get(publicCode(deps, ruleId, few[0] ?? ""))).toMatchObject({
    campaignTitle: null,
    giftCents: null,
    amountCents: null,
  });
  expect(lines.has(partnerCode(deps, partnerId, many[0] ?? ""))).toBe(false);
  for (const text of [page, JSON.stringify(body)]) expect(text).not.toMatch(/Solène|donor-|@example/);
  await visitor.get(`/tours/${ruleId}/versions/2`).expect(404);
});

test("M15: staff read every figure, propose a correction, and a second administrator confirms it on the page", async () => {
  const { ruleId, partnerId, many, few } = await aRound();
  await close(ruleId);
  const [first, second] = [await aStaffMember(deps, "administrator"), await aStaffMember(deps, "administrator")];
  const [proposer, confirmer] = [await signIn(site, first.email), await signIn(site, second.email)];
  await proposeRefund(deps, first, {
    pledgeId: many[0] ?? "",
    parts: { giftCents: cents(10_000n), tipCents: cents(0n) },
    reason: "Demande du donateur",
  });
  const path = `/tours/${ruleId}`;
  const post = (browser: Browser, fields: Record<string, string>, action: string) =>
    submitForm(browser, path, fields, `${path}/corrections${action}`);

  const empty = await post(proposer, { reason: "", takenIn: "ABC" }, "");
  await post(proposer, { reason: "Un don remboursé" }, "").then((answer) => expect(answer.status).toBe(303));
  const waiting = await textOf(confirmer, path);
  const correctionId = /corrections\/([0-9a-f-]{36})\/confirmation/.exec(waiting)?.[1] ?? "";
  const inputHash = /name="inputHash" value="([0-9a-f]{64})"/.exec(waiting)?.[1] ?? "";
  const confirmed = await post(confirmer, { inputHash }, `/${correctionId}/confirmation`);
  const version = await textOf(confirmer, `${path}/versions/2`);

  expect(empty.status).toBe(422);
  expect(empty.text).toContain('href="#reason"');
  expect(empty.text).toContain('href="#takenIn"');
  expect(await textOf(proposer, path)).not.toContain("/confirmation");
  expect(waiting).toContain("Un don remboursé");
  expect(confirmed.status).toBe(303);
  expect(version).toContain("Comparer à la version précédente");
  expect(version).toContain(partnerCode(deps, partnerId, few[0] ?? ""));
  expect(version).toContain("remboursé");
  expect(await textOf(aBrowser(site.app), `${path}/versions/1`)).toContain("premier résultat");
  await booksHold(deps);
});
