import { sql } from "drizzle-orm";
import request from "supertest";
import { beforeEach, expect, test } from "vitest";
import { createLane } from "../../src/db/lane.ts";
import type { Deps } from "../../src/deps.ts";
import { worker } from "../../src/domain/actor.ts";
import { MOST_SEATS, reservationLane } from "../../src/matching/reservation-lane.ts";
import { matchReserver, type PledgeToMatch, type Reservation } from "../../src/matching/reserve-matches.ts";
import type { PaymentGateway } from "../../src/payments/gateway.ts";
import { sweepCheckouts } from "../../src/pledges/sweep-checkouts.ts";
import { apiRoutes } from "../../src/routes.ts";
import { testApp } from "../support/app.ts";
import { aCampaign, forceState } from "../support/campaigns.ts";
import { moveClock } from "../support/clock.ts";
import { testDatabase } from "../support/database.ts";
import { testDeps } from "../support/deps.ts";
import { aMatchingPot } from "../support/matching.ts";
import { aPledge, thePledge } from "../support/pledges.ts";
import { aDraft, booksHold, drafts, matchCents, sum, thePot } from "../support/reservations.ts";
import { testSandbox } from "../support/stripe-sandbox.ts";

const database = testDatabase();
const sandbox = testSandbox();
let deps: Deps;

beforeEach(async () => {
  deps = await testDeps(database.db, sandbox.gateway);
});

/** Stripe does not answer until told: whoever asks for a checkout waits. */
function heldGateway(gateway: PaymentGateway) {
  let answer = () => {};
  const released = new Promise<void>((resolve) => {
    answer = resolve;
  });
  let waiting = 0;
  const held: PaymentGateway = {
    ...gateway,
    openCheckout: async (input) => {
      waiting += 1;
      await released;
      return gateway.openCheckout(input);
    },
  };
  return { held, waiting: () => waiting, answer };
}

test("M5: while Stripe does not answer, no lock is held: others give, and every row can be taken", async () => {
  const { potId } = await aMatchingPot(deps, 50_000n);
  const { id } = await aCampaign(deps);
  const { held, waiting, answer } = heldGateway(sandbox.gateway);
  const slow = Array.from({ length: 3 }, () => aPledge({ ...deps, gateway: held }, id, 1_000n));
  await expect.poll(waiting).toBe(3);

  await database.owner.transaction(async (tx) => {
    await tx.execute(sql`select from campaigns where id = ${id} for update nowait`);
    await tx.execute(sql`select from donors where fund_id = ${deps.fundId} for update nowait`);
    await tx.execute(sql`select from pledges where campaign_id = ${id} for update nowait`);
    await tx.execute(sql`select from matching_pots where id = ${potId} for update nowait`);
  });
  const quick = await aPledge(deps, id, 1_000n);
  answer();

  expect(quick.matchCents).toBe(1_000n);
  expect((await Promise.all(slow)).map((pledge) => pledge.matchCents)).toEqual([1_000n, 1_000n, 1_000n]);
  expect((await thePot(deps, potId)).reservedCents).toBe(4_000n);
  await booksHold(deps);
});

test("beyond the queue's bound a donor is told to come back, before anything is written; then it is their turn", async () => {
  await aMatchingPot(deps, 50_000n);
  const { id } = await aCampaign(deps);
  const lane = reservationLane(deps);
  const leave = Array.from({ length: MOST_SEATS }, () => lane.takeSeat());
  const { app } = testApp(deps, { apiRoutes });
  const give = () =>
    request(app)
      .post(`/api/v1/campaigns/${id}/pledges`)
      .set("Idempotency-Key", `queue-${id}`)
      .send({ amountCents: 1_000, email: "patient@example.org", displayName: "Solène V." });

  const refused = await give();
  const written = await deps.db.execute(sql`select from pledges where campaign_id = ${id}`);
  for (const one of leave) one?.();
  const accepted = await give();

  expect(refused.status).toBe(503);
  expect(refused.headers["retry-after"]).toBe("3");
  expect(refused.body).toMatchObject({ status: 503 });
  expect(refused.body.type).toMatch(/too-many-gifts-at-once$/);
  expect(written).toHaveLength(0);
  expect(accepted.status).toBe(201);
  expect(accepted.body.matchCents).toBe(1_000);
});

test("every seat comes back, whether a gift succeeds or is refused", async () => {
  const { id } = await aCampaign(deps);
  await aPledge(deps, id, 1_000n);
  await expect(aPledge(deps, id, 1_000n, { rewardId: id })).rejects.toMatchObject({ status: 404 });

  const lane = reservationLane(deps);
  const seats = Array.from({ length: MOST_SEATS + 1 }, () => lane.takeSeat());

  expect(seats.filter((seat) => seat !== undefined)).toHaveLength(MOST_SEATS);
});

test("P11: a campaign that is suspended while its gift waits in the lane refuses it; others are served", async () => {
  const { potId } = await aMatchingPot(deps, 50_000n);
  const [open, stopped] = [await aCampaign(deps), await aCampaign(deps)];
  const recorded = () => deps.db.execute(sql`select from pledges where campaign_id = ${stopped.id}`);

  const gifts = await database.owner.transaction(async (tx) => {
    await tx.execute(sql`select from matching_pots where id = ${potId} for update`);
    const first = aPledge(deps, open.id, 1_000n);
    await expect.poll(someoneWaits).toBe(1);
    const next = aPledge(deps, stopped.id, 1_000n).catch((error: unknown) => error);
    await expect.poll(recorded).toHaveLength(1);
    await forceState(database, stopped.id, "suspended");
    return { first, next };
  });

  expect((await gifts.first).matchCents).toBe(1_000n);
  expect(await gifts.next).toMatchObject({ type: "campaign-closed", status: 409 });
  expect((await thePot(deps, potId)).reservedCents).toBe(1_000n);
  await booksHold(deps);
});

const someoneWaits = async () => {
  const [row] = await database.owner.execute<{ waiting: number }>(
    sql`select count(*)::int as waiting from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
  );
  return row?.waiting ?? 0;
};

test("M5: a draft that was recorded and never reserved ends like a checkout nobody used", async () => {
  const { potId } = await aMatchingPot(deps, 50_000n);
  const { id } = await aCampaign(deps);
  const abandoned = await aDraft(deps, id, 1_000n);
  const reserved = await aDraft(deps, id, 1_000n);
  await reservationLane(deps).join(reserved);

  await moveClock(database, sandbox, 32 * 60);
  await sweepCheckouts(deps, worker("sweep"));

  for (const { pledgeId } of [abandoned, reserved])
    expect(await thePledge(deps, pledgeId)).toMatchObject({ state: "expired", endedReason: "checkout_expired" });
  expect((await thePot(deps, potId)).reservedCents).toBe(0n);
  await booksHold(deps);
});

test("an answer lost after the database had committed: the same pledges again, reserved once", async () => {
  const { potId } = await aMatchingPot(deps, 4_500n);
  const { id } = await aCampaign(deps);
  const pledges = await drafts(deps, id, 6, 1_000n);
  const reserve = matchReserver(deps);
  let lost = 0;
  const lane = createLane<PledgeToMatch, Reservation>({
    keyOf: ({ pledgeId }) => pledgeId,
    work: async (batch) => {
      const reservations = await reserve(batch);
      if (lost++ < 2) throw Object.assign(new Error("the connection was lost"), { code: "CONNECTION_CLOSED" });
      return reservations;
    },
    mostSeats: 10,
    mostAtOnce: 10,
  });

  const reservations = await Promise.all(pledges.map((pledge) => lane.join(pledge)));

  expect(sum(matchCents(reservations))).toBe(4_500n);
  expect((await thePot(deps, potId)).reservedCents).toBe(4_500n);
  await booksHold(deps);
});
