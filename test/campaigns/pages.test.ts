import { beforeAll, describe, expect, test } from "vitest";
import { openDueCampaigns } from "../../src/campaigns/open-due-campaigns.ts";
import { campaignPages } from "../../src/campaigns/pages.ts";
import { dayOf } from "../../src/campaigns/paris-days.ts";
import type { Deps } from "../../src/deps.ts";
import { type StaffRole, worker } from "../../src/domain/actor.ts";
import { REVIEW_RULES } from "../../src/domain/review-checklist.ts";
import { projectPages } from "../../src/projects/pages.tsx";
import { aBrowser, type Browser, formToken, signIn, submitForm, type TestApp, testApp } from "../support/app.ts";
import { aCampaign, aHolder, aPlace } from "../support/campaigns.ts";
import { testDatabase } from "../support/database.ts";
import { aUser, testDeps } from "../support/deps.ts";
import { giveRole } from "../support/grants.ts";

/** The checklist of a review with every point met. */
const ALL_CHECKED = Object.fromEntries(REVIEW_RULES.map((rule) => [`check-${rule}`, "met"]));

const base = testDatabase();
let deps: Deps;
let site: TestApp;

beforeAll(async () => {
  deps = await testDeps(base.db);
  site = testApp(deps, { pageRoutes: [...campaignPages, ...projectPages] });
});

async function aStaffMember(role: StaffRole): Promise<Browser> {
  const user = await aUser(deps.db);
  await giveRole(deps, user.userId, role);
  return await signIn(site, user.email);
}

const inDays = (days: number) => dayOf(new Date(Date.now() + days * 86_400_000));

const PROJECT = {
  title: "Des après-midis numériques",
  summary: "Deux après-midis de plus.",
  description: "Pour les habitants du canton.",
  "budgetLines.0.label": "Ordinateurs",
  "budgetLines.0.amountCents": "1 500,50",
  "budgetLines.1.label": "",
  "budgetLines.1.amountCents": "",
  "budgetLines.2.label": "Animation",
  "budgetLines.2.amountCents": "500",
  "funding.own_funds": "500,50",
  "funding.campaign": "1500",
  "funding.public_grants": "",
  "funding.other": "0",
};

const campaignFields = () => ({
  title: "Des ordinateurs pour l’été",
  category: "equipment",
  pitch: "Un premier paragraphe.\n\nUn second.",
  goalCents: "1 200",
  mode: "all_or_nothing",
  startsOn: inDays(0),
  deadlineOn: inDays(20),
  "shortfall.kind": "accept_minimum",
  "shortfall.minimumCents": "900",
  "shortfall.topUpMaxBps": "",
  matchingCounts: "no",
  matchCeilingCents: "",
  "rewards.0.title": "Un merci gravé",
  "rewards.0.thresholdCents": "30",
  "rewards.0.fairValueCents": "4,50",
  "rewards.0.stock": "100",
  "needs.0.label": "Écrans",
  "needs.0.quantity": "3",
  "stretchGoalsCents.0": "1 400",
});

describe("without a script, a holder", () => {
  test("goes from an empty form to a live campaign, through a search, a correction and a review", async () => {
    const { owner } = await aHolder(deps);
    const placeId = await aPlace(deps, { name: "Relais du Pont Vert", communeName: "Aubusson", postcode: "23200" });
    const holder = await signIn(site, owner.email);
    const officer = await aStaffMember("case_officer");

    const found = await submitForm(holder, "/mes-projets/nouveau", {
      ...PROJECT,
      placeSearch: "pont aubusson",
      add: "placeSearch",
    });
    expect(found.text).toContain("Relais du Pont Vert, 23200 Aubusson");
    expect(found.text).toContain('value="1 500,50"');

    const organisationId = owner.memberships[0]?.organisationId ?? "";
    const wrong = await submitForm(holder, "/mes-projets/nouveau", {
      ...PROJECT,
      placeIds: placeId,
      organisationId,
      "funding.campaign": "1400",
    });
    expect(wrong.status).toBe(422);
    expect(wrong.text).toContain("Il manque 100\u00a0€ de ressources");
    expect(wrong.text).toContain('id="budgetLines.1.label"');
    expect(wrong.text).toContain('value="Animation"');

    const saved = await submitForm(holder, "/mes-projets/nouveau", { ...PROJECT, placeIds: placeId, organisationId });
    expect(saved.status).toBe(303);
    const projectPath = saved.get("Location") ?? "";

    const created = await submitForm(holder, `${projectPath}/collectes/nouvelle`, campaignFields());
    expect(created.status).toBe(303);
    const campaignPath = created.get("Location") ?? "";
    const draft = await holder.get(campaignPath).expect(200);
    expect(draft.text).toContain("Déposer la collecte");
    await submitForm(holder, campaignPath, {}, `${campaignPath}/depot`);

    const reviewPath = campaignPath.replace("mes-collectes", "instruction");
    const queue = await officer.get("/instruction").expect(200);
    expect(queue.text).toContain(reviewPath);
    const silent = await submitForm(officer, reviewPath, { message: "" }, `${reviewPath}/demande-de-modifications`);
    expect(silent.status).toBe(422);
    await submitForm(officer, reviewPath, { message: "Quels écrans ?" }, `${reviewPath}/demande-de-modifications`);
    expect((await holder.get(campaignPath)).text).toContain("Quels écrans ?");

    await submitForm(holder, `${campaignPath}/modification`, { ...campaignFields(), "needs.0.label": "Écrans 24″" });
    await submitForm(holder, campaignPath, {}, `${campaignPath}/depot`);
    const unlooked = await submitForm(officer, reviewPath, { message: "" }, `${reviewPath}/approbation`);
    expect(unlooked.status).toBe(422);
    const approved = await submitForm(officer, reviewPath, ALL_CHECKED, `${reviewPath}/approbation`);
    expect(approved.status).toBe(303);
    await openDueCampaigns(deps, worker("sweep-campaigns"));

    const guest = aBrowser(site.app);
    expect((await guest.get("/")).text).toContain("/collectes/des-ordinateurs-pour-l-ete");
    const shown = (await guest.get("/collectes/des-ordinateurs-pour-l-ete").expect(200)).text;
    for (const words of [
      "Tout ou rien",
      "à partir de 900\u00a0€",
      "il ne compte pas dans l’objectif",
      "Le fonds ne garde rien",
      "Relais du Pont Vert",
      "mardi – vendredi 09:00 – 12:00, 14:00 – 18:00",
      "Il en reste 100 sur 100.",
      "Écrans 24″ × 3",
      "/collectes/des-ordinateurs-pour-l-ete/don",
    ])
      expect(shown).toContain(words);
    expect((await guest.get("/?lang=en").redirects(1)).text).toContain("Live campaigns");
  });

  test("asks for more rows and loses nothing typed", async () => {
    const { owner, projectId } = await aCampaign(deps, "draft");
    const holder = await signIn(site, owner.email);
    const path = `/mes-projets/${projectId}/collectes/nouvelle`;

    const longer = await submitForm(holder, path, { ...campaignFields(), add: "rewards" });

    expect(longer.status).toBe(200);
    expect(longer.text).toContain('value="Un merci gravé"');
    expect(longer.text).toContain('id="rewards.2.title"');
    expect(longer.text).not.toContain('id="needs.1.label"');
  });

  test("reads in euros what is wrong with an amount, beside its field", async () => {
    const { owner, projectId } = await aCampaign(deps, "draft");
    const holder = await signIn(site, owner.email);

    const refused = await submitForm(holder, `/mes-projets/${projectId}/collectes/nouvelle`, {
      ...campaignFields(),
      goalCents: "dix euros",
      "stretchGoalsCents.0": "900",
      mode: "",
      deadlineOn: "hier",
    });

    expect(refused.status).toBe(422);
    expect(refused.text).toContain('href="#goalCents"');
    expect(refused.text).toContain("Tapez un montant en euros");
    expect(refused.text).toContain("Choisissez un mode de collecte.");
    expect(refused.text).toContain("Indiquez le dernier jour");
  });

  test("is led to the line of the funding plan that isn't an amount", async () => {
    const { owner, projectId } = await aCampaign(deps, "draft");
    const holder = await signIn(site, owner.email);

    const refused = await submitForm(holder, `/mes-projets/${projectId}/modification`, {
      ...PROJECT,
      organisationId: owner.memberships[0]?.organisationId ?? "",
      "funding.public_grants": "beaucoup",
    });

    expect(refused.text).toContain('href="#funding.public_grants"');
    expect(refused.text).toContain('id="funding.public_grants-error"');
  });

  test("sees a draft again in its form exactly as it was stored", async () => {
    const { owner, projectId } = await aCampaign(deps, "draft");
    const holder = await signIn(site, owner.email);
    const created = await submitForm(holder, `/mes-projets/${projectId}/collectes/nouvelle`, {
      ...campaignFields(),
      "shortfall.kind": "reserve_top_up",
      "shortfall.topUpMaxBps": "2,5",
    });
    const path = created.get("Location") ?? "";

    const html = (await holder.get(`${path}/modification`).expect(200)).text;

    for (const [name, value] of [
      ["goalCents", "1200"],
      ["shortfall.topUpMaxBps", "2,50"],
      ["rewards.0.fairValueCents", "4,50"],
      ["stretchGoalsCents.0", "1400"],
      ["deadlineOn", inDays(20)],
    ])
      expect(html).toMatch(new RegExp(`name="${name}"[^>]*value="${value}"`));
    expect(html).toMatch(/value="no" checked/);
  });
});

describe("X1: pages", () => {
  test("of somebody else's project or draft don't exist", async () => {
    const { projectId, id, slug } = await aCampaign(deps, "draft");
    const stranger = await signIn(site, (await aHolder(deps)).owner.email);

    for (const path of [
      `/mes-projets/${projectId}`,
      `/mes-collectes/${id}`,
      `/mes-collectes/${id}/modification`,
      `/collectes/${slug}`,
      `/instruction/${id}`,
      "/instruction",
      "/mes-projets/42",
    ])
      expect((await stranger.get(path)).status, path).toBe(404);
  });

  test("of a holder send a guest to sign in, and come back after it", async () => {
    const answer = await aBrowser(site.app).get("/mes-projets");

    expect(answer.status).toBe(303);
    expect(answer.get("Location")).toBe("/connexion?retour=%2Fmes-projets");
  });

  test("offer a case officer of the holder's organisation no decision", async () => {
    const { owner, id } = await aCampaign(deps, "submitted");
    await giveRole(deps, owner.userId, "case_officer");
    const insider = await signIn(site, owner.email);

    const html = (await insider.get(`/instruction/${id}`).expect(200)).text;

    expect(html).toContain("une autre personne doit décider");
    expect(html).not.toContain(`/instruction/${id}/approbation`);
  });

  test("let an administrator suspend a live campaign, which then says so and offers no gift", async () => {
    const { id, slug } = await aCampaign(deps, "live");
    const administrator = await aStaffMember("administrator");

    await submitForm(administrator, `/instruction/${id}`, { reason: "À vérifier." }, `/instruction/${id}/suspension`);

    const html = (await aBrowser(site.app).get(`/collectes/${slug}`).expect(200)).text;
    expect(html).toContain("Cette collecte est suspendue");
    expect(html).not.toContain(`/collectes/${slug}/don`);
    expect(formToken((await administrator.get(`/instruction/${id}`)).text)).not.toBe("");
  });
});
