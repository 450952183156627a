import { sql } from "drizzle-orm";
import { beforeAll, describe, expect, test } from "vitest";
import { approveCampaign } from "../../src/campaigns/approve-campaign.ts";
import { cancelCampaign } from "../../src/campaigns/cancel-campaign.ts";
import { createCampaign } from "../../src/campaigns/create-campaign.ts";
import { editCampaign } from "../../src/campaigns/edit-campaign.ts";
import { readCampaign, readReviews } from "../../src/campaigns/queries.ts";
import { requestChanges } from "../../src/campaigns/request-changes.ts";
import { submitCampaign } from "../../src/campaigns/submit-campaign.ts";
import type { Deps } from "../../src/deps.ts";
import { worker } from "../../src/domain/actor.ts";
import { aCampaign, aHolder, aProject, campaignInput, setDays } from "../support/campaigns.ts";
import { testDatabase } from "../support/database.ts";
import { aUser, testDeps } from "../support/deps.ts";

const base = testDatabase();
let deps: Deps;

beforeAll(async () => {
  deps = await testDeps(base.db);
});

const stateOf = async (id: string) => {
  const [row] = await deps.db.execute<{ state: string }>(sql`select state from campaigns where id = ${id}`);
  return row?.state;
};
const auditOf = async (id: string) => {
  const rows = await deps.db.execute<{ line: string }>(
    sql`select action || ' by ' || actor as line from audit_log where subject_id = ${id} order by at, id`,
  );
  return rows.map((row) => row.line);
};
const anOfficer = () => aUser(deps.db, { staffRoles: ["case_officer"] });

describe("a draft", () => {
  test("is submitted by its owner, given back with a message, changed, submitted again and scheduled (P3, X2)", async () => {
    const { owner, id } = await aCampaign(deps, "submitted");
    const officer = await anOfficer();

    await requestChanges(deps, officer, id, "Précisez l’usage de la machine.");
    await editCampaign(deps, owner, id, await campaignInput(deps, { goalCents: 250_000 }));
    await submitCampaign(deps, owner, id);
    await approveCampaign(deps, officer, id, "Beau projet.");

    expect(await stateOf(id)).toBe("scheduled");
    const me = `user:${owner.userId}`;
    expect(await auditOf(id)).toEqual([
      `campaign.create by ${me}`,
      `campaign.submit by ${me}`,
      `campaign.request-changes by user:${officer.userId}`,
      `campaign.edit by ${me}`,
      `campaign.submit by ${me}`,
      `campaign.approve by user:${officer.userId}`,
      "campaign.schedule by worker:schedule-campaign",
    ]);
    const reviews = await readReviews(deps, owner, await readCampaign(deps, owner, id));
    expect(reviews.map((review) => review.message)).toEqual(["Beau projet.", "Précisez l’usage de la machine."]);
  });

  test("without a place, or beginning in the past, is not submitted; what is missing is named", async () => {
    const holder = await aHolder(deps);
    const projectId = await aProject(deps, holder, { placeIds: [] });
    const input = await campaignInput(deps, { startsOn: "2026-01-01", deadlineOn: "2026-01-31" });
    const { id } = await createCampaign(deps, holder.owner, { projectId, ...input });

    const fields = [{ field: "place" }, { field: "start-not-past" }, { field: "deadline-ahead" }];
    await expect(submitCampaign(deps, holder.owner, id)).rejects.toMatchObject({ status: 422, fields });
    expect(await stateOf(id)).toBe("draft");
  });

  test("keeps its terms once submitted: neither goal nor deadline change (P10)", async () => {
    const { owner, id } = await aCampaign(deps, "live");
    const input = await campaignInput(deps, { goalCents: 100_000 });

    await expect(editCampaign(deps, owner, id, input)).rejects.toMatchObject({ status: 409, type: "campaign-locked" });
  });

  test("is not there for others (X1), and a member may edit but not submit it", async () => {
    const { organisationId, id } = await aCampaign(deps, "draft");
    const stranger = (await aHolder(deps)).owner;
    const member = await aUser(deps.db, { memberships: [{ organisationId, role: "member" }] });

    await expect(readCampaign(deps, stranger, id)).rejects.toMatchObject({ status: 404 });
    await expect(submitCampaign(deps, stranger, id)).rejects.toMatchObject({ status: 404 });
    await expect(cancelCampaign(deps, { kind: "guest" }, id, "non")).rejects.toMatchObject({ status: 404 });
    await expect(submitCampaign(deps, member, id)).rejects.toMatchObject({ status: 403 });
    await editCampaign(deps, member, id, await campaignInput(deps));
  });

  test("asks for no more than the funding plan expects of campaigns, others of the project included", async () => {
    const holder = await aHolder(deps);
    const projectId = await aProject(deps, holder);
    const create = async (goalCents: number) =>
      await createCampaign(deps, holder.owner, { projectId, ...(await campaignInput(deps, { goalCents })) });
    await expect(create(500_001)).rejects.toMatchObject({ status: 422, fields: [{ field: "goalCents" }] });
    const drafts = [await create(300_000), await create(300_000)];

    const outcomes = await Promise.allSettled(drafts.map(({ id }) => submitCampaign(deps, holder.owner, id)));

    expect(outcomes.map((outcome) => outcome.status).toSorted()).toEqual(["fulfilled", "rejected"]);
  });

  test("gets an address of its own, also when two take the same title at once", async () => {
    const holder = await aHolder(deps);
    const projectId = await aProject(deps, holder);
    const input = await campaignInput(deps, { title: "Œuvrer à Élan" });

    const made = await Promise.all([1, 2, 3].map(() => createCampaign(deps, holder.owner, { projectId, ...input })));

    expect(made.map((one) => one.slug).toSorted()).toEqual(["oeuvrer-a-elan", "oeuvrer-a-elan-2", "oeuvrer-a-elan-3"]);
  });
});

describe("a review", () => {
  test("is never by a case officer of the holder's own organisation", async () => {
    const { organisationId, id } = await aCampaign(deps, "submitted");
    const insider = await aUser(deps.db, {
      staffRoles: ["case_officer"],
      memberships: [{ organisationId, role: "member" }],
    });

    await expect(approveCampaign(deps, insider, id)).rejects.toMatchObject({ status: 403 });
    await expect(requestChanges(deps, insider, id, "…")).rejects.toMatchObject({ status: 403 });
  });

  test("is never by a worker", async () => {
    const { id } = await aCampaign(deps, "submitted");

    await expect(approveCampaign(deps, worker("any"), id)).rejects.toMatchObject({ status: 403 });
    expect(await stateOf(id)).toBe("submitted");
  });

  test("of two officers at once happens once; the other is told that the campaign moved on", async () => {
    const { id } = await aCampaign(deps, "submitted");
    const [first, second] = await Promise.all([anOfficer(), anOfficer()]);

    const outcomes = await Promise.allSettled([
      approveCampaign(deps, first, id),
      requestChanges(deps, second, id, "Encore un effort."),
    ]);

    const [row] = await deps.db.execute<{ reviews: number }>(
      sql`select count(*)::int as reviews from campaign_reviews where campaign_id = ${id}`,
    );
    expect(row?.reviews).toBe(1);
    const refused = outcomes.flatMap((outcome) => (outcome.status === "rejected" ? [outcome.reason] : []));
    expect(refused).toMatchObject([{ status: 409, type: "state-changed" }]);
  });

  test("does not approve a campaign whose last day has passed meanwhile", async () => {
    const { id } = await aCampaign(deps, "submitted");
    await setDays(base.owner, id, sql`now() - interval '2 days'`, sql`now()`);

    await expect(approveCampaign(deps, await anOfficer(), id)).rejects.toMatchObject({ type: "deadline-passed" });
    expect(await stateOf(id)).toBe("submitted");
  });
});

describe("a cancellation", () => {
  test("before the campaign opens is the owner's or an administrator's (P3)", async () => {
    const [first, second] = [await aCampaign(deps, "scheduled"), await aCampaign(deps, "submitted")];
    const administrator = await aUser(deps.db, { staffRoles: ["administrator"] });

    await cancelCampaign(deps, first.owner, first.id, "Nous avons trouvé un mécène.");
    await cancelCampaign(deps, administrator, second.id, "Doublon.");

    expect([await stateOf(first.id), await stateOf(second.id)]).toEqual(["cancelled", "cancelled"]);
  });

  test("of a live campaign is not its owner's any more", async () => {
    const { owner, id } = await aCampaign(deps, "live");

    await expect(cancelCampaign(deps, owner, id, "Trop tard ?")).rejects.toMatchObject({ status: 403 });
    expect(await stateOf(id)).toBe("live");
  });
});
