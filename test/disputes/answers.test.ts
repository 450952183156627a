import { eq, sql } from "drizzle-orm";
import { afterEach, beforeEach, expect, test } from "vitest";
import { disputeAnswers, disputes, outbox } from "../../src/db/schema/index.ts";
import { readInbox } from "../../src/decisions/queries.ts";
import type { Deps } from "../../src/deps.ts";
import { answerDispute } from "../../src/disputes/answer-dispute.ts";
import { listDisputes } from "../../src/disputes/queries.ts";
import { sendDisputeAnswer } from "../../src/disputes/send-answer.ts";
import { sweepDisputeAnswers } from "../../src/disputes/sweep-answers.ts";
import { syncDispute } from "../../src/disputes/sync-dispute.ts";
import { worker } from "../../src/domain/actor.ts";
import { GatewayRefused, GatewayUnavailable } from "../../src/payments/gateway.ts";
import { apiRoutes, pageRoutes } from "../../src/routes.ts";
import { signIn, submitForm, testApp } from "../support/app.ts";
import { aCampaign } from "../support/campaigns.ts";
import { DAY, moveClock } from "../support/clock.ts";
import { testDatabase } from "../support/database.ts";
import { testDeps } from "../support/deps.ts";
import { aStaffMember, race } from "../support/grants.ts";
import { aFirmPledge, thePledge } from "../support/pledges.ts";
import { startTestSandbox, type TestSandbox } from "../support/stripe-sandbox.ts";
import { balanceOf, booksHold, KEEP } from "../support/undoing.ts";

const database = testDatabase();
const actor = worker("test");
let sandbox: TestSandbox;
let deps: Deps;

beforeEach(async () => {
  sandbox = await startTestSandbox();
  const [clock] = await database.owner.execute<{ ahead: number }>(
    sql`select extract(epoch from ahead)::int as ahead from fund_clock`,
  );
  if (clock !== undefined && clock.ahead > 0) await sandbox.controls.advanceClock(clock.ahead);
  deps = await testDeps(database.db, sandbox.gateway);
});
afterEach(() => sandbox.sandbox.close());

async function aDispute(reason: "fraudulent" | "inquiry" = "fraudulent") {
  const { id: campaignId } = await aCampaign(deps, "live", KEEP);
  const { chargeId } = await thePledge(deps, await aFirmPledge(deps, campaignId, 5_000n));
  const { id: stripeId } = await sandbox.controls.openDispute(chargeId ?? "", reason);
  await syncDispute(deps, actor, stripeId);
  return { stripeId, ...(await theDispute()) };
}
const theDispute = async () =>
  (await deps.db.select().from(disputes).where(eq(disputes.fundId, deps.fundId)))[0] ?? expect.fail("no dispute");
const theAnswers = () => deps.db.select().from(disputeAnswers).where(eq(disputeAnswers.fundId, deps.fundId));
const sendAll = async (d = deps) => {
  for (const { id } of await theAnswers()) await sendDisputeAnswer(d, actor, id);
};
const officer = () => aStaffMember(deps, "case_officer");

test("F4: evidence written on the page goes to the bank, which decides for the fund: the money is back", async () => {
  const dispute = await aDispute();
  const site = testApp(deps, { apiRoutes, pageRoutes });
  const browser = await signIn(site, (await officer()).email);
  const queue = await browser.get("/a-decider").expect(200);
  const path = `/contestations/${dispute.id}`;

  const empty = await submitForm(browser, path, { kind: "evidence", text: " " }, `${path}/reponse`);
  const sent = await submitForm(browser, path, { kind: "evidence", text: "winning_evidence" }, `${path}/reponse`);
  await sendAll();
  await sandbox.controls.idle();
  await syncDispute(deps, actor, dispute.stripeId);

  expect(queue.text).toContain(path);
  expect(queue.text).toMatch(/\([67] jours\)/);
  expect([empty.status, sent.status]).toEqual([422, 303]);
  expect(await theDispute()).toMatchObject({ state: "won", stripeStatus: "won" });
  expect(await theAnswers()).toMatchObject([{ kind: "evidence", sentAt: expect.any(Date), refusal: null }]);
  expect((await browser.get(path).expect(200)).text).toContain("La banque a rendu l’argent");
  expect(await balanceOf(deps, "disputed")).toBe(0n);
  await booksHold(deps);
});

test("F4: an accepted dispute is lost at once, and the bank keeps what it took", async () => {
  const dispute = await aDispute();
  await answerDispute(deps, await officer(), {
    disputeId: dispute.id,
    kind: "acceptance",
    text: "Erreur de notre part",
  });

  await sendAll();

  expect(await theDispute()).toMatchObject({ state: "lost" });
  expect(await balanceOf(deps, "disputed")).toBe(0n);
  await booksHold(deps);
});

test("S1: an answer whose sending broke off after Stripe took it is sent once", async () => {
  const dispute = await aDispute();
  await answerDispute(deps, await officer(), { disputeId: dispute.id, kind: "evidence", text: "Le reçu" });
  const broken = {
    ...deps.gateway,
    answerDispute: async (input: Parameters<typeof deps.gateway.answerDispute>[0]) => {
      await deps.gateway.answerDispute(input);
      throw new GatewayUnavailable("cut off");
    },
  };

  await expect(sendAll({ ...deps, gateway: broken })).rejects.toThrow("cut off");
  await Promise.all([sendAll(), sendAll()]);

  const told = await sandbox.stripe.disputes.retrieve(dispute.stripeId);
  expect(told).toMatchObject({ status: "under_review", evidence_details: { submission_count: 1 } });
  expect(await theAnswers()).toMatchObject([{ sentAt: expect.any(Date) }]);
  const listed = await listDisputes(deps, await officer(), { limit: 10, open: true });
  expect(listed.items).toMatchObject([{ isAnswered: true }]);
});

test("S3: an answer the queue gave up on is sent to it again", async () => {
  const dispute = await aDispute();
  await answerDispute(deps, await officer(), { disputeId: dispute.id, kind: "evidence", text: "Le reçu" });
  const [answer] = await theAnswers();
  await database.owner.execute(sql`truncate outbox`);

  await sweepDisputeAnswers(deps);
  const soon = await deps.db.select().from(outbox);
  await moveClock(database, sandbox, 360);
  await sweepDisputeAnswers(deps);

  expect(soon).toEqual([]);
  expect(await deps.db.select().from(outbox)).toMatchObject([
    { job: "send-dispute-answer", payload: { answerId: answer?.id } },
  ]);
});

test("F4: two members of staff who answer at once answer once, and raw SQL adds no second answer", async () => {
  const dispute = await aDispute();
  const [one, other] = [await officer(), await aStaffMember(deps, "administrator")];

  const { done, refused } = await race([
    answerDispute(deps, one, { disputeId: dispute.id, kind: "evidence", text: "Le reçu" }),
    answerDispute(deps, other, { disputeId: dispute.id, kind: "acceptance", text: "Tant pis" }),
  ]);

  expect([done.length, refused]).toEqual([1, ["dispute-answered"]]);
  const again = sql`insert into dispute_answers (fund_id, id, dispute_id, kind, text, answered_by, answered_at)
    select fund_id, gen_random_uuid(), dispute_id, kind, text, answered_by, answered_at from dispute_answers
    where fund_id = ${deps.fundId}`;
  const tried = database.owner.transaction(async (tx) => {
    await tx.execute(sql`select set_config('app.tx', 'test', true)`);
    await tx.execute(again);
  });
  await expect(tried).rejects.toMatchObject({ cause: { constraint_name: "dispute_answers_one_stands" } });
});

test("F4: after the bank's day nothing can be answered; an inquiry can until then, and moves no money", async () => {
  const inquiry = await aDispute("inquiry");
  const someone = await officer();

  const { mine } = await readInbox(deps, someone);
  expect(mine.filter(({ kind }) => kind === "dispute")).toMatchObject([{ id: inquiry.id, due: expect.any(Date) }]);
  await moveClock(database, sandbox, 8 * DAY);
  const late = answerDispute(deps, someone, { disputeId: inquiry.id, kind: "evidence", text: "Le reçu" });

  await expect(late).rejects.toMatchObject({ type: "dispute-not-answerable" });
  expect(await balanceOf(deps, "disputed")).toBe(0n);
});

test("F4: an answer Stripe refuses is over, and staff may write another", async () => {
  const dispute = await aDispute();
  const someone = await officer();
  await answerDispute(deps, someone, { disputeId: dispute.id, kind: "evidence", text: "Le reçu" });
  const refusing = {
    ...deps.gateway,
    answerDispute: async () => {
      throw new GatewayRefused("invalid_request_error", "no");
    },
  };
  await sendAll({ ...deps, gateway: refusing });

  await answerDispute(deps, someone, { disputeId: dispute.id, kind: "acceptance", text: "Tant pis" });

  expect((await theAnswers()).map(({ refusal }) => refusal).toSorted()).toEqual(["invalid_request_error", null]);
});
