import { eq } from "drizzle-orm";
import { beforeEach, expect, test } from "vitest";
import { currentTerms } from "../../src/agreements/current-terms.ts";
import { endAgreement, expireAgreements } from "../../src/agreements/end-agreement.ts";
import { proposeVersion } from "../../src/agreements/propose-version.ts";
import { readLife } from "../../src/agreements/queries.ts";
import { resumeAgreement } from "../../src/agreements/resume-agreement.ts";
import { suspendAgreement } from "../../src/agreements/suspend-agreement.ts";
import { fundNow } from "../../src/db/clock.ts";
import { matches } from "../../src/db/schema/matching.ts";
import { auditLog } from "../../src/db/schema/platform.ts";
import type { Deps } from "../../src/deps.ts";
import { worker } from "../../src/domain/actor.ts";
import { findBrokenInvariants } from "../../src/ledger/invariants.ts";
import { readAgreement } from "../../src/partners/queries.ts";
import { recordPotFunding } from "../../src/partners/record-pot-funding.ts";
import { readRule } from "../../src/partners/rule-queries.ts";
import {
  amend,
  aSignedAgreement,
  DAYS,
  MONEY_KEY,
  moneyLine,
  RULE_KEY,
  signAll,
  someTerms,
} from "../support/agreements.ts";
import { aCampaign } from "../support/campaigns.ts";
import { DAY, moveClock } from "../support/clock.ts";
import { testDatabase } from "../support/database.ts";
import { aUser, testDeps } from "../support/deps.ts";
import { joinOrganisation, race } from "../support/grants.ts";
import { anAgreement, dayFromNow, rawRule } from "../support/partners.ts";
import { aPledge } from "../support/pledges.ts";
import { testSandbox } from "../support/stripe-sandbox.ts";

const database = testDatabase();
const sandbox = testSandbox();
let deps: Deps;

beforeEach(async () => {
  deps = await testDeps(database.db, sandbox.gateway);
});

/** In force, with 4 000 € received in its pot. */
async function aFundedAgreement(more: Readonly<Record<string, unknown>> = {}) {
  const agreement = await aSignedAgreement(deps, more);
  const [pot] = (await readAgreement(deps, agreement.owner, agreement.agreementId)).pots;
  const potId = pot?.id ?? expect.fail("no pot");
  const ruleId = pot?.rules[0]?.id ?? expect.fail("no rule");
  await recordPotFunding(deps, await aUser(deps.db, { staffRoles: ["paymaster"] }), {
    potId,
    amountCents: 400_000n,
    bankReference: `VIR-${potId}`,
    receivedOn: await dayFromNow(deps, 0),
  });
  return { ...agreement, potId, ruleId };
}

const potOf = async (agreement: Awaited<ReturnType<typeof aFundedAgreement>>) =>
  (await readAgreement(deps, agreement.owner, agreement.agreementId)).pots[0] ?? expect.fail("no pot");

const matchesOf = (pledgeId: string) => deps.db.select().from(matches).where(eq(matches.pledgeId, pledgeId));

test("M8: an amendment changes a rule for later pledges by its next version; what exists keeps its version", async () => {
  const { id } = await aCampaign(deps);
  const agreement = await aFundedAgreement();
  const before = await aPledge(deps, id, 4_000n);

  const capped = { key: RULE_KEY, rule: await rawRule(deps, { capPerGiftCents: 1_000 }) };
  await amend(deps, agreement, { lines: [await moneyLine(deps, { rules: [capped] }), DAYS] });
  const after = await aPledge(deps, id, 4_000n);

  expect(await matchesOf(before.pledgeId)).toMatchObject([{ ruleVersion: 1, amountCents: 4_000n }]);
  expect(await matchesOf(after.pledgeId)).toMatchObject([{ ruleVersion: 2, amountCents: 1_000n }]);
  expect(await potOf(agreement)).toMatchObject({ id: agreement.potId, reservedCents: 5_000n, promisedCents: 500_000n });
});

test("M8: an amendment that says the same of a rule writes no version of it", async () => {
  const agreement = await aFundedAgreement();

  await amend(deps, agreement, { title: "Autre titre" });

  expect((await readRule(deps, agreement.owner, agreement.ruleId)).versions).toHaveLength(1);
  expect((await readLife(deps, agreement.owner, agreement.agreementId)).agreement).toMatchObject({
    title: "Autre titre",
    signedVersion: 2,
  });
});

test("a promise lowered below what was funded takes nothing back; a line that goes ends its rules", async () => {
  const { id } = await aCampaign(deps);
  const agreement = await aFundedAgreement();
  await aPledge(deps, id, 4_000n);
  const lowered = await moneyLine(deps, {
    amountCents: 100_000,
    schedule: [{ dueOn: await dayFromNow(deps, 30), amountCents: 100_000 }],
  });

  await amend(deps, agreement, { lines: [lowered, DAYS] });
  const afterLowering = await potOf(agreement);
  await amend(deps, agreement, { lines: [DAYS] });
  const later = await aPledge(deps, id, 4_000n);

  expect(afterLowering).toMatchObject({ promisedCents: 100_000n, fundedCents: 400_000n, reservedCents: 4_000n });
  expect(await potOf(agreement)).toMatchObject({ promisedCents: 0n, fundedCents: 400_000n, reservedCents: 4_000n });
  expect(await matchesOf(later.pledgeId)).toEqual([]);
  expect(await findBrokenInvariants(deps.db, deps.fundId)).toEqual([]);
});

test("an amendment adds a pot with its rule, and leaves the others alone", async () => {
  const agreement = await aFundedAgreement();
  const line = await moneyLine(deps);
  const added = { ...line, key: "seconde", potName: "Seconde enveloppe", rules: [{ ...line.rules[0], key: "autre" }] };

  await amend(deps, agreement, { lines: [line, added] });

  const { pots } = await readAgreement(deps, agreement.owner, agreement.agreementId);
  expect(pots.map((pot) => [pot.name, pot.rules.length])).toEqual([
    ["Enveloppe rurale", 1],
    ["Seconde enveloppe", 1],
  ]);
  expect(pots[0]?.id).toBe(agreement.potId);
});

test("an agreement recorded from paper is amended by both sides too: pots and rules go by their ids", async () => {
  const paper = await anAgreement(deps, 50_000);
  const ruleId = await paper.addRule();
  const owner = await aUser(deps.db, { memberships: [{ organisationId: paper.partnerId, role: "owner" }] });
  await joinOrganisation(deps, paper.partnerId, owner.userId, "owner");
  const rule = { key: ruleId, rule: await rawRule(deps, { capPerGiftCents: 700 }) };
  const line = await moneyLine(deps, { key: paper.potId, rules: [rule] });
  const terms = await someTerms(deps, { lines: [line] });
  const { agreementId } = paper;
  await proposeVersion(deps, paper.member, { agreementId, answers: 0, message: "", terms });

  await signAll(deps, { ...paper, owner, second: paper.administrator }, agreementId);

  const { pots, signedVersion } = await readAgreement(deps, owner, agreementId);
  expect(signedVersion).toBe(1);
  expect(pots).toMatchObject([
    { id: paper.potId, promisedCents: 500_000n, fundedCents: 50_000n, rules: [{ id: ruleId, version: 2 }] },
  ]);
});

test("an amendment of a paper agreement starts from how it is set up: signed unchanged, it writes no version of a rule", async () => {
  const paper = await anAgreement(deps, 50_000);
  const ruleId = await paper.addRule({ capPerGiftCents: 700, filter: { departements: ["23"], rural: true } });
  const owner = await aUser(deps.db, { memberships: [{ organisationId: paper.partnerId, role: "owner" }] });
  await joinOrganisation(deps, paper.partnerId, owner.userId, "owner");
  const { agreementId } = paper;
  const terms = currentTerms(await readLife(deps, owner, agreementId), await fundNow(deps.db));
  if (terms === undefined) return expect.fail("no terms to start from");
  await proposeVersion(deps, owner, { agreementId, answers: 0, message: "", terms });

  await signAll(deps, { ...paper, owner, second: paper.administrator }, agreementId);

  expect((await readRule(deps, owner, ruleId)).versions).toHaveLength(1);
  expect((await readAgreement(deps, owner, agreementId)).pots).toMatchObject([
    { id: paper.potId, promisedCents: 100_000n },
  ]);
});

test("M5, M7: while suspended its rules match no pledge; what is reserved stays; resumed they match again", async () => {
  const { id } = await aCampaign(deps);
  const agreement = await aFundedAgreement();
  const { agreementId, administrator } = agreement;
  const before = await aPledge(deps, id, 4_000n);
  await suspendAgreement(deps, administrator, { agreementId, reason: "Virement contesté." });
  const during = await aPledge(deps, id, 4_000n);
  const held = await potOf(agreement);
  await resumeAgreement(deps, administrator, { agreementId, reason: "Réglé." });
  const after = await aPledge(deps, id, 4_000n);

  expect(await matchesOf(before.pledgeId)).toMatchObject([{ state: "reserved", ruleVersion: 1 }]);
  expect(await matchesOf(during.pledgeId)).toEqual([]);
  expect(await matchesOf(after.pledgeId)).toMatchObject([{ state: "reserved", ruleVersion: 3 }]);
  expect(held.reservedCents).toBe(4_000n);
  expect((await readRule(deps, administrator, agreement.ruleId)).versions.map((one) => one.version)).toEqual([3, 2, 1]);
  expect(await findBrokenInvariants(deps.db, deps.fundId)).toEqual([]);
});

test("M7: a suspension also stops a rule that has not begun yet, and resuming lets it begin on its day", async () => {
  const { id } = await aCampaign(deps);
  const rule = await rawRule(deps, { startsOn: await dayFromNow(deps, 5), endsOn: await dayFromNow(deps, 20) });
  const agreement = await aFundedAgreement({ lines: [await moneyLine(deps, { rules: [{ key: RULE_KEY, rule }] })] });
  const { agreementId, administrator } = agreement;
  await suspendAgreement(deps, administrator, { agreementId, reason: "En attente." });
  await moveClock(database, sandbox, 6 * DAY);
  const during = await aPledge(deps, id, 4_000n);
  await resumeAgreement(deps, administrator, { agreementId, reason: "Réglé." });
  const after = await aPledge(deps, id, 4_000n);

  expect(await matchesOf(during.pledgeId)).toEqual([]);
  expect(await matchesOf(after.pledgeId)).toMatchObject([{ amountCents: 4_000n }]);
});

test("a partner's owner asks for a suspension; the administrator suspends, or declines saying why", async () => {
  const { agreementId, owner, member, administrator } = await aSignedAgreement(deps);

  await expect(suspendAgreement(deps, member, { agreementId, reason: "x" })).rejects.toMatchObject({ status: 403 });
  const asked = await suspendAgreement(deps, owner, { agreementId, reason: "Trésorerie." });
  await expect(suspendAgreement(deps, owner, { agreementId, reason: "Encore." })).rejects.toMatchObject({
    type: "suspension-known",
  });
  const declined = await resumeAgreement(deps, administrator, { agreementId, reason: "Parlons-en d’abord." });
  await suspendAgreement(deps, owner, { agreementId, reason: "Trésorerie, vraiment." });
  const suspended = await suspendAgreement(deps, administrator, { agreementId, reason: "D’accord." });

  const life = await readLife(deps, owner, agreementId);
  expect([asked.kind, declined.kind, suspended.kind]).toEqual(["asked", "declined", "suspended"]);
  expect(life.agreement.state).toBe("suspended");
  expect(life.suspension).toMatchObject({ state: "running", reason: "Trésorerie, vraiment." });
});

test("suspending twice at once suspends once", async () => {
  const { agreementId, administrator, second, ...rest } = await aFundedAgreement();

  const { done, refused } = await race([
    suspendAgreement(deps, administrator, { agreementId, reason: "A" }),
    suspendAgreement(deps, second, { agreementId, reason: "B" }),
  ]);

  expect([done.length, refused]).toEqual([1, ["not-in-force"]]);
  expect((await readRule(deps, administrator, rest.ruleId)).versions).toHaveLength(2);
});

test("either side ends an agreement with a reason: rules end, nothing is taken back, and it stays ended", async () => {
  const { id } = await aCampaign(deps);
  const agreement = await aFundedAgreement();
  const { agreementId, owner, administrator } = agreement;
  const before = await aPledge(deps, id, 4_000n);
  await endAgreement(deps, owner, { agreementId, reason: "Nous changeons de priorité." });
  const after = await aPledge(deps, id, 4_000n);
  const terms = await someTerms(deps);

  expect(await matchesOf(before.pledgeId)).toMatchObject([{ state: "reserved" }]);
  expect(await matchesOf(after.pledgeId)).toEqual([]);
  expect(await potOf(agreement)).toMatchObject({ fundedCents: 400_000n, reservedCents: 4_000n });
  await expect(endAgreement(deps, administrator, { agreementId, reason: "x" })).rejects.toMatchObject({
    type: "not-in-force",
  });
  await expect(
    proposeVersion(deps, administrator, { agreementId, answers: 1, message: "", terms }),
  ).rejects.toMatchObject({ type: "agreement-over" });
  expect(await findBrokenInvariants(deps.db, deps.fundId)).toEqual([]);
});

test("an agreement whose last day has passed is over at once, and the job says so, once", async () => {
  const endsOn = await dayFromNow(deps, 10);
  const rule = await rawRule(deps, { endsOn });
  const schedule = [{ dueOn: endsOn, amountCents: 500_000 }];
  const line = await moneyLine(deps, { schedule, rules: [{ key: RULE_KEY, rule }] });
  const { agreementId, administrator } = await aSignedAgreement(deps, { endsOn, lines: [line] });
  await moveClock(database, sandbox, 12 * DAY);

  await expect(suspendAgreement(deps, administrator, { agreementId, reason: "x" })).rejects.toMatchObject({
    type: "not-in-force",
  });
  await expireAgreements(deps, worker("sweep-agreements"));
  await expireAgreements(deps, worker("sweep-agreements"));

  const rows = await deps.db.select().from(auditLog).where(eq(auditLog.subjectId, agreementId));
  expect((await readAgreement(deps, administrator, agreementId)).state).toBe("ended");
  expect(rows.filter((row) => row.action === "agreement.expire")).toHaveLength(1);
});

test("a line keeps its kind over versions", async () => {
  const { agreementId, administrator } = await aSignedAgreement(deps);
  const terms = await someTerms(deps, { lines: [{ ...DAYS, key: MONEY_KEY }] });

  const refused = proposeVersion(deps, administrator, { agreementId, answers: 1, message: "", terms });

  await expect(refused).rejects.toMatchObject({ fields: [{ field: "lines.0.kind" }] });
});
