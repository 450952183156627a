import { sql } from "drizzle-orm";
import { beforeAll, describe, expect, test } from "vitest";
import { createCampaign } from "../../src/campaigns/create-campaign.ts";
import { submitCampaign } from "../../src/campaigns/submit-campaign.ts";
import type { Deps } from "../../src/deps.ts";
import { createProject } from "../../src/projects/create-project.ts";
import { editProject } from "../../src/projects/edit-project.ts";
import { projectBody } from "../../src/projects/forms.ts";
import { listProjects, readProject } from "../../src/projects/queries.ts";
import { aCampaign, aHolder, aPlace, aProject, campaignInput, PROJECT } from "../support/campaigns.ts";
import { testDatabase } from "../support/database.ts";
import { aUser, testDeps } from "../support/deps.ts";

const base = testDatabase();
let deps: Deps;

beforeAll(async () => {
  deps = await testDeps(base.db);
});

const project = (more: Readonly<Record<string, unknown>> = {}) => projectBody.parse({ ...PROJECT, ...more });

describe("a project", () => {
  test("keeps its budget, funding plan and real places, and leaves an audit row (X2)", async () => {
    const holder = await aHolder(deps);
    const placeId = await aPlace(deps, { name: "Médiathèque du Lac" });

    const id = await createProject(deps, holder.owner, {
      ...project({ placeIds: [placeId, placeId] }),
      organisationId: holder.organisationId,
    });

    const read = await readProject(deps, holder.owner, id);
    expect(read.totalCents).toBe(600_000n);
    expect(read.budgetLines.map((line) => line.label)).toEqual(["Découpeuse", "Formation"]);
    expect(read.places.map((place) => place.name)).toEqual(["Médiathèque du Lac"]);
    const [audit] = await deps.db.execute(sql`select actor, action from audit_log where subject_id = ${id}`);
    expect(audit).toEqual({ actor: `user:${holder.owner.userId}`, action: "project.create" });
  });

  test.each([
    ["fundingLines", { fundingLines: [{ source: "campaign", amountCents: 599_999 }] }],
    ["placeIds", { placeIds: ["nowhere"] }],
  ])("is refused where %s doesn't hold, naming the field", async (field, more) => {
    const holder = await aHolder(deps);
    const input = { ...project(more), organisationId: holder.organisationId };

    await expect(createProject(deps, holder.owner, input)).rejects.toMatchObject({ status: 422, fields: [{ field }] });
  });

  test("is changed as a whole by any member of its organisation", async () => {
    const holder = await aHolder(deps);
    const id = await aProject(deps, holder);
    const member = await aUser(deps.db, {
      memberships: [{ organisationId: holder.organisationId, role: "member" }],
    });

    await editProject(deps, member, id, project({ title: "Plus petit", ...SMALLER }));

    const read = await readProject(deps, holder.owner, id);
    expect(read).toMatchObject({ title: "Plus petit", totalCents: 1_000n, places: [], editable: true });
  });

  test("X1: is not there for people of another organisation, and not to be changed by the fund's staff", async () => {
    const id = await aProject(deps, await aHolder(deps));
    const stranger = (await aHolder(deps)).owner;
    const auditor = await aUser(deps.db, { staffRoles: ["auditor"] });

    await expect(readProject(deps, stranger, id)).rejects.toMatchObject({ status: 404 });
    await expect(editProject(deps, stranger, id, project())).rejects.toMatchObject({ status: 404 });
    await expect(editProject(deps, auditor, id, project())).rejects.toMatchObject({ status: 403 });
    expect((await readProject(deps, auditor, id)).id).toBe(id);
  });

  test("X1: can't be started for somebody else's organisation", async () => {
    const { organisationId } = await aHolder(deps);
    const stranger = (await aHolder(deps)).owner;

    await expect(createProject(deps, stranger, { ...project(), organisationId })).rejects.toMatchObject({
      status: 404,
    });
  });
});

describe("a project stands still", () => {
  test("once a campaign of it is submitted", async () => {
    const { owner, projectId } = await aCampaign(deps, "submitted");

    await expect(editProject(deps, owner, projectId, project())).rejects.toMatchObject({
      status: 409,
      type: "project-locked",
    });
  });

  test("between an edit and a submission at once: the submitted campaign fits the plan that stands", async () => {
    const holder = await aHolder(deps);
    const projectId = await aProject(deps, holder);
    const { id } = await createCampaign(deps, holder.owner, { projectId, ...(await campaignInput(deps)) });

    const outcomes = await Promise.allSettled([
      submitCampaign(deps, holder.owner, id),
      editProject(deps, holder.owner, projectId, project(SMALLER)),
    ]);

    expect(outcomes.filter((outcome) => outcome.status === "fulfilled")).toHaveLength(1);
  });
});

test("a list of projects is walked page by page, newest first, without a gap", async () => {
  const holder = await aHolder(deps);
  const ids = [];
  for (let n = 0; n < 5; n += 1) ids.push(await aProject(deps, holder));

  const first = await listProjects(deps, holder.owner, { limit: 2 });
  const second = await listProjects(deps, holder.owner, { limit: 2, cursor: first.nextCursor ?? undefined });
  const third = await listProjects(deps, holder.owner, { limit: 2, cursor: second.nextCursor ?? undefined });

  const walked = [...first.items, ...second.items, ...third.items].map((row) => row.id);
  expect(walked).toEqual(ids.toReversed());
  expect(third.nextCursor).toBeNull();
});

test("A2: amounts of a plan are whole cents from 1 €; everything else is refused by name", () => {
  const amounts = [99, 10_000_000_001, 10.5, "1000", -100, 0, 1e21, Number.NaN, null];

  const refused = amounts.filter(
    (amountCents) =>
      projectBody
        .safeParse({ ...PROJECT, budgetLines: [{ label: "Machine", amountCents }] })
        .error?.issues[0]?.path.join(".") === "budgetLines.0.amountCents",
  );

  expect(refused).toEqual(amounts);
});

const SMALLER = {
  budgetLines: [{ label: "Affiches", amountCents: 1_000 }],
  fundingLines: [{ source: "campaign", amountCents: 1_000 }],
  placeIds: [],
};
