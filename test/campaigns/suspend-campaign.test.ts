import { sql } from "drizzle-orm";
import { beforeAll, describe, expect, test } from "vitest";
import { cancelCampaign } from "../../src/campaigns/cancel-campaign.ts";
import { readCampaign } from "../../src/campaigns/queries.ts";
import { resumeCampaign } from "../../src/campaigns/resume-campaign.ts";
import { searchCampaigns } from "../../src/campaigns/search-campaigns.ts";
import { suspendCampaign } from "../../src/campaigns/suspend-campaign.ts";
import type { Deps } from "../../src/deps.ts";
import type { Actor } from "../../src/domain/actor.ts";
import { aCampaign, aHolder, forceState } from "../support/campaigns.ts";
import { testDatabase } from "../support/database.ts";
import { aUser, testDeps } from "../support/deps.ts";

const base = testDatabase();
const guest = { kind: "guest" } as const;
let deps: Deps;
let administrator: Actor;

beforeAll(async () => {
  deps = await testDeps(base.db);
  administrator = await aUser(deps.db, { staffRoles: ["administrator"] });
});

const stateOf = async (id: string) => (await readCampaign(deps, administrator, id)).state;
const reasonsOf = async (id: string) => {
  const rows = await deps.db.execute<{ line: string }>(
    sql`select action || ': ' || reason as line from audit_log
      where subject_id = ${id} and action in ('campaign.suspend', 'campaign.resume', 'campaign.cancel') order by at, id`,
  );
  return rows.map((row) => row.line);
};

describe("P11: an administrator", () => {
  test("suspends a live campaign and lets it go on, with the reasons kept (X2)", async () => {
    const { id } = await aCampaign(deps, "live");

    await suspendCampaign(deps, administrator, id, "Signalement à vérifier.");
    const meanwhile = await stateOf(id);
    await resumeCampaign(deps, administrator, id, "Vérifié.");

    expect([meanwhile, await stateOf(id)]).toEqual(["suspended", "live"]);
    expect(await reasonsOf(id)).toEqual(["campaign.suspend: Signalement à vérifier.", "campaign.resume: Vérifié."]);
  });

  test("cancels a live or suspended campaign, which stays readable and leaves the list", async () => {
    const { id, slug } = await aCampaign(deps, "live");
    await suspendCampaign(deps, administrator, id, "Fraude possible.");

    await cancelCampaign(deps, administrator, id, "Fraude.");

    expect(await readCampaign(deps, guest, slug)).toMatchObject({ state: "cancelled", closedAt: expect.any(Date) });
    const { items } = await searchCampaigns(deps, { limit: 100 });
    expect(items.map((item) => item.id)).not.toContain(id);
  });

  test("of two at once, one suspends or cancels first and the other acts on what it left", async () => {
    const { id } = await aCampaign(deps, "live");

    await Promise.allSettled([
      suspendCampaign(deps, administrator, id, "Un."),
      cancelCampaign(deps, administrator, id, "Deux."),
    ]);

    expect(await stateOf(id)).toBe("cancelled");
  });

  test.each(["settling", "succeeded", "failed"])("can't cancel a campaign that is %s", async (state) => {
    const { id } = await aCampaign(deps, "live");
    await forceState(base, id, state);

    await expect(cancelCampaign(deps, administrator, id, "Trop tard.")).rejects.toMatchObject({
      type: "state-changed",
    });
  });
});

test.each(["owner", "case officer", "stranger"])(
  "%s may not suspend a live campaign, which is no secret",
  async (who) => {
    const { owner, id } = await aCampaign(deps, "live");
    const actor =
      who === "owner"
        ? owner
        : who === "stranger"
          ? (await aHolder(deps)).owner
          : await aUser(deps.db, { staffRoles: ["case_officer"] });

    await expect(suspendCampaign(deps, actor, id, "Non.")).rejects.toMatchObject({ status: 403 });
  },
);

describe("what anybody can read", () => {
  test("is a campaign that was opened, by its address or id, with its project, place and rewards left", async () => {
    const { slug } = await aCampaign(deps, "live", {
      rewards: [{ title: "Badge", thresholdCents: 3_000, fairValueCents: 400, stock: 5 }],
    });

    const read = await readCampaign(deps, guest, slug);

    expect(read.rewards).toMatchObject([{ title: "Badge", stock: 5, left: 5 }]);
    expect(read.project.places).toMatchObject([{ name: "Atelier des Deux Ponts", rural: true }]);
    expect(read.organisation.name).toBe("La Fabrique du Coin");
  });

  test.each(["draft", "submitted", "scheduled"] as const)("is not a campaign that is %s", async (state) => {
    const { slug, owner } = await aCampaign(deps, state);

    await expect(readCampaign(deps, guest, slug)).rejects.toMatchObject({ status: 404 });
    expect((await readCampaign(deps, owner, slug)).state).toBe(state);
  });

  test("is not a campaign of another fund", async () => {
    const { id } = await aCampaign(deps, "live");
    const other = await testDeps(base.db);

    await expect(readCampaign(other, administrator, id)).rejects.toMatchObject({ status: 404 });
    await expect(suspendCampaign(other, administrator, id, "…")).rejects.toMatchObject({ status: 404 });
  });

  test("is the list of live campaigns, page by page, the first to end first, none twice", async () => {
    const fund = await testDeps(base.db);
    const made = [];
    for (const days of [20, 10, 30, 10, 25]) {
      const deadlineOn = new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
      made.push({ days, id: (await aCampaign(fund, "live", { deadlineOn })).id });
    }

    const walked: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await searchCampaigns(fund, { limit: 2, cursor });
      walked.push(...page.items.map((item) => item.id));
      cursor = page.nextCursor ?? undefined;
    } while (cursor !== undefined);

    const expected = made.toSorted((a, b) => a.days - b.days || (a.id < b.id ? -1 : 1)).map((one) => one.id);
    expect(walked).toEqual(expected);
  });
});
