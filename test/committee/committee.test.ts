import { eq, sql } from "drizzle-orm";
import { beforeEach, describe, expect, test } from "vitest";
import { cancelCampaign } from "../../src/campaigns/cancel-campaign.ts";
import { openDueCampaigns } from "../../src/campaigns/open-due-campaigns.ts";
import { castVote } from "../../src/committee/cast-vote.ts";
import { closeSession } from "../../src/committee/close-session.ts";
import { declareConflict } from "../../src/committee/declare-conflict.ts";
import { readCaseFor } from "../../src/committee/read-session.ts";
import { scoreApplication } from "../../src/committee/score-application.ts";
import { signMinutes } from "../../src/committee/sign-minutes.ts";
import { postgresError } from "../../src/db/postgres-errors.ts";
import { committeeDecisions, committeeSessions, grants } from "../../src/db/schema/index.ts";
import type { Deps } from "../../src/deps.ts";
import { worker } from "../../src/domain/actor.ts";
import { accounts } from "../../src/domain/ledger.ts";
import { readAgreement } from "../../src/grants/read-agreement.ts";
import { sweepSettlements } from "../../src/settlement/sweep-settlements.ts";
import { aCampaign } from "../support/campaigns.ts";
import { DAY, moveClock } from "../support/clock.ts";
import {
  aCommittee,
  anApplication,
  aSession,
  type TestCommittee,
  theApplication,
  votesFor,
} from "../support/committee.ts";
import { testDatabase } from "../support/database.ts";
import { testDeps } from "../support/deps.ts";
import { booksHold, joinOrganisation, race } from "../support/grants.ts";
import { runJobs } from "../support/jobs.ts";
import { aFirmPledge } from "../support/pledges.ts";
import { testSandbox } from "../support/stripe-sandbox.ts";
import { balanceOf, giveFund, stateOf } from "../support/undoing.ts";

const database = testDatabase();
const sandbox = testSandbox();
let deps: Deps;
let committee: TestCommittee;

beforeEach(async () => {
  deps = await testDeps(database.db, sandbox.gateway);
  committee = await aCommittee(deps);
});

const theSession = async (id: string) =>
  (await deps.db.select().from(committeeSessions).where(eq(committeeSessions.id, id)))[0] ?? expect.fail("no session");
const balances = async (applicationId: string) => ({
  general: await balanceOf(deps, accounts.general),
  kept: await balanceOf(deps, accounts.committed(applicationId)),
});

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

/** Two members vote for the amount, and the chair closes. */
async function granted(applicationId: string, amountCents: bigint): Promise<string> {
  const sessionId = await aSession(deps, committee, [applicationId]);
  for (const member of committee.members.slice(0, 2))
    await votesFor(deps, member, { sessionId, applicationId }, amountCents);
  await closeSession(deps, committee.chair, sessionId);
  return sessionId;
}

test("D1 what the committee grants is kept aside, joins the campaign's grant when it succeeds, and stands in its agreement", async () => {
  await giveFund(deps, accounts.general, 100_000n);
  const campaign = await aCampaign(deps, "live", { goalCents: 5_000 });
  const { applicationId } = await anApplication(deps, 50_000n, campaign);
  await granted(applicationId, 40_000n);
  expect(await balances(applicationId)).toEqual({ general: 60_000n, kept: 40_000n });
  await booksHold(deps);

  await aFirmPledge(deps, campaign.id, 6_000n);
  await moveClock(database, sandbox, 32 * DAY);
  for (let round = 0; round < 3; round += 1) {
    await sweepSettlements(deps, worker("test"));
    await openDueCampaigns(deps, worker("test"));
    await runJobs(deps);
  }

  expect(await stateOf(deps, campaign.id)).toBe("succeeded");
  const [grant] = await deps.db.select().from(grants).where(eq(grants.campaignId, campaign.id));
  expect(grant).toMatchObject({ amountCents: 46_000n });
  expect(await theApplication(deps, applicationId)).toMatchObject({ awardState: "granted", grantId: grant?.id });
  expect(await balances(applicationId)).toEqual({ general: 60_000n, kept: 0n });
  expect((await readAgreement(deps.db, deps, grant?.id ?? "")).paragraphs.map((one) => one.fr).join("\n")).toContain(
    "aide du fonds décidée par son comité",
  );
  await booksHold(deps);
});

test("D1 an award goes back to the general pot when its campaign ends without success", async () => {
  await giveFund(deps, accounts.general, 100_000n);
  const { applicationId, campaign } = await anApplication(deps);
  await granted(applicationId, 40_000n);

  await cancelCampaign(deps, committee.administrator, campaign.id, "Le porteur renonce.");

  expect(await balances(applicationId)).toEqual({ general: 100_000n, kept: 0n });
  expect(await theApplication(deps, applicationId)).toMatchObject({ state: "granted", awardState: "released" });
  await booksHold(deps);
});

test("D1 two sessions closed at once never grant more than the general pot holds", async () => {
  await giveFund(deps, accounts.general, 60_000n);
  const cases = [await anApplication(deps), await anApplication(deps)];
  const sessions: string[] = [];
  for (const { applicationId } of cases) {
    const sessionId = await aSession(deps, committee, [applicationId]);
    for (const member of committee.members.slice(0, 2))
      await votesFor(deps, member, { sessionId, applicationId }, 50_000n);
    sessions.push(sessionId);
  }

  const { done } = await race(sessions.map((id) => closeSession(deps, committee.chair, id)));

  expect(done.length).toBe(2);
  const decided = await deps.db.select().from(committeeDecisions).where(eq(committeeDecisions.fundId, deps.fundId));
  expect(decided.map((one) => one.amountCents).toSorted()).toEqual([10_000n, 50_000n]);
  expect(await balanceOf(deps, accounts.general)).toBe(0n);
  await booksHold(deps);
});

test("an application comes before one open session only, opened at once or written in raw SQL", async () => {
  await giveFund(deps, accounts.general, 100_000n);
  const [{ applicationId }, other] = [await anApplication(deps), await anApplication(deps)];

  const { done, refused } = await race([1, 2, 3].map(() => aSession(deps, committee, [applicationId])));
  const later = await aSession(deps, committee, [other.applicationId]);

  expect([done.length, refused]).toEqual([1, ["invalid-input", "invalid-input"]]);
  expect(
    await refusalOf(sql`insert into session_applications values (${deps.fundId}, ${later}, ${applicationId})`),
  ).toBe("session_applications_one_open");
});

describe("ties", () => {
  test("a tied member neither sees scores before the close, nor scores, votes or counts for the quorum", async () => {
    await giveFund(deps, accounts.general, 100_000n);
    const { applicationId, campaign } = await anApplication(deps);
    const [first, second, third] = committee.members;
    await joinOrganisation(deps, campaign.organisationId, third.userId);
    const sessionId = await aSession(deps, committee, [applicationId], { quorum: { kind: "share", percent: 100 } });
    const key = { sessionId, applicationId };
    await declareConflict(deps, second, { ...key, reason: "Mon frère y travaille." });

    await votesFor(deps, first, key, 30_000n);
    for (const member of [second, third]) {
      await expect(castVote(deps, member, { ...key, vote: "abstain", amountCents: null })).rejects.toMatchObject({
        type: "tied-to-application",
      });
      expect((await readCaseFor(deps, member, sessionId, applicationId)).otherScores).toBeNull();
    }
    await closeSession(deps, committee.chair, sessionId);

    expect(
      await deps.db.select().from(committeeDecisions).where(eq(committeeDecisions.sessionId, sessionId)),
    ).toMatchObject([{ outcome: "granted", eligible: 1, votesFor: 1, amountCents: 30_000n }]);
    expect((await theSession(sessionId)).minutes).toContain("membre de la structure porteuse");
    await booksHold(deps);
  });

  test("the others' scores show only after one's own vote, which is final", async () => {
    const { applicationId } = await anApplication(deps);
    const sessionId = await aSession(deps, committee, [applicationId]);
    const key = { sessionId, applicationId };
    const [first, second] = committee.members;
    await votesFor(deps, first, key, 30_000n);
    expect((await readCaseFor(deps, second, sessionId, applicationId)).otherScores).toBeNull();

    const { done, refused } = await race([
      castVote(deps, second, { ...key, vote: "abstain", amountCents: null }),
      castVote(deps, second, { ...key, vote: "abstain", amountCents: null }),
    ]);

    expect([done.length, refused]).toEqual([1, ["already-voted"]]);
    expect((await readCaseFor(deps, second, sessionId, applicationId)).otherScores).toHaveLength(2);
    const scores = [0, 0].map((score) => ({ score, comment: "" }));
    await expect(scoreApplication(deps, second, { ...key, scores })).rejects.toMatchObject({ type: "already-voted" });
  });
});

test("minutes are frozen at the close and signed by chair and secretary, as they read them", async () => {
  const { applicationId } = await anApplication(deps);
  const sessionId = await granted(applicationId, 10_000n);
  const { minutesHash, minutes } = await theSession(sessionId);
  const sign = (member: TestCommittee["chair"], hash = minutesHash ?? "") =>
    signMinutes(deps, member, { sessionId, minutesHash: hash });

  expect(minutes).toContain("Pour : 2. Contre : 0.");
  await expect(sign(committee.members[2])).rejects.toMatchObject({ status: 403 });
  await expect(sign(committee.chair, "0".repeat(64))).rejects.toMatchObject({ type: "minutes-differ" });
  await sign(committee.chair);
  expect((await theSession(sessionId)).state).toBe("closed");
  await sign(committee.secretary);
  expect((await theSession(sessionId)).state).toBe("signed");
  await expect(closeSession(deps, committee.chair, sessionId)).rejects.toMatchObject({ type: "session-closed" });
});

test("the database refuses strangers' votes, late votes, other minutes, other awards and more than the envelope", async () => {
  await giveFund(deps, accounts.general, 100_000n);
  const { applicationId, campaign } = await anApplication(deps);
  const open = await aSession(deps, committee, [applicationId], { envelopeCents: 20_000 });
  const vote = (userId: string, kind = "abstain") => sql`insert into committee_votes values
    (${deps.fundId}, ${open}, ${applicationId}, ${userId}, ${kind}, null, fund_now())`;
  const member = committee.members[2];

  expect(await refusalOf(vote(campaign.owner.userId))).toBe("committee_voices_of_members");
  expect(await refusalOf(vote(member.userId, "for"))).toBe("committee_votes_known");
  expect(
    await refusalOf(sql`insert into committee_decisions values
      (${deps.fundId}, ${open}, ${applicationId}, 'granted', 'x', 3, 1, 0, 0, 1, 1, 1, 20001)`),
  ).toBe("committee_decisions_within_envelope");
  expect(await refusalOf(sql`update own_grant_applications set asked_cents = 60000 where id = ${applicationId}`)).toBe(
    "own_grant_applications_frozen",
  );
  expect(
    await refusalOf(sql`update own_grant_applications set state = 'granted' where id = ${applicationId}`),
  ).not.toBe("none");
  for (const one of committee.members.slice(0, 2))
    await votesFor(deps, one, { sessionId: open, applicationId }, 15_000n);
  await joinOrganisation(deps, campaign.organisationId, member.userId);
  expect(await refusalOf(vote(member.userId))).toBe("committee_voices_independent");
  await closeSession(deps, committee.chair, open);
  expect(await refusalOf(vote(member.userId))).toBe("committee_sessions_open");
  expect(await refusalOf(sql`update committee_sessions set minutes = 'x' where id = ${open}`)).toBe(
    "committee_sessions_frozen",
  );
  expect(await refusalOf(sql`delete from committee_votes`)).toBe("committee_votes_append_only");
  expect(await refusalOf(sql`update own_grant_applications set awarded_cents = 1000 where id = ${applicationId}`)).toBe(
    "own_grant_applications_frozen",
  );
  await booksHold(deps);
});
