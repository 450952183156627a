import { and, eq, sql } from "drizzle-orm";
import { beforeEach, expect, test } from "vitest";
import { isValidCreditorReference } from "../../src/banking/creditor-reference.ts";
import { matchTraces } from "../../src/db/schema/matching.ts";
import { auditLog } from "../../src/db/schema/platform.ts";
import { inTransaction } from "../../src/db/transaction.ts";
import type { Deps } from "../../src/deps.ts";
import { accounts } from "../../src/domain/ledger.ts";
import { balanceOf } from "../../src/ledger/balances.ts";
import { findBrokenInvariants } from "../../src/ledger/invariants.ts";
import { changeRuleBook } from "../../src/matching/rule-book.ts";
import { changeRule } from "../../src/partners/change-rule.ts";
import { createPot } from "../../src/partners/create-pot.ts";
import { ruleBody } from "../../src/partners/forms.ts";
import { readPot } from "../../src/partners/queries.ts";
import { recordPotFunding } from "../../src/partners/record-pot-funding.ts";
import { readRule } from "../../src/partners/rule-queries.ts";
import { aCampaign } from "../support/campaigns.ts";
import { testDatabase } from "../support/database.ts";
import { testDeps } from "../support/deps.ts";
import { anAgreement, dayFromNow, rawRule } from "../support/partners.ts";
import { aPledge } from "../support/pledges.ts";
import { testSandbox } from "../support/stripe-sandbox.ts";

const database = testDatabase();
const sandbox = testSandbox();
let deps: Deps;

beforeEach(async () => {
  deps = await testDeps(database.db, sandbox.gateway);
});

const changed = async (version: number, more: Readonly<Record<string, unknown>>) => ({
  ...ruleBody.parse(await rawRule(deps, more)),
  version,
});

const traceOf = async (pledgeId: string) => {
  const [trace] = await deps.db.select().from(matchTraces).where(eq(matchTraces.pledgeId, pledgeId));
  return trace;
};

test("only an administrator sets up partners; a member of the partner reads and changes nothing", async () => {
  const { agreementId, potId, member, paymaster, addRule } = await anAgreement(deps);
  const ruleId = await addRule();
  const pot = { agreementId, name: "Autre", promisedCents: 100n };

  await expect(createPot(deps, member, pot)).rejects.toMatchObject({ status: 403 });
  await expect(createPot(deps, paymaster, pot)).rejects.toMatchObject({ status: 403 });
  await expect(changeRule(deps, member, { ruleId, ...(await changed(1, {})) })).rejects.toMatchObject({ status: 403 });
  expect((await readPot(deps, member, potId)).name).toBe("Enveloppe rurale");
});

test("a pot has a reference of its own that its partner's bank can check (ISO 11649)", async () => {
  const { agreementId, administrator, fundingReference } = await anAgreement(deps);

  const second = await createPot(deps, administrator, { agreementId, name: "Seconde", promisedCents: 100n });

  expect(isValidCreditorReference(fundingReference)).toBe(true);
  expect(second.fundingReference).not.toBe(fundingReference);
});

test.each([
  ["caps that never come into play", { capPerGiftCents: 500, capPerDonorCents: 400 }, "capPerGiftCents"],
  ["a start before the agreement", { startsOn: "2020-01-01" }, "startsOn"],
  ["an end after the agreement", { endsOn: "2060-01-01" }, "endsOn"],
  ["a value given twice", { filter: { departements: ["23", "23"] } }, "filter"],
])("M8: a rule with %s is refused with the reason", async (_, terms, field) => {
  const { addRule } = await anAgreement(deps);

  await expect(addRule(terms)).rejects.toMatchObject({ status: 422, fields: [{ field }] });
});

test.each([{ departements: ["99"] }, { departements: [] }, { rural: false }, { colour: ["red"] }])(
  "M7: a filter outside the lists is refused: %j",
  async (filter) => {
    const { addRule } = await anAgreement(deps);

    await expect(addRule({ filter })).rejects.toThrow();
  },
);

test("M8: a change holds for later pledges; what exists keeps its version, and a lower cap takes nothing back", async () => {
  const { id } = await aCampaign(deps);
  const { potId, administrator, addRule, member } = await anAgreement(deps, 100_000);
  const ruleId = await addRule({ capPerDonorCents: 5_000 });
  const before = await aPledge(deps, id, 4_000n, { email: "louise@example.org" });

  const version = await changeRule(deps, administrator, { ruleId, ...(await changed(1, { capPerDonorCents: 1_000 })) });
  const held = await readPot(deps, administrator, potId);
  const after = await aPledge(deps, id, 4_000n, { email: "other@example.org" });

  expect(version).toBe(2);
  expect(held.reservedCents).toBe(4_000n);
  expect(await traceOf(before.pledgeId)).toMatchObject({ ruleVersion: 1, amountCents: 4_000n });
  expect(await traceOf(after.pledgeId)).toMatchObject({
    ruleVersion: 2,
    amountCents: 1_000n,
    boundBy: "cap_per_donor",
  });
  expect((await readRule(deps, member, ruleId)).versions.map((one) => one.version)).toEqual([2, 1]);
});

test("M8, M14: a pledge that comes while a version is written sees it, so that a replay finds the same", async () => {
  const { id } = await aCampaign(deps);
  const { administrator, addRule } = await anAgreement(deps, 100_000);
  const ruleId = await addRule({ capPerGiftCents: 5_000 });
  const change = { ruleId, ...(await changed(1, { capPerGiftCents: 100 })) };
  const [gate, taken] = [aSignal(), aSignal()];
  // Somebody else holds the rule book: both wait, in the order they came.
  const holding = inTransaction(deps.db, async (tx) => {
    await changeRuleBook(tx, deps.fundId);
    taken.give();
    await gate.given;
  });
  await taken.given;
  const changing = changeRule(deps, administrator, change);
  await untilWaiting(1);
  const pledging = aPledge(deps, id, 4_000n);
  await untilWaiting(2);

  gate.give();
  await Promise.all([holding, changing]);
  const { pledgeId } = await pledging;

  const { latest } = await readRule(deps, administrator, ruleId);
  const trace = await traceOf(pledgeId);
  expect(trace).toMatchObject({ ruleVersion: 2, amountCents: 100n });
  expect(trace?.evaluatedAt.getTime()).toBeGreaterThanOrEqual(latest.validFrom.getTime());
});

function aSignal() {
  let give = () => {};
  const given = new Promise<void>((resolve) => {
    give = resolve;
  });
  return { given, give: () => give() };
}

async function untilWaiting(count: number): Promise<void> {
  await expect
    .poll(async () => {
      const [row] = await database.owner.execute<{ waiting: number }>(
        sql`select count(*)::int as waiting from pg_locks l join pg_database d on d.oid = l.database where d.datname = current_database() and l.locktype = 'advisory' and not l.granted`,
      );
      return row?.waiting;
    })
    .toBe(count);
}

test("M8: of two people who change the version they read, the second is asked to look again", async () => {
  const { administrator, addRule } = await anAgreement(deps);
  const ruleId = await addRule();
  const change = { ruleId, ...(await changed(1, { priority: 7 })) };

  const outcomes = await Promise.allSettled([
    changeRule(deps, administrator, change),
    changeRule(deps, administrator, change),
  ]);

  expect(outcomes.map((outcome) => outcome.status).toSorted()).toEqual(["fulfilled", "rejected"]);
  expect(outcomes.find((outcome) => outcome.status === "rejected")).toMatchObject({
    reason: { type: "state-changed" },
  });
});

test("R3: a transfer is recorded once by its bank reference, by the paymaster alone; the books hold", async () => {
  const { potId, administrator, paymaster, fundingReference } = await anAgreement(deps);
  const transfer = {
    potId,
    amountCents: 60_000n,
    bankReference: fundingReference,
    receivedOn: await dayFromNow(deps, 0),
  };

  const outcomes = await Promise.all([1, 2, 3].map(() => recordPotFunding(deps, paymaster, transfer)));
  await expect(recordPotFunding(deps, administrator, transfer)).rejects.toMatchObject({ status: 403 });
  await expect(recordPotFunding(deps, paymaster, { ...transfer, amountCents: 1_000n })).rejects.toMatchObject({
    type: "entry-key-reused",
  });
  const tomorrow = { ...transfer, bankReference: "VIR-2", receivedOn: await dayFromNow(deps, 2) };
  await expect(recordPotFunding(deps, paymaster, tomorrow)).rejects.toMatchObject({
    fields: [{ field: "receivedOn" }],
  });

  expect(outcomes.filter(({ recorded }) => recorded)).toHaveLength(1);
  expect(await readPot(deps, paymaster, potId)).toMatchObject({ fundedCents: 60_000n, remainingCents: 60_000n });
  expect(await balanceOf(deps.db, deps.fundId, accounts.pot(potId))).toBe(60_000n);
  expect(await findBrokenInvariants(deps.db, deps.fundId)).toEqual([]);
});

test("X2: every step of the set-up leaves who did it", async () => {
  const { agreementId, potId, administrator, addRule } = await anAgreement(deps);
  const ruleId = await addRule();

  const rows = await deps.db
    .select({ action: auditLog.action, subjectId: auditLog.subjectId })
    .from(auditLog)
    .where(and(eq(auditLog.actor, `user:${administrator.userId}`)));

  expect(rows).toEqual(
    expect.arrayContaining([
      { action: "agreement.create", subjectId: agreementId },
      { action: "pot.create", subjectId: potId },
      { action: "rule.create", subjectId: ruleId },
    ]),
  );
});
