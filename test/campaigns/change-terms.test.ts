import { eq, sql } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { beforeAll, expect, test } from "vitest";
import { changeTerms } from "../../src/campaigns/change-terms.ts";
import { dayOf, endOfDay } from "../../src/campaigns/paris-days.ts";
import { previewChange } from "../../src/campaigns/preview-change.ts";
import { readCampaign } from "../../src/campaigns/queries.ts";
import { sweepChangeNotices } from "../../src/campaigns/tell-donors.ts";
import { fundNow } from "../../src/db/clock.ts";
import { postgresError } from "../../src/db/postgres-errors.ts";
import { campaigns, changeNotices, outbox, refundRequests, refunds, settlements } from "../../src/db/schema/index.ts";
import type { Deps } from "../../src/deps.ts";
import { worker } from "../../src/domain/actor.ts";
import { cents } from "../../src/domain/money.ts";
import { TEMPLATES } from "../../src/mail/templates.ts";
import { accessToken } from "../../src/pledges/access-token.ts";
import { cancelPledge } from "../../src/pledges/cancel-pledge.ts";
import { syncCheckoutSession } from "../../src/pledges/sync-checkout-session.ts";
import { refuseRefund } from "../../src/refunds/answer-request.ts";
import { askRefund } from "../../src/refunds/ask-refund.ts";
import { leaveCampaign } from "../../src/refunds/leave-campaign.ts";
import { listRequests } from "../../src/refunds/queries.ts";
import { settleCampaign } from "../../src/settlement/settle-campaign.ts";
import { aCampaign } from "../support/campaigns.ts";
import { DAY, moveClock, moveClockTo } from "../support/clock.ts";
import { testDatabase } from "../support/database.ts";
import { aUser, testDeps } from "../support/deps.ts";
import { race } from "../support/grants.ts";
import { aFirmPledge, aPledge, pay, thePledge } from "../support/pledges.ts";
import { testSandbox } from "../support/stripe-sandbox.ts";
import { booksHold, KEEP } from "../support/undoing.ts";

const database = testDatabase();
const sandbox = testSandbox();
let deps: Deps;

beforeAll(async () => {
  deps = await testDeps(database.db, sandbox.gateway);
});

const anAdministrator = () => aUser(deps.db, { staffRoles: ["administrator"] });
const inDays = async (days: number) =>
  endOfDay(dayOf(new Date((await fundNow(deps.db)).getTime() + days * 86_400_000)));
const the = async (id: string) => (await deps.db.select().from(campaigns).where(eq(campaigns.id, id)))[0];
const asDonor = (pledgeId: string) => ({ pledgeId, token: accessToken(deps.cipher, pledgeId) });

async function changed(campaignId: string, goalCents: bigint, days: number) {
  const change = { campaignId, goalCents: cents(goalCents), deadlineAt: await inDays(days), reason: "Devis revu." };
  return changeTerms(deps, await anAdministrator(), change);
}

test("P10 a change is shown with its former values, and every donor gets one letter with the way out", async () => {
  const campaign = await aCampaign(deps);
  const [first, second] = [await aFirmPledge(deps, campaign.id, 5_000n), await aFirmPledge(deps, campaign.id, 2_000n)];

  const changeId = await changed(campaign.id, 200_000n, 40);
  await sweepChangeNotices(deps);

  const { changes, goalCents, deadlineAt } = await readCampaign(deps, { kind: "guest" }, campaign.id);
  expect({ goalCents, deadlineAt }).toEqual({ goalCents: 200_000n, deadlineAt: await inDays(40) });
  expect(changes).toMatchObject([{ oldGoalCents: 300_000n, newGoalCents: 200_000n, reason: "Devis revu." }]);
  const told = await deps.db.select().from(changeNotices).where(eq(changeNotices.changeId, changeId));
  expect(told.map((one) => one.pledgeId).toSorted()).toEqual([first, second].toSorted());
  const letters = await deps.db.select().from(outbox).where(sql`payload->>'template' = 'campaign-changed'`);
  expect(letters.length).toBe(2);
  const letter = await TEMPLATES["campaign-changed"]?.(deps, `${changeId}/${first}`);
  expect(letter?.text.replaceAll(/\s/g, " ")).toContain("Objectif : 2 000 € au lieu de 3 000 €.");
  expect(letter?.text).toContain(`/dons/${first}?cle=`);

  await cancelPledge(deps, { kind: "guest" }, asDonor(first));
  expect((await thePledge(deps, first)).state).toBe("cancelled");
});

test("P10 who was still at the checkout is told once the pledge is firm", async () => {
  const campaign = await aCampaign(deps);
  const open = await aPledge(deps, campaign.id, 3_000n);
  const changeId = await changed(campaign.id, 250_000n, 30);
  expect(await sweepChangeNotices(deps)).toBe(0);

  await pay(open);
  await syncCheckoutSession(deps, worker("test"), (await thePledge(deps, open.pledgeId)).checkoutSessionId ?? "");
  await sweepChangeNotices(deps);

  expect(await deps.db.select().from(changeNotices).where(eq(changeNotices.changeId, changeId))).toMatchObject([
    { pledgeId: open.pledgeId },
  ]);
});

test("P10 a captured gift goes back whole, once, on its donor's word; not one made after, nor after 14 days", async () => {
  const campaign = await aCampaign(deps, "live", { ...KEEP, goalCents: 300_000 });
  const before = await aFirmPledge(deps, campaign.id, 5_000n, { tipCents: 300n });
  const late = await aFirmPledge(deps, campaign.id, 4_000n);
  await changed(campaign.id, 300_000n, 60);
  const after = await aFirmPledge(deps, campaign.id, 6_000n);
  const leave = (id: string) => leaveCampaign(deps, { kind: "guest" }, asDonor(id));

  const asked = { ...asDonor(before), reason: "Je change d’avis." };
  const requestId = await askRefund(deps, { kind: "guest" }, asked);

  const { done, refused } = await race([leave(before), leave(before)]);

  expect(done.length).toBe(1);
  expect(refused.length).toBe(1);
  expect(await deps.db.select().from(refunds).where(eq(refunds.pledgeId, before))).toMatchObject([
    { amountCents: 5_300n, giftCents: 5_000n, reason: "campaign_changed" },
  ]);
  const [request] = await deps.db.select().from(refundRequests).where(eq(refundRequests.id, requestId));
  expect(request).toMatchObject({ state: "withdrawn", decidedBy: null, refundId: null });
  const officer = await aUser(deps.db, { staffRoles: ["case_officer"] });
  const listed = await listRequests(deps, officer, { limit: 50, open: true });
  expect(listed.items.filter((one) => one.id === requestId)).toEqual([]);
  await expect(refuseRefund(deps, officer, { requestId, reason: "Trop tard" })).rejects.toMatchObject({ status: 409 });
  await expect(leave(after)).rejects.toMatchObject({ type: "no-way-out" });
  const stranger = leaveCampaign(deps, { kind: "guest" }, { pledgeId: late, token: "x" });
  await expect(stranger).rejects.toMatchObject({ status: 404 });
  await moveClock(database, sandbox, 15 * DAY);
  await expect(leave(late)).rejects.toMatchObject({ type: "no-way-out" });
  await booksHold(deps);
});

test("P10 the preview tells whom a change reaches, and what would not hold is refused by its field", async () => {
  const campaign = await aCampaign(deps, "live", { shortfall: { kind: "accept_minimum", minimumCents: 100_000 } });
  await aFirmPledge(deps, campaign.id, 5_000n);
  await aPledge(deps, campaign.id, 5_000n);
  const administrator = await anAdministrator();
  const preview = async (goalCents: bigint, days: number) =>
    previewChange(deps, administrator, {
      campaignId: campaign.id,
      goalCents: cents(goalCents),
      deadlineAt: await inDays(days),
    });

  expect(await preview(200_000n, 30)).toMatchObject({ donors: 1, letters: 1, checkouts: 1, charges: 0, captured: 0 });
  for (const [goal, days, field] of [
    [300_000n, 30, "goalCents"],
    [99_999n, 30, "goalCents"],
    [600_000n, 30, "goalCents"],
    [200_000n, 1, "deadlineOn"],
    [200_000n, 120, "deadlineOn"],
  ] as const)
    await expect(preview(goal, days), `${goal} in ${days} days`).rejects.toMatchObject({ fields: [{ field }] });
});

test("P10 only an administrator who is none of the holder's changes a campaign, and only a live one", async () => {
  const campaign = await aCampaign(deps);
  const own = [{ organisationId: campaign.organisationId, role: "member" as const }];
  const change = { campaignId: campaign.id, goalCents: cents(200_000n), deadlineAt: await inDays(30), reason: "x" };
  for (const actor of [
    campaign.owner,
    await aUser(deps.db, { staffRoles: ["case_officer", "authoriser", "paymaster", "auditor"] }),
    await aUser(deps.db, { staffRoles: ["administrator"], memberships: own }),
  ])
    await expect(changeTerms(deps, actor, change)).rejects.toMatchObject({ status: 403 });
  const draft = await aCampaign(deps, "scheduled");
  const early = changeTerms(deps, await anAdministrator(), { ...change, campaignId: draft.id });
  await expect(early).rejects.toMatchObject({ type: "state-changed" });
});

test("P10 the database refuses another goal or deadline of a campaign by any other way", async () => {
  const campaign = await aCampaign(deps);
  const { userId } = await anAdministrator();
  const refusalOf = async (statement: ReturnType<typeof sql>) => {
    try {
      await database.owner.transaction(async (tx) => {
        await tx.execute(sql`select set_config('app.tx', 'test', true)`);
        await tx.execute(statement);
      });
      return "none";
    } catch (error) {
      return postgresError(error)?.constraint;
    }
  };
  const row = (from: bigint, to: bigint, reason = "x") => sql`
    insert into campaign_changes (fund_id, id, campaign_id, old_goal_cents, new_goal_cents, old_deadline_at,
      new_deadline_at, reason, changed_by, changed_at, leave_until)
    select fund_id, ${uuidv7()}, id, ${from}, ${to}, deadline_at, deadline_at, ${reason}, ${userId}, fund_now(),
      fund_now() + interval '14 days' from campaigns where id = ${campaign.id}`;

  expect(await refusalOf(sql`update campaigns set goal_cents = 1000 where id = ${campaign.id}`)).toBe(
    "campaigns_terms_stand",
  );
  expect(
    await refusalOf(sql`update campaigns set deadline_at = deadline_at + interval '1 day' where id = ${campaign.id}`),
  ).toBe("campaigns_terms_stand");
  expect(await refusalOf(row(1_000n, 2_000n))).toBe("campaign_changes_of_live_terms");
  expect(await refusalOf(row(300_000n, 300_000n))).toBe("campaign_changes_something");
  expect(await refusalOf(row(300_000n, 200_000n, ""))).toBe("campaign_changes_has_reason");
  expect(await refusalOf(row(300_000n, 200_000n))).toBe("none");
  expect(await refusalOf(sql`update campaign_changes set reason = 'y'`)).toBe("campaign_changes_append_only");
  expect(await refusalOf(sql`delete from change_notices`)).toBe("change_notices_append_only");
});

test("P10 a change and the start of the settlement never both win", async () => {
  const campaign = await aCampaign(deps);
  await aFirmPledge(deps, campaign.id, 5_000n);
  const deadline = (await the(campaign.id))?.deadlineAt ?? expect.fail("no campaign");
  const extended = await inDays(60);

  // Both wait for the row; meanwhile the deadline passes, so that whoever comes first, the change comes too late.
  const administrator = await anAdministrator();
  let racing: ReturnType<typeof race<unknown>> | undefined;
  await deps.db.transaction(async (tx) => {
    await tx.execute(sql`select from campaigns where id = ${campaign.id} for no key update`);
    racing = race<unknown>([
      changeTerms(deps, administrator, {
        campaignId: campaign.id,
        goalCents: cents(200_000n),
        deadlineAt: extended,
        reason: "Plus de temps.",
      }),
      settleCampaign(deps, worker("test"), campaign.id),
    ]);
    await moveClockTo(database, sandbox, deadline);
  });
  const { refused } = (await racing) ?? expect.fail("no race");

  expect(refused.length).toBe(1);
  await settleCampaign(deps, worker("test"), campaign.id);
  expect((await the(campaign.id))?.deadlineAt).toEqual(deadline);
  expect(await deps.db.$count(settlements, eq(settlements.campaignId, campaign.id))).toBe(1);

  // The other way round: the change comes before the deadline, and the old deadline settles nothing.
  const other = await aCampaign(deps);
  const old = (await the(other.id))?.deadlineAt ?? expect.fail("no campaign");
  await changed(other.id, 300_000n, 45);
  await moveClockTo(database, sandbox, old);
  await settleCampaign(deps, worker("test"), other.id);
  expect((await the(other.id))?.state).toBe("live");
  await booksHold(deps);
});
