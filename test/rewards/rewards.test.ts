import { eq, sql } from "drizzle-orm";
import { beforeAll, expect, test } from "vitest";
import { auditLog, rewards } from "../../src/db/schema/index.ts";
import type { Deps } from "../../src/deps.ts";
import { markDelivered } from "../../src/rewards/mark-delivered.ts";
import { rewardPages } from "../../src/rewards/pages.tsx";
import { countRewards, listRewards } from "../../src/rewards/queries.ts";
import { signIn, submitForm, type TestApp, testApp } from "../support/app.ts";
import { aCampaign } from "../support/campaigns.ts";
import { testDatabase } from "../support/database.ts";
import { aUser, testDeps } from "../support/deps.ts";
import { aFirmPledge } from "../support/pledges.ts";
import { testSandbox } from "../support/stripe-sandbox.ts";
import { KEEP } from "../support/undoing.ts";

const database = testDatabase();
const sandbox = testSandbox();
let deps: Deps;
let site: TestApp;

beforeAll(async () => {
  deps = await testDeps(database.db, sandbox.gateway);
  site = testApp(deps, { pageRoutes: rewardPages });
});

/** A campaign with a reward of dangerous name, and two gifts that take it. */
async function aRewardingCampaign() {
  const reward = { title: "=HYPERLINK(1)", thresholdCents: 1_000, fairValueCents: 0 };
  const campaign = await aCampaign(deps, "live", { ...KEEP, rewards: [reward] });
  const [row] = await deps.db.select().from(rewards).where(eq(rewards.campaignId, campaign.id));
  const give = (email: string) => aFirmPledge(deps, campaign.id, 2_000n, { email, rewardId: row?.id ?? "" });
  const first = await give(`a-${campaign.id}@example.org`);
  const second = await give(`b-${campaign.id}@example.org`);
  await aFirmPledge(deps, campaign.id, 2_000n);
  return { ...campaign, first, second };
}

test("a holder ticks rewards as handed over, and takes a mistake back; both stay in the history", async () => {
  const campaign = await aRewardingCampaign();
  const holder = await signIn(site, campaign.owner.email);
  const path = `/mes-collectes/${campaign.id}/contreparties`;

  const none = await submitForm(holder, path, { delivered: "yes" });
  expect(none.status).toBe(422);
  expect(none.text).toContain("Cochez au moins une contrepartie.");
  const opened = (await holder.get(path).expect(200)).text;
  expect(opened).toContain(`b-${campaign.id}@example.org`);
  await submitForm(holder, path, { pledgeIds: campaign.first, delivered: "yes" });
  expect(await countRewards(deps.db, deps.fundId, campaign.id)).toEqual({ toDo: 1, done: 1 });
  expect((await holder.get(path)).text).not.toContain(`a-${campaign.id}@example.org`);

  await submitForm(holder, `${path}?remises=1`, { pledgeIds: campaign.first, delivered: "no" }, path);
  expect(await countRewards(deps.db, deps.fundId, campaign.id)).toEqual({ toDo: 2, done: 0 });
  const actions = await deps.db.select().from(auditLog).where(eq(auditLog.subjectId, campaign.first));
  expect(actions.map(({ action }) => action)).toEqual(expect.arrayContaining(["reward.deliver", "reward.undeliver"]));
});

test("the list downloads as a file no spreadsheet runs, and who took it is noted (X2)", async () => {
  const campaign = await aRewardingCampaign();
  await markDelivered(deps, campaign.owner, { campaignId: campaign.id, pledgeIds: [campaign.first], delivered: true });
  const holder = await signIn(site, campaign.owner.email);

  const file = await holder.get(`/mes-collectes/${campaign.id}/contreparties/csv`).expect(200);

  const [head, ...lines] = file.text.trimEnd().split("\r\n");
  expect(file.headers["content-type"]).toContain("text/csv");
  expect(head).toMatch(/^\ufeff?Contrepartie;Nom;Adresse e-mail/);
  expect(lines).toHaveLength(2);
  expect(lines[0]).toMatch(/^'=HYPERLINK\(1\);Solène V\.;a-.*;20,00;\d{4}-\d\d-\d\d;\d{4}-\d\d-\d\d$/);
  expect(lines[1]).toMatch(/;$/);
  const noted = await deps.db
    .select()
    .from(auditLog)
    .where(sql`${auditLog.action} = 'reward.export' and ${auditLog.subjectId} = ${campaign.id}`);
  expect(noted).toMatchObject([{ actor: `user:${campaign.owner.userId}` }]);
});

test("X1: rewards of others are nobody's, and gifts of another campaign stay unmarked", async () => {
  const [campaign, other] = [await aRewardingCampaign(), await aRewardingCampaign()];
  const auditor = await aUser(database.db, { staffRoles: ["auditor"] });
  const mark = (actor: typeof auditor, campaignId: string) =>
    markDelivered(deps, actor, { campaignId, pledgeIds: [campaign.first], delivered: true });

  await expect(mark(other.owner, campaign.id)).rejects.toMatchObject({ status: 404 });
  await expect(mark(auditor, campaign.id)).rejects.toMatchObject({ status: 403 });
  await mark(other.owner, other.id);

  const waiting = await listRewards(deps.db, deps.fundId, { campaignId: campaign.id, delivered: false, limit: 9 });
  expect(waiting.map(({ pledgeId }) => pledgeId)).toEqual([campaign.first, campaign.second]);
});
