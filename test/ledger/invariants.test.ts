import { sql } from "drizzle-orm";
import { beforeAll, expect, test } from "vitest";
import { cancelCampaign } from "../../src/campaigns/cancel-campaign.ts";
import { rewards } from "../../src/db/schema/index.ts";
import type { Deps } from "../../src/deps.ts";
import { worker } from "../../src/domain/actor.ts";
import { findBrokenInvariants, invariantNames } from "../../src/ledger/invariants.ts";
import { unwindPledge } from "../../src/pledges/unwind-pledge.ts";
import { aCampaign } from "../support/campaigns.ts";
import { testDatabase } from "../support/database.ts";
import { aUser, testDeps } from "../support/deps.ts";
import { aGrant, anOrder } from "../support/grants.ts";
import { aMatchingPot } from "../support/matching.ts";
import { aFirmPledge } from "../support/pledges.ts";
import { anOrderedWithdrawal, aPot } from "../support/pots.ts";
import { testSandbox } from "../support/stripe-sandbox.ts";

const database = testDatabase();
const sandbox = testSandbox();
const KEEP = { mode: "keep_what_you_raise" } as const;
let deps: Deps;

/** Books with something in every table: a matched gift with its reward, one owed back, a grant with an order. */
beforeAll(async () => {
  deps = await testDeps(database.db, sandbox.gateway);
  await aMatchingPot(deps, 100_000n);
  const kept = await aCampaign(deps, "live", {
    ...KEEP,
    rewards: [{ title: "Badge", thresholdCents: 3_000, fairValueCents: 400, stock: 5 }],
  });
  const [reward] = await deps.db.select().from(rewards);
  await aFirmPledge(deps, kept.id, 5_000n, { tipCents: 100n, ...(reward && { rewardId: reward.id }) });
  const cancelled = await aCampaign(deps, "live", KEEP);
  const owed = await aFirmPledge(deps, cancelled.id, 4_000n);
  await cancelCampaign(deps, await aUser(deps.db, { staffRoles: ["administrator"] }), cancelled.id, "Fraude.");
  await unwindPledge(deps, worker("test"), owed);
  const grant = await aGrant(database, deps);
  await anOrder(deps, grant, 40_000n);
  await anOrderedWithdrawal(deps, await aPot(deps, 50_000n), 20_000n);
});

/** An application granted five euros that nothing was kept aside for, and no session decided. */
const AN_AWARD = `insert into own_grant_applications
    (fund_id, id, project_id, asked_cents, purpose, state, created_by, created_at, decided_at, awarded_cents, award_state)
  select fund_id, gen_random_uuid(), gen_random_uuid(), 1000, 'x', 'granted', id, now(), now(), 500, 'reserved'
  from grants limit 1`;

const BREAKS: Readonly<Record<string, readonly string[]>> = {
  "L1 every entry has at least two postings that sum to zero": [
    "update postings set amount_cents = amount_cents + 1 where account = 'stripe'",
  ],
  "L3 every balance is the sum of its postings": [
    "update accounts set debit_cents = debit_cents + 1 where code = 'stripe'",
  ],
  "L3 no bounded account is below zero": [
    "alter table accounts drop constraint accounts_bounded_never_below_zero",
    "update accounts set debit_cents = credit_cents + 1 where kind = 'pot:partner'",
  ],
  "M2 every pot's counters are the sums of its matches, fundings and withdrawals": [
    "update matching_pots set reserved_cents = reserved_cents + 1",
  ],
  "M2 every pot's account holds what was funded less what was committed, paid and ordered back": [
    "update accounts set credit_cents = credit_cents + 1 where kind = 'pot:partner'",
  ],
  "M2 every pot's history adds up to what it is now": [
    "alter table matching_pots disable trigger promise_noted",
    "update matching_pots set promised_cents = promised_cents + 1",
  ],
  "S1 every collection from a pot's Stripe account is a funding of its own": [
    `insert into pot_collections (fund_id, id, pot_id, sequence, amount_cents, state, charge_id, created_at, ended_at)
     select fund_id, gen_random_uuid(), id, 1, 100, 'captured', 'py_of_nobody', now(), now() from matching_pots limit 1`,
  ],
  "M9 calls for funds are numbered without gaps in each year": [
    "alter table fund_calls disable trigger fund_call",
    `insert into fund_calls (fund_id, id, pot_id, year, number, amount_cents, due_on, issued_by, issued_at)
     select fund_id, gen_random_uuid(), id, 2027, 2, 100, '2027-05-01', 'test', now() from matching_pots limit 1`,
  ],
  "M4 matches are in the state their pledge allows": [
    "update matches set state = 'reserved' where state = 'committed'",
  ],
  "M10 no match stands behind a gift that went back whole, and what went of a match has its cause": [
    "update matches set state = 'released' where state = 'committed'",
  ],
  "M15 what stands of a round's matches is at most what its latest result shares": [
    `insert into match_traces (fund_id, id, pledge_id, match_id, rule_id, rule_version, sequence, cause, evaluated_at, trace,
       amount_cents, bound_by, pot_before_cents, pot_after_cents)
     select fund_id, gen_random_uuid(), pledge_id, match_id, rule_id, rule_version, sequence, 'round', evaluated_at, trace,
       amount_cents, bound_by, pot_before_cents, pot_after_cents from match_traces where match_id is not null`,
  ],
  "D3 what a grant holds back is what its unsigned amendments add": ["update grants set awaiting_cents = 1"],
  "F4 the disputed account holds what open disputes took": [
    `insert into disputes (fund_id, id, stripe_dispute_id, charge_id, pledge_id, state, reason, stripe_status, amount_cents, opened_at, withdrawn_at)
     select fund_id, gen_random_uuid(), 'du_of_nobody', charge_id, id, 'open', 'fraudulent', 'needs_response', 100, now(), now()
     from pledges where state = 'captured' limit 1`,
  ],
  "M12 every match is the sum its trace tells": [
    "update match_traces set amount_cents = amount_cents - 1, pot_after_cents = pot_after_cents + 1",
  ],
  "L2 every captured pledge stands in the journal once, whole": [
    "update journal_entries set key = key || ':elsewhere' where kind = 'charge_captured'",
  ],
  "L2 every charge in the journal is of a pledge or of late money": [
    "update journal_entries set source = 'stripe:ch_of_nobody' where kind = 'charge_captured'",
  ],
  "D1 a campaign's accounts hold its captured gifts and committed matches until it succeeds": [
    "update accounts set credit_cents = credit_cents + 1 where kind = 'gifts:campaign'",
  ],
  "F1 what is owed to donors is the sum of refunds not yet paid": ["update refunds set state = 'succeeded'"],
  "F1 what a pledge gave back is the sum of its refunds and lost disputes, by part, within what was captured": [
    "update pledges set returned_cents = returned_cents - 1, returned_gift_cents = returned_gift_cents - 1 where returned_cents > 0",
  ],
  "D7 every grant's account holds what was not sent yet, its counters what is under way and paid": [
    "update grants set engaged_cents = engaged_cents - 1",
  ],
  "D3 every order was approved by two people who did not ask for it": [
    "update disbursement_approvals set voided_at = now()",
  ],
  "D3 every withdrawal was approved by two people who did not ask for it": [
    "update pot_withdrawal_approvals set voided_at = now()",
  ],
  "D6 every order two people declared not executed is returned, unpaid, by one entry that reverses its sending": [
    "alter table non_executions disable trigger user",
    `insert into non_executions (fund_id, id, disbursement_id, reason, state, declared_by, declared_at, decided_by, decided_at)
     select fund_id, id, id, 'x', 'confirmed', gen_random_uuid(), now(), gen_random_uuid(), now() from disbursements`,
  ],
  "D1 what is kept aside of each award is the award, until it joins a grant or goes back": [AN_AWARD],
  "D1 every award rests on a decision of that amount, and every session stays within its envelope": [AN_AWARD],
  "D1 a grant the committee made by itself is the whole award of the application it names": [
    AN_AWARD,
    "alter table grants disable trigger origin_frozen",
    "update grants set campaign_id = null, application_id = (select id from own_grant_applications limit 1)",
  ],
  "D1 nobody tied by their own word voted, and every decision counts the votes that were cast": [
    "alter table committee_conflicts disable trigger user",
    `insert into committee_conflicts (fund_id, session_id, application_id, user_id, reason, created_at)
     select fund_id, id, id, id, 'ma sœur', now() from grants limit 1`,
    "alter table committee_votes disable trigger user",
    `insert into committee_votes (fund_id, session_id, application_id, user_id, vote, created_at)
     select fund_id, id, id, id, 'against', now() from grants limit 1`,
  ],
  "P9 every reward's count is the pledges that hold it": ["update rewards set taken = taken - 1"],
};

/** What the check says of books broken by the owner past every trigger; afterwards they are whole again. */
async function findingsAfter(statements: readonly string[]): Promise<readonly string[]> {
  let found: readonly string[] = [];
  const undo = new Error("undo");
  await expect(
    deps.db.transaction(async (tx) => {
      await tx.execute(sql`set local role none`);
      await tx.execute(sql`set local session_replication_role = replica`);
      await tx.execute(sql`select set_config('app.tx', 'test', true)`);
      // Not even the owner gets past these without taking them away: they fire always.
      for (const table of ["postings", "journal_entries", "match_traces"])
        await tx.execute(sql.raw(`alter table ${table} disable trigger append_only`));
      for (const statement of statements) await tx.execute(sql.raw(statement));
      found = (await findBrokenInvariants(tx, deps.fundId)).map((finding) => finding.invariant);
      throw undo;
    }),
  ).rejects.toBe(undo);
  return found;
}

test("L1–L3, M2, M4, M12, D1, D3, D7, F1, P9: whole books break no invariant", async () => {
  expect(await findBrokenInvariants(deps.db, deps.fundId)).toEqual([]);
});

test.each(invariantNames)("the check can fail: %s", async (name) => {
  const statements = BREAKS[name] ?? expect.fail("no test breaks this invariant");

  expect(await findingsAfter(statements)).toContain(name);
});
