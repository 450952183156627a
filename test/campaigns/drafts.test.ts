import { beforeAll, expect, test } from "vitest";
import { campaignPages } from "../../src/campaigns/pages.ts";
import { campaigns } from "../../src/db/schema/campaigns.ts";
import { formDrafts } from "../../src/db/schema/kept-input.ts";
import type { Deps } from "../../src/deps.ts";
import { formToken, signIn, submitForm, type TestApp, testApp } from "../support/app.ts";
import { aCampaign, aHolder, aProject } from "../support/campaigns.ts";
import { testDatabase } from "../support/database.ts";
import { aUser, testDeps } from "../support/deps.ts";

const base = testDatabase();
let deps: Deps;
let site: TestApp;

beforeAll(async () => {
  deps = await testDeps(base.db);
  site = testApp(deps, { pageRoutes: campaignPages });
});

const HALF = {
  title: "Une collecte à moitié dite",
  pitch: "Il manque encore",
  goalCents: "douze",
  "rewards.0.title": "Un merci",
};

test("a campaign that isn't whole yet is kept without a script, and resumed where it stopped by any member", async () => {
  const holding = await aHolder(deps);
  const { owner } = holding;
  const projectId = await aProject(deps, holding);
  const path = `/mes-projets/${projectId}/collectes/nouvelle`;
  const holder = await signIn(site, owner.email);

  const kept = await submitForm(holder, path, { ...HALF, add: "brouillon", brouillon: "0" });
  const resumed = await holder.get(path);

  expect([kept.status, kept.headers.location]).toEqual([303, path]);
  expect(resumed.text).toContain("Vous reprenez le brouillon");
  for (const typed of Object.values(HALF)) expect(resumed.text).toContain(typed);
  expect(resumed.text).toContain('name="brouillon" value="1"');
  expect(await base.db.$count(campaigns)).toBe(0);
  expect(JSON.stringify(await base.db.select().from(formDrafts))).not.toContain("moitié");

  await submitForm(holder, path, {}, `${path}/brouillon/oubli`);
  expect((await holder.get(path)).text).not.toContain("Il manque encore");
});

test("a script saves the same draft; one saved elsewhere is never overwritten unseen, and strangers have none", async () => {
  const { owner, id: campaignId } = await aCampaign(deps, "draft");
  const path = `/mes-collectes/${campaignId}/modification`;
  const holder = await signIn(site, owner.email);
  const opened = await holder.get(path);
  const save = (version: string, title: string) =>
    holder
      .post(`${path}/brouillon`)
      .type("form")
      .send({ title, brouillon: version, _token: formToken(opened.text) });

  const [first, second, stale] = [await save("0", "Un"), await save("1", "Deux"), await save("1", "Trois")];
  expect([first.body, second.body, stale.status]).toEqual([{ version: 1 }, { version: 2 }, 409]);

  const insisted = await submitForm(holder, path, { title: "Trois", add: "brouillon", brouillon: "1" });
  expect(insisted.status).toBe(409);
  expect(insisted.text).toContain('value="Trois"');
  expect(insisted.text).toContain('name="brouillon" value="2"');

  const stranger = await signIn(site, (await aUser(deps.db)).email);
  const refused = await submitForm(stranger, "/connexion", { title: "Volé", brouillon: "2" }, `${path}/brouillon`);
  expect(refused.status).toBe(404);
});

test("saving the campaign forgets its draft in the same transaction", async () => {
  const { owner, id: campaignId } = await aCampaign(deps, "draft");
  const path = `/mes-collectes/${campaignId}/modification`;
  const holder = await signIn(site, owner.email);
  const opened = await holder.get(path);
  const typed = Object.fromEntries(
    [...opened.text.matchAll(/<input[^>]* name="([^"_][^"]*)"[^>]* value="([^"]*)"/g)]
      .filter(([input]) => !/type="radio"/.test(input) || /checked/.test(input))
      .map(([, name = "", value = ""]) => [name, value]),
  );
  const pitch = /<textarea[^>]*>([^<]*)/.exec(opened.text)?.[1] ?? "";
  const whole = { ...typed, pitch, mode: "all_or_nothing", "shortfall.kind": "fail_and_refund", matchingCounts: "yes" };
  await submitForm(holder, path, { ...whole, add: "brouillon", brouillon: "0" });

  const saved = await submitForm(holder, path, { ...whole, title: "Un autre titre" });

  expect([saved.status, saved.headers.location]).toEqual([303, `/mes-collectes/${campaignId}`]);
  expect((await holder.get(path)).text).not.toContain("Vous reprenez le brouillon");
  expect(await base.db.$count(formDrafts)).toBe(1);
});
