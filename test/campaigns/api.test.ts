import request from "supertest";
import { beforeAll, describe, expect, test } from "vitest";
import { campaignApi } from "../../src/campaigns/api.ts";
import type { Deps } from "../../src/deps.ts";
import { projectApi } from "../../src/projects/api.ts";
import { signIn, type TestApp, testApp } from "../support/app.ts";
import { aCampaign, aHolder, aPlace, campaignInput, PROJECT } from "../support/campaigns.ts";
import { testDatabase } from "../support/database.ts";
import { testDeps } from "../support/deps.ts";

const base = testDatabase();
const ORIGIN = "http://localhost";
let deps: Deps;
let site: TestApp;

beforeAll(async () => {
  deps = await testDeps(base.db);
  site = testApp(deps, { apiRoutes: [...projectApi, ...campaignApi] });
});

/** The default campaign as a JSON body. */
const campaignBody = async () =>
  JSON.parse(
    JSON.stringify(await campaignInput(deps), (_, value) => (typeof value === "bigint" ? Number(value) : value)),
  );

describe("the API of projects and campaigns", () => {
  test("takes a project and a campaign, once per key, and shows the draft to its holder alone", async () => {
    const { owner, organisationId } = await aHolder(deps);
    const holder = await signIn(site, owner.email);
    const post = (path: string, key: string, body: object) =>
      holder.post(`/api/v1${path}`).set({ "Idempotency-Key": key, Origin: ORIGIN }).send(body);

    const body = { ...PROJECT, placeIds: [await aPlace(deps)], organisationId };
    const project = await post("/projects", "project-key-1", body);
    const again = await post("/projects", "project-key-1", body);
    const campaign = await post("/campaigns", "campaign-key-1", {
      projectId: project.body.id,
      ...(await campaignBody()),
    });

    expect([project.status, again.body, campaign.status]).toEqual([201, project.body, 201]);
    const path = `/api/v1/campaigns/${campaign.body.slug}`;
    expect((await holder.get(path)).body).toMatchObject({ state: "draft", goalCents: 300_000, declaredFeeBps: 0 });
    expect((await request(site.app).get(path)).status).toBe(404);
  });

  test("answers a refused submission with what is missing, in both languages", async () => {
    const { owner, id, projectId } = await aCampaign(deps, "draft");
    const holder = await signIn(site, owner.email);
    await holder
      .put(`/api/v1/projects/${projectId}`)
      .set("Origin", ORIGIN)
      .send({ ...PROJECT, placeIds: [] })
      .expect(204);

    const answer = await holder.post(`/api/v1/campaigns/${id}/submission`).set("Origin", ORIGIN);

    expect(answer.status).toBe(422);
    expect(answer.get("Content-Type")).toContain("application/problem+json");
    expect(JSON.stringify(answer.body)).toContain('"place"');
    expect((await holder.get(`/api/v1/campaigns/${id}/checklist`)).body).toEqual({ missing: ["place"] });
  });

  test("lists live campaigns to anybody, with progress as whole cents and an ETag", async () => {
    const { id } = await aCampaign(deps, "live");

    const answer = await request(site.app).get("/api/v1/campaigns?limit=100");

    const listed = answer.body.items.find((item: { readonly id: string }) => item.id === id);
    expect(listed.progress).toEqual({
      giftsFirmCents: 0,
      giftsPendingCents: 0,
      giftsInDebitCents: 0,
      matchesCents: 0,
      matchesPendingCents: 0,
      donors: 0,
    });
    expect(answer.get("ETag")).toBeDefined();
  });

  test("never tells who reviewed, nor a holder's SIRET, on a public campaign", async () => {
    const { slug } = await aCampaign(deps, "live");

    const { body } = await request(site.app).get(`/api/v1/campaigns/${slug}`);

    expect(Object.keys(body.organisation)).toEqual(["id", "name", "town"]);
    expect(JSON.stringify(body)).not.toMatch(/reviewer|email/i);
  });
});
