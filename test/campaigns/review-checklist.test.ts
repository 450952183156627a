import { eq, sql } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { beforeAll, expect, test } from "vitest";
import { approveCampaign } from "../../src/campaigns/approve-campaign.ts";
import { campaignPages } from "../../src/campaigns/pages.ts";
import { readCampaign, readReviews } from "../../src/campaigns/queries.ts";
import { requestChanges } from "../../src/campaigns/request-changes.ts";
import { submitCampaign } from "../../src/campaigns/submit-campaign.ts";
import { campaignReviewChecks } from "../../src/db/schema/index.ts";
import type { Deps } from "../../src/deps.ts";
import { checklistFaults, REVIEW_RULES, type ReviewCheck } from "../../src/domain/review-checklist.ts";
import { signIn, submitForm, testApp } from "../support/app.ts";
import { aCampaign } from "../support/campaigns.ts";
import { testDatabase } from "../support/database.ts";
import { testDeps } from "../support/deps.ts";
import { aStaffMember } from "../support/grants.ts";

const database = testDatabase();
let deps: Deps;
let officer: Awaited<ReturnType<typeof aStaffMember>>;

beforeAll(async () => {
  deps = await testDeps(database.db);
  officer = await aStaffMember(deps, "case_officer");
});

const ALL_MET = REVIEW_RULES.map((rule): ReviewCheck => ({ rule, outcome: "met", note: "" }));
const but = (rule: ReviewCheck["rule"], outcome: ReviewCheck["outcome"], note = "") =>
  ALL_MET.map((check) => (check.rule === rule ? { rule, outcome, note } : check));

test("an approval has every rule met; what is not met says why, whatever is decided", () => {
  expect(checklistFaults(ALL_MET, "approved")).toEqual([]);
  expect(checklistFaults(but("place", "not_looked"), "approved")).toEqual([{ rule: "place", fault: "not-met" }]);
  expect(checklistFaults(but("place", "not_looked"), "changes_requested")).toEqual([]);
  expect(checklistFaults(but("budget", "not_met", " "), "changes_requested")).toEqual([
    { rule: "budget", fault: "no-note" },
  ]);
  expect(checklistFaults([], "approved")).toHaveLength(REVIEW_RULES.length);
});

test("P3: a campaign whose place nobody looked at is not approved, and nothing is kept", async () => {
  const { id } = await aCampaign(deps, "submitted");

  await expect(approveCampaign(deps, officer, id, "", but("place", "not_looked"))).rejects.toMatchObject({
    status: 422,
    fields: [{ field: "check-place" }],
  });

  expect(await readReviews(deps, officer, await readCampaign(deps, officer, id))).toEqual([]);
});

test("X2: what was found is kept with its decision and shown at the next round, to reviewer and holder", async () => {
  const { id, owner } = await aCampaign(deps, "submitted");
  await requestChanges(deps, officer, id, "Voyez le budget.", but("budget", "not_met", "La somme est fausse."));
  await submitCampaign(deps, owner, id);
  const site = testApp(deps, { pageRoutes: campaignPages });

  const [review] = await readReviews(deps, owner, await readCampaign(deps, owner, id));
  const again = (await (await signIn(site, officer.email)).get(`/instruction/${id}`).expect(200)).text;
  const holders = (await (await signIn(site, owner.email)).get(`/mes-collectes/${id}`).expect(200)).text;

  expect(review?.checks.map(({ rule }) => rule)).toEqual(REVIEW_RULES);
  expect(review?.checks).toContainEqual({ rule: "budget", outcome: "not_met", note: "La somme est fausse." });
  expect(again).toContain("La somme est fausse.");
  expect(again).toContain("Au tour d’avant");
  expect(holders).toContain("La somme est fausse.");
});

test("a refused review comes back with what was ticked and written", async () => {
  const { id } = await aCampaign(deps, "submitted");
  const browser = await signIn(testApp(deps, { pageRoutes: campaignPages }), officer.email);
  const path = `/instruction/${id}`;

  const refused = await submitForm(
    browser,
    path,
    { "check-story": "not_met", "note-dates": "Trop court", message: "Presque" },
    `${path}/approbation`,
  );

  expect(refused.status).toBe(422);
  expect(refused.text).toContain("Trop court");
  expect(refused.text).toContain("Presque");
  expect(refused.text).toMatch(/<option value="not_met" selected/);
});

test("raw SQL cannot change a checklist, nor leave a fault without its why", async () => {
  const { id } = await aCampaign(deps, "submitted");
  await approveCampaign(deps, officer, id, "", ALL_MET);
  const [review] = await readReviews(deps, officer, await readCampaign(deps, officer, id));

  const change = database.owner.transaction((tx) =>
    tx
      .update(campaignReviewChecks)
      .set({ note: "autre" })
      .where(eq(campaignReviewChecks.reviewId, review?.id ?? "")),
  );
  const unsaid = database.owner.transaction(async (tx) => {
    await tx.execute(sql`set local session_replication_role = replica`);
    await tx.execute(sql`select set_config('app.tx', 'test', true)`);
    await tx.insert(campaignReviewChecks).values({
      fundId: deps.fundId,
      reviewId: uuidv7(),
      rule: "place",
      outcome: "not_met",
      note: " ",
    });
  });

  expect((await Promise.allSettled([change, unsaid])).map(({ status }) => status)).toEqual(["rejected", "rejected"]);
});
