import { and, eq, sql } from "drizzle-orm";
import { beforeEach, describe, expect, test } from "vitest";
import { fundNow } from "../../src/db/clock.ts";
import { differences, matches, matchReplays, matchTraces, staffRoles } from "../../src/db/schema/index.ts";
import { inTransaction } from "../../src/db/transaction.ts";
import type { Deps } from "../../src/deps.ts";
import { findBrokenInvariants } from "../../src/ledger/invariants.ts";
import { replayMatching } from "../../src/matching/replay-matching.ts";
import { replayNightly } from "../../src/matching/replay-nightly.ts";
import { accessToken } from "../../src/pledges/access-token.ts";
import { cancelPledge } from "../../src/pledges/cancel-pledge.ts";
import { pageRoutes } from "../../src/routes.ts";
import { signIn, testApp } from "../support/app.ts";
import { aCampaign } from "../support/campaigns.ts";
import { moveClock } from "../support/clock.ts";
import { testDatabase } from "../support/database.ts";
import { aUser, testDeps } from "../support/deps.ts";
import { aMatchingPot } from "../support/matching.ts";
import { aFirmPledge, aPledge } from "../support/pledges.ts";
import { testSandbox } from "../support/stripe-sandbox.ts";

const database = testDatabase();
const sandbox = testSandbox();
let deps: Deps;
let pledgeId: string;

beforeEach(async () => {
  deps = await testDeps(database.db, sandbox.gateway);
  await aMatchingPot(deps, 20_000n, { capPerDonorCents: 3_000n });
  await aMatchingPot(deps, 8_000n, { ratioNumerator: 1, ratioDenominator: 3, priority: 2, stacking: "if_first" });
  const kept = await aCampaign(deps, "live", { mode: "keep_what_you_raise" });
  const saved = await aCampaign(deps, "live", { goalCents: 50_000 });
  pledgeId = await aFirmPledge(deps, kept.id, 2_000n, { email: "one@example.org" });
  await aFirmPledge(deps, saved.id, 2_500n, { email: "one@example.org" });
  const cancelled = await aFirmPledge(deps, saved.id, 4_000n, { email: "two@example.org" });
  await cancelPledge(deps, { kind: "guest" }, { pledgeId: cancelled, token: accessToken(deps.cipher, cancelled) });
  await Promise.all([3_000n, 4_500n, 1_000n].map((cents) => aPledge(deps, kept.id, cents)));
  await aFirmPledge(deps, kept.id, 9_000n);
});

/** As the owner, past every trigger: what an intruder or a slip at the console would do. */
async function tamper(statement: string) {
  await database.owner.transaction(async (tx) => {
    await tx.execute(sql`select set_config('app.tx', 'test', true)`);
    await tx.execute(sql`set local session_replication_role = replica`);
    for (const guarded of ["match_traces", "pot_fundings"])
      await tx.execute(sql.raw(`alter table ${guarded} disable trigger append_only`));
    await tx.execute(sql.raw(statement));
    for (const guarded of ["match_traces", "pot_fundings"])
      await tx.execute(sql.raw(`alter table ${guarded} enable always trigger append_only`));
  });
}

const openOnes = () =>
  deps.db
    .select()
    .from(differences)
    .where(
      and(eq(differences.fundId, deps.fundId), eq(differences.kind, "match-replay"), eq(differences.state, "open")),
    );

const theMatch = async () => {
  const [match] = await deps.db.select().from(matches).where(eq(matches.pledgeId, pledgeId));
  if (match === undefined) throw new Error("the pledge has no match");
  return match;
};

test("M14: replaying the log of gifts with the rule versions gives exactly the stored matches", async () => {
  const replay = await replayMatching(deps);

  expect(replay.findings).toEqual([]);
  expect(replay.pledges).toBe(7);
  expect(replay.traces).toBe(14);
  expect(replay.matches).toBe(await deps.db.$count(matches, eq(matches.fundId, deps.fundId)));
  expect(await openOnes()).toEqual([]);
  expect(await findBrokenInvariants(deps.db, deps.fundId)).toEqual([]);
});

describe("M14: whoever changes what is stored is found out", () => {
  const ofPledge = () => `pledge_id = '${pledgeId}'`;
  const cases: readonly (readonly [string, () => string, readonly string[]])[] = [
    [
      "the amount of a trace",
      () =>
        `update match_traces set amount_cents = amount_cents - 1, pot_after_cents = pot_after_cents + 1 where ${ofPledge()} and amount_cents > 0`,
      ["replay-amount", "replay-match-differs"],
    ],
    [
      "the cap that bound",
      () => `update match_traces set bound_by = 'pot' where ${ofPledge()} and amount_cents > 0`,
      ["replay-bound"],
    ],
    [
      "what the pot held",
      () =>
        `update match_traces set pot_before_cents = pot_before_cents + 1, pot_after_cents = pot_after_cents + 1 where ${ofPledge()} and sequence = 1`,
      ["replay-pot"],
    ],
    [
      "a cap told to the donor",
      () =>
        `update match_traces set trace = jsonb_set(trace, '{formulaCents}', '1') where ${ofPledge()} and sequence = 1`,
      ["replay-caps"],
    ],
    [
      "what a match was granted",
      () =>
        `update matches set granted_cents = granted_cents + 100, amount_cents = amount_cents + 100 where ${ofPledge()}`,
      ["replay-match-differs", "replay-history"],
    ],
    [
      "what stands of a match",
      () => `update matches set amount_cents = amount_cents - 100 where ${ofPledge()}`,
      ["replay-history"],
    ],
    ["the state of a match", () => `update matches set state = 'released' where ${ofPledge()}`, ["replay-history"]],
    [
      "whose match it is",
      () =>
        `update matches set pledge_id = (select id from pledges where fund_id = '${deps.fundId}' and id <> '${pledgeId}' limit 1) where ${ofPledge()}`,
      ["replay-match-differs"],
    ],
    [
      "the gift's amount",
      () =>
        `update pledges set amount_cents = amount_cents + 300, captured_cents = captured_cents + 300 where id = '${pledgeId}'`,
      ["replay-amount"],
    ],
    ["a match that is gone", () => `delete from matches where ${ofPledge()}`, ["replay-match-missing"]],
    [
      "a trace that is gone",
      () => `delete from match_traces where ${ofPledge()} and amount_cents > 0`,
      ["replay-trace-missing", "replay-match-untraced"],
    ],
    [
      "every trace of a gift that is gone",
      () => `delete from match_traces where ${ofPledge()}`,
      ["replay-trace-missing", "replay-match-untraced"],
    ],
    [
      "a match out of nowhere",
      () =>
        `insert into matches (fund_id, id, pledge_id, campaign_id, donor_id, rule_id, rule_version, pot_id, granted_cents, amount_cents, state, created_at) select fund_id, gen_random_uuid(), pledge_id, campaign_id, donor_id, rule_id, rule_version, pot_id, 500, 500, 'committed', created_at from matches where ${ofPledge()}`,
      ["replay-match-untraced", "replay-history"],
    ],
    [
      "the rule's ratio",
      () => `update matching_rules set ratio_numerator = 2 where fund_id = '${deps.fundId}' and priority = 1`,
      ["replay-amount", "replay-caps"],
    ],
    [
      "the version a trace names",
      () => `update match_traces set rule_version = 2 where ${ofPledge()} and sequence = 1`,
      ["replay-rule-version", "replay-match-differs"],
    ],
    [
      "a second version, from before the gift",
      () =>
        `insert into matching_rules (fund_id, id, version, pot_id, priority, kind, ratio_numerator, ratio_denominator, filter, starts_at, ends_at, valid_from) select fund_id, id, 2, pot_id, priority, kind, 3, 1, filter, starts_at, ends_at, valid_from + interval '1 day' from matching_rules where fund_id = '${deps.fundId}' and priority = 1`,
      ["replay-rule-version"],
    ],
    [
      "a transfer that was never received",
      () =>
        `update pot_fundings set amount_cents = amount_cents - 1000 where fund_id = '${deps.fundId}' and amount_cents = 20000`,
      ["replay-pot"],
    ],
  ];

  test.each(cases)("%s", async (_, statement, causes) => {
    await tamper(statement());

    const replay = await replayMatching(deps);

    const found = new Set(replay.findings.map((one) => one.cause));
    expect([...found].filter((cause) => causes.includes(cause)).toSorted()).toEqual(causes.toSorted());
    expect((await openOnes()).length).toBeGreaterThan(0);
  });
});

test("M14: one wrong amount is one difference, and those after it are judged by themselves", async () => {
  const { id } = await theMatch();
  await tamper(
    `update matches set granted_cents = granted_cents + 100, amount_cents = amount_cents + 100 where id = '${id}'`,
  );

  const replay = await replayMatching(deps);

  expect(new Set(replay.findings.map((one) => one.subject))).toEqual(new Set([`match:${id}`]));
  const [open] = await openOnes();
  expect(open).toMatchObject({ subject: `match:${id}`, amountCents: 100n, proposedCause: "replay-match-differs" });
  expect(open?.detail).toMatchObject({ pledgeId, stored: { amountCents: 2_100 }, expected: { amountCents: 2_000 } });
});

test("R2: a difference found again is not opened twice, a healed one closes, and one that comes back is new", async () => {
  const { id } = await theMatch();
  const change = (by: string) =>
    tamper(
      `update matches set granted_cents = granted_cents ${by}, amount_cents = amount_cents ${by} where id = '${id}'`,
    );
  await change("+ 100");
  expect((await replayMatching(deps)).opened).toBe(1);
  expect((await replayMatching(deps)).opened).toBe(0);

  await change("- 100");
  const healed = await replayMatching(deps);

  expect(healed).toMatchObject({ differences: 0, closed: 1 });
  expect(await openOnes()).toEqual([]);
  await change("+ 100");
  expect((await replayMatching(deps)).opened).toBe(1);
  expect((await openOnes()).map((one) => one.subject)).toEqual([`match:${id}#2`]);
});

test("M14: every night once, and each run leaves what it saw", async () => {
  expect(await replayNightly({ ...deps })).toMatchObject({ differences: 0 });

  expect(await replayNightly({ ...deps })).toBeUndefined();
  await moveClock(database, sandbox, 86_400);
  expect(await replayNightly({ ...deps })).toMatchObject({ differences: 0 });

  const runs = await deps.db.select().from(matchReplays).where(eq(matchReplays.fundId, deps.fundId));
  expect(runs.map((run) => [run.pledges, run.traces, run.differences])).toEqual([
    [7, 14, 0],
    [7, 14, 0],
  ]);
});

test("M14: gifts answered at the same moment are replayed in the order in which they took the pot", {
  timeout: 60_000,
}, async () => {
  await aMatchingPot(deps, 3_100n, { priority: 3, validFrom: await fundNow(deps.db) });
  const campaign = await aCampaign(deps, "live", { mode: "keep_what_you_raise" });
  const opened = await Promise.all(Array.from({ length: 24 }, (_, i) => aPledge(deps, campaign.id, 200n + BigInt(i))));
  await Promise.all(
    opened
      .filter((_, i) => i % 3 === 0)
      .flatMap(({ pledgeId: id }, i) => [
        cancelPledge(deps, { kind: "guest" }, { pledgeId: id, token: accessToken(deps.cipher, id) }),
        aPledge(deps, campaign.id, 300n + BigInt(i)),
      ]),
  );

  const replay = await replayMatching(deps);

  expect(replay.findings).toEqual([]);
  expect(await deps.db.$count(matchTraces, eq(matchTraces.fundId, deps.fundId))).toBe(replay.traces);
  expect(await findBrokenInvariants(deps.db, deps.fundId)).toEqual([]);
});

test("R2: staff see what the replay expected beside what is stored, and when matches were last replayed", async () => {
  const { id } = await theMatch();
  await tamper(
    `update matches set granted_cents = granted_cents + 100, amount_cents = amount_cents + 100 where id = '${id}'`,
  );
  await replayMatching(deps);
  const auditor = await aUser(deps.db, { staffRoles: ["auditor"] });
  await inTransaction(deps.db, (tx) =>
    tx.insert(staffRoles).values({ userId: auditor.userId, role: "auditor", grantedAt: new Date() }),
  );
  const browser = await signIn(testApp(deps, { pageRoutes }), auditor.email);

  const list = await browser.get("/ecarts").expect(200);
  const [open] = await openOnes();
  const one = await browser.get(`/ecarts/${open?.id}`).expect(200);

  expect(list.text).toContain("Dernier rejeu des abondements");
  expect(list.text).toContain("L’abondement enregistré n’est pas celui de sa trace.");
  expect(one.text).toContain("Attendu par le rejeu");
  expect(one.text).toMatch(/2000[\s\S]*2100/);
  expect(one.text).toContain(`/dons/${pledgeId}`);
});
