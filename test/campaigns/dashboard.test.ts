import { sql } from "drizzle-orm";
import { beforeAll, expect, test } from "vitest";
import { approveCampaign } from "../../src/campaigns/approve-campaign.ts";
import { giftsByDay, matchedByRule, readDeclined } from "../../src/campaigns/dashboard-queries.ts";
import { editCampaign } from "../../src/campaigns/edit-campaign.ts";
import { lastJudged } from "../../src/campaigns/keep-submission.ts";
import { campaignPages } from "../../src/campaigns/pages.ts";
import { dayOf } from "../../src/campaigns/paris-days.ts";
import { requestChanges } from "../../src/campaigns/request-changes.ts";
import { submitCampaign } from "../../src/campaigns/submit-campaign.ts";
import { fundNow } from "../../src/db/clock.ts";
import { staffRoles } from "../../src/db/schema/identity.ts";
import { inTransaction } from "../../src/db/transaction.ts";
import type { Deps } from "../../src/deps.ts";
import { worker } from "../../src/domain/actor.ts";
import { chargePledge } from "../../src/pledges/charge-pledge.ts";
import { askQuestion } from "../../src/questions/ask-question.ts";
import { settleCampaign } from "../../src/settlement/settle-campaign.ts";
import { signIn, type TestApp, testApp } from "../support/app.ts";
import { aCampaign, campaignInput, setDays } from "../support/campaigns.ts";
import { testDatabase } from "../support/database.ts";
import { aUser, testDeps } from "../support/deps.ts";
import { aMatchingPot } from "../support/matching.ts";
import { aFirmPledge, aPledge, CARDS } from "../support/pledges.ts";
import { testSandbox } from "../support/stripe-sandbox.ts";

const database = testDatabase();
const sandbox = testSandbox();
let deps: Deps;
let site: TestApp;

beforeAll(async () => {
  deps = await testDeps(database.db, sandbox.gateway);
  site = testApp(deps, { pageRoutes: campaignPages });
});

test("the holder's page draws firm gifts by day, tells sources apart, and says what each rule added and what waits", async () => {
  const campaign = await aCampaign(deps, "live", { needs: [{ label: "Écrans", quantity: 2 }] });
  const { ruleId } = await aMatchingPot(deps, 100_000n);
  await aFirmPledge(deps, campaign.id, 5_000n);
  await aFirmPledge(deps, campaign.id, 3_000n);
  await aPledge(deps, campaign.id, 1_000n);
  const question = { campaignId: campaign.id, name: "Zoé", email: "zoe@example.org", body: "Quand ?!", language: "fr" };
  await askQuestion(deps, { kind: "guest" }, { ...question, language: "fr" });

  const days = await giftsByDay(deps.db, deps.fundId, campaign.id);
  const matched = await matchedByRule(deps.db, deps.fundId, campaign.id);
  const shown = (await (await signIn(site, campaign.owner.email)).get(`/mes-collectes/${campaign.id}`)).text;

  expect(days).toEqual([{ day: dayOf(await fundNow(deps.db)), gifts: 2, cents: 8_000n }]);
  expect(matched.get(ruleId)).toBeGreaterThan(0n);
  for (const words of [
    "1 question attend votre réponse",
    "Dons par jour",
    'class="bar"',
    "Dons en attente de confirmation",
  ])
    expect(shown).toContain(words);
  expect(shown).toContain("Ajouté à cette collecte");
  expect(shown).toContain(`/mes-collectes/${campaign.id}/besoins`);
});

test("P5: declined charges are told with their matches and what the goal would lack without them", async () => {
  const campaign = await aCampaign(deps, "live", { goalCents: 6_000 });
  await aFirmPledge(deps, campaign.id, 4_000n);
  const declined = await aFirmPledge(deps, campaign.id, 2_500n, { card: CARDS.declinesLater });
  await setDays(database.owner, campaign.id, sql`now() - interval '10 days'`, sql`now() - interval '1 minute'`);
  await settleCampaign(deps, worker("test"), campaign.id);
  await chargePledge(deps, worker("test"), declined);

  const stake = await readDeclined(deps.db, deps.fundId, campaign.id);
  const shown = (await (await signIn(site, campaign.owner.email)).get(`/mes-collectes/${campaign.id}`)).text;

  expect(stake.charges + stake.failed).toBe(1);
  expect(stake.giftCents + stake.failedCents).toBe(2_500n);
  expect(shown).toContain("Paiements refusés");
});

test("what changed since the last review is shown to the holder and the reviewer, before and after", async () => {
  const campaign = await aCampaign(deps, "submitted", { rewards: [] });
  const officer = await aUser(deps.db, { staffRoles: ["case_officer"] });
  await inTransaction(deps.db, (tx) =>
    tx.insert(staffRoles).values({ userId: officer.userId, role: "case_officer", grantedAt: new Date() }),
  );
  expect(await lastJudged(deps.db, deps.fundId, campaign.id)).toBeUndefined();

  await requestChanges(deps, officer, campaign.id, "Un objectif plus bas ?");
  const rewards = [{ title: "Un merci", thresholdCents: 1_000, fairValueCents: 0 }];
  await editCampaign(deps, campaign.owner, campaign.id, await campaignInput(deps, { goalCents: 200_000, rewards }));
  const holder = await signIn(site, campaign.owner.email);
  const own = (await holder.get(`/mes-collectes/${campaign.id}`)).text;
  await submitCampaign(deps, campaign.owner, campaign.id);
  const review = (await (await signIn(site, officer.email)).get(`/instruction/${campaign.id}`)).text;

  for (const shown of [own, review]) {
    expect(shown).toContain("Ce qui a changé depuis la dernière étude");
    for (const words of ["3000 €", "2000 €", "Un merci"]) expect(shown).toContain(words);
    expect(shown).not.toContain('<span class="typed">Aidez-nous à ouvrir l’atelier.</span>');
  }
  await approveCampaign(deps, officer, campaign.id);
  expect((await (await signIn(site, officer.email)).get(`/instruction/${campaign.id}`)).text).not.toContain(
    "Ce qui a changé",
  );
});

test("what is missing of a draft leads to the field that holds it", async () => {
  const campaign = await aCampaign(deps, "draft");
  await setDays(database.owner, campaign.id, sql`now() - interval '10 days'`, sql`now() + interval '10 days'`);

  const shown = (await (await signIn(site, campaign.owner.email)).get(`/mes-collectes/${campaign.id}`)).text;

  expect(shown).toContain(`href="/mes-collectes/${campaign.id}/modification#startsOn"`);
});
