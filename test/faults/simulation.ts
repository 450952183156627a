import { Writable } from "node:stream";
import { and, eq, inArray } from "drizzle-orm";
import pino from "pino";
import { cancelCampaign } from "../../src/campaigns/cancel-campaign.ts";
import { resumeCampaign } from "../../src/campaigns/resume-campaign.ts";
import { suspendCampaign } from "../../src/campaigns/suspend-campaign.ts";
import { campaigns, pledges } from "../../src/db/schema/index.ts";
import { inTransaction } from "../../src/db/transaction.ts";
import type { Deps } from "../../src/deps.ts";
import { type Actor, worker } from "../../src/domain/actor.ts";
import { AppError } from "../../src/errors.ts";
import { emptyOutbox } from "../../src/jobs/empty-outbox.ts";
import type { NewJob } from "../../src/jobs/queues.ts";
import { sweepBackfill } from "../../src/matching/backfill-pot.ts";
import { type GatewayEvent, GatewayUnavailable } from "../../src/payments/gateway.ts";
import { storeEvents } from "../../src/payments/receive-webhook.ts";
import { accessToken } from "../../src/pledges/access-token.ts";
import { cancelPledge } from "../../src/pledges/cancel-pledge.ts";
import { openAuthentication } from "../../src/pledges/open-authentication.ts";
import { sweepCharges } from "../../src/pledges/sweep-charges.ts";
import { sweepCheckouts } from "../../src/pledges/sweep-checkouts.ts";
import { reconcileStripe } from "../../src/reconciliation/reconcile-stripe.ts";
import { sweepStripe } from "../../src/reconciliation/sweep-stripe.ts";
import { CheckoutRefusedError, completeCheckout } from "../../src/sandbox/stripe/client.ts";
import { sweepSettlements } from "../../src/settlement/sweep-settlements.ts";
import { HANDLERS } from "../../workers/handlers.ts";
import type { WorkerDeps } from "../../workers/worker-deps.ts";
import { moveClock } from "../support/clock.ts";
import type { TestDatabase } from "../support/database.ts";
import { aPledge, CARDS } from "../support/pledges.ts";
import type { TestSandbox } from "../support/stripe-sandbox.ts";
import { refund } from "../support/undoing.ts";

/** Mulberry32: the same seed draws the same numbers. */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

export type World = {
  readonly database: TestDatabase;
  readonly sandbox: TestSandbox;
  readonly deps: Deps;
  readonly administrator: Actor;
  readonly campaignIds: readonly string[];
  readonly random: () => number;
  /** Errors of sweeps and jobs that are no lost calls: each is a bug. */
  readonly bugs: string[];
};

const sim = worker("simulator");
const PAYMENTS = [
  ...Array.from({ length: 5 }, () => CARDS.good),
  CARDS.declined,
  CARDS.noFunds,
  CARDS.authenticateAlways,
  CARDS.declinesLater,
  "AT611904300234573201",
  "AT321904300235473204",
  "AT051904300235473205",
];

/** A log whose error lines become bugs unless the call was merely lost. */
export function logOfBugs(bugs: string[]) {
  const lines = new Writable({
    write(chunk, _, done) {
      const { err, sweep } = JSON.parse(String(chunk)) as { err?: { type: string; message: string }; sweep?: string };
      if (err !== undefined && err.type !== "GatewayUnavailable") bugs.push(`${sweep}: ${err.type} ${err.message}`);
      done();
    },
  });
  return pino({ level: "error" }, lines);
}

const expected = (error: unknown): boolean =>
  error instanceof GatewayUnavailable || error instanceof AppError || error instanceof CheckoutRefusedError;

/** Runs what may be refused or lost; anything else goes up. */
async function attempt(work: () => Promise<unknown>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!expected(error)) throw error;
  }
}

const pick = <T>({ random }: World, from: readonly T[]): T | undefined => from[Math.floor(random() * from.length)];
const between = ({ random }: World, low: number, high: number) => low + Math.floor(random() * (high - low + 1));

const pledgesIn = ({ deps }: World, ...states: string[]) =>
  deps.db
    .select()
    .from(pledges)
    .where(and(eq(pledges.fundId, deps.fundId), inArray(pledges.state, states)))
    .orderBy(pledges.id);

async function pledge(world: World): Promise<void> {
  const campaignId = pick(world, world.campaignIds) ?? "";
  const count = between(world, 1, 3);
  await Promise.all(
    Array.from({ length: count }, () =>
      attempt(() =>
        aPledge(world.deps, campaignId, BigInt(between(world, 100, 6_000)), {
          email: `donor-${between(world, 1, 15)}@example.org`,
          tipCents: BigInt(pick(world, [0, 0, 150]) ?? 0),
        }),
      ),
    ),
  );
}

async function pay(world: World): Promise<void> {
  const drafts = (await pledgesIn(world, "draft", "action_required")).filter((row) => row.checkoutUrl !== null);
  for (const { checkoutUrl } of [pick(world, drafts), pick(world, drafts)].filter((row) => row !== undefined)) {
    const card = pick(world, PAYMENTS) ?? CARDS.good;
    const authentication = world.random() < 0.8 ? "succeed" : "fail";
    // Sometimes two donors turn out to be one person (M6).
    const name = `Donor ${Math.floor(world.random() * 12)}`;
    await attempt(() => completeCheckout(checkoutUrl ?? "", { card, authentication, name }));
  }
}

async function authenticate(world: World): Promise<void> {
  const row = pick(world, await pledgesIn(world, "action_required"));
  if (row === undefined) return;
  const input = { pledgeId: row.id, token: accessToken(world.deps.cipher, row.id) };
  await attempt(() => openAuthentication(world.deps, { kind: "guest" }, input));
}

async function takeBack(world: World): Promise<void> {
  const row = pick(world, await pledgesIn(world, "draft", "authorised", "charging"));
  if (row === undefined) return;
  const input = { pledgeId: row.id, token: accessToken(world.deps.cipher, row.id) };
  await attempt(() => cancelPledge(world.deps, { kind: "guest" }, input));
}

/** A few of Stripe's events of the last days, in any order, some twice, many never. */
async function deliver(world: World): Promise<void> {
  const since = new Date(((await world.sandbox.controls.now()) - 2 * 86_400) * 1_000);
  const known: GatewayEvent[] = [];
  for await (const event of world.sandbox.gateway.listEvents(since)) known.push(event);
  const some = known.filter(() => world.random() < 0.5).toSorted(() => world.random() - 0.5);
  for (const event of some) await inTransaction(world.deps.db, (tx) => storeEvents(tx, world.deps.fundId, [event]));
}

/** Some of the outbox through the workers, many at once; a few jobs are lost, a few run twice. */
export async function runSomeJobs(world: World, lossRate = 0.1): Promise<number> {
  const jobs: NewJob[] = [];
  await emptyOutbox(world.deps.db, 40, async (batch) => void jobs.push(...batch));
  const runs = jobs
    .filter((job) => job.name !== "send-mail" && world.random() >= lossRate)
    .flatMap((job) => (world.random() < 0.1 ? [job, job] : [job]));
  await Promise.all(
    runs.map((job) =>
      HANDLERS[job.name](world.deps as WorkerDeps)({ data: job.data }).catch((error: unknown) => {
        if (!(error instanceof GatewayUnavailable)) world.bugs.push(`${job.name}: ${String(error)}`);
      }),
    ),
  );
  return jobs.length;
}

const sweeps = [
  sweepBackfill,
  sweepCheckouts,
  sweepCharges,
  sweepSettlements,
  (deps: Deps, actor: Actor) => sweepStripe(deps, actor),
  (deps: Deps, actor: Actor) => reconcileStripe(deps, actor),
];

/** Two sweeps at once, as two processes would. */
async function sweep(world: World): Promise<void> {
  const chosen = [pick(world, sweeps), pick(world, sweeps)].filter((each) => each !== undefined);
  await Promise.all(chosen.map((each) => attempt(async () => void (await each(world.deps, sim)))));
}

export async function sweepAll(world: World): Promise<void> {
  for (const each of sweeps) await attempt(async () => void (await each(world.deps, sim)));
}

async function jump(world: World): Promise<void> {
  const seconds = pick(world, [60, 700, 2_400, 3 * 3_600, 86_400, 86_400, 3 * 86_400]) ?? 60;
  await moveClock(world.database, world.sandbox, seconds);
}

async function changeCard(world: World): Promise<void> {
  const row = pick(world, await pledgesIn(world, "authorised", "charging"));
  if (row?.paymentMethodId == null || row.mode !== "all_or_nothing") return;
  const like = pick(world, [CARDS.good, CARDS.noFunds, CARDS.authenticateAlways, "4000000000009987"]) ?? CARDS.good;
  await world.sandbox.controls.letCardBehave(row.paymentMethodId, like).catch(() => undefined);
}

async function judge(world: World): Promise<void> {
  const id = pick(world, world.campaignIds) ?? "";
  const act = pick(world, [suspendCampaign, resumeCampaign, resumeCampaign, resumeCampaign, cancelCampaign]);
  if (act === cancelCampaign && world.random() < 0.8) return;
  await attempt(async () => void (await act?.(world.deps, world.administrator, id, "Simulation.")));
}

/** A member of staff returns part of a captured gift, or what is left of it. */
async function giveBack(world: World): Promise<void> {
  const row = pick(world, await pledgesIn(world, "captured"));
  const left = row === undefined ? 0n : row.amountCents - row.returnedGiftCents;
  if (row === undefined || left === 0n) return;
  const part = world.random() < 0.4 ? left : BigInt(between(world, 1, Number(left)));
  await attempt(() => refund(world.deps, row.id, part));
}

const OPERATIONS: readonly (readonly [number, (world: World) => Promise<unknown>])[] = [
  [8, pledge],
  [8, pay],
  [3, deliver],
  [8, (world) => runSomeJobs(world)],
  [6, sweep],
  [3, jump],
  [2, changeCard],
  [2, authenticate],
  [2, takeBack],
  [2, giveBack],
  [1, judge],
];
const TOTAL = OPERATIONS.reduce((sum, [weight]) => sum + weight, 0);

/** One random operation; answers its name. */
export async function step(world: World): Promise<string> {
  let draw = world.random() * TOTAL;
  for (const [weight, operation] of OPERATIONS) {
    draw -= weight;
    if (draw >= 0) continue;
    await operation(world);
    return operation.name;
  }
  return "none";
}

/** Lets every suspended campaign go on, so that all of them can be decided. */
export async function resumeAll(world: World): Promise<void> {
  const rows = await world.deps.db
    .select({ id: campaigns.id })
    .from(campaigns)
    .where(and(eq(campaigns.fundId, world.deps.fundId), eq(campaigns.state, "suspended")));
  for (const { id } of rows) await resumeCampaign(world.deps, world.administrator, id, "Fin.");
}
