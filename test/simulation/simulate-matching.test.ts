import { sql } from "drizzle-orm";
import { beforeEach, expect, test } from "vitest";
import type { Deps } from "../../src/deps.ts";
import { worker } from "../../src/domain/actor.ts";
import { simulateMatching } from "../../src/simulation/simulate-matching.ts";
import { aCampaign } from "../support/campaigns.ts";
import { testDatabase } from "../support/database.ts";
import { aUser, testDeps } from "../support/deps.ts";
import { anAgreement, dayFromNow } from "../support/partners.ts";
import { aFirmPledge, aPledge } from "../support/pledges.ts";
import { testSandbox } from "../support/stripe-sandbox.ts";
import { aCrowd, aDraft, asked, everyRow } from "./support.ts";

const database = testDatabase();
const sandbox = testSandbox();
let deps: Deps;

beforeEach(async () => {
  deps = await testDeps(database.db, sandbox.gateway);
});

const KEEP = { mode: "keep_what_you_raise" };

test("M13: a signed rule played on its own past gives what it gave live", async () => {
  const { id } = await aCampaign(deps, "live", KEEP);
  const partner = await anAgreement(deps, 60_000);
  const ruleId = await partner.addRule({ capPerGiftCents: 3_000 });
  for (const amount of [2_000n, 5_000n, 10_001n]) await aFirmPledge(deps, id, amount);

  const { rules } = await simulateMatching(deps, partner.member, asked([{ kind: "signed", ruleId }]));

  const [live] = await database.owner.execute<{ sum: string }>(
    sql`select sum(amount_cents) as sum from matches where fund_id = ${deps.fundId} and rule_id = ${ruleId}`,
  );
  expect(rules[0]?.outcome).toMatchObject({ gifts: 3, matchedGifts: 3, matchCents: BigInt(live?.sum ?? 0) });
  expect(rules[0]?.outcome).toMatchObject({ potCents: 60_000n, giftCents: 17_001n, matchCents: 8_000n });
});

test("M13: simulating reads in a read-only transaction: no row of any table, the journal's among them, changes", async () => {
  const { id } = await aCampaign(deps, "live", KEEP);
  const partner = await anAgreement(deps, 60_000);
  const ruleId = await partner.addRule();
  await aFirmPledge(deps, id, 2_000n);
  const before = await everyRow(database);
  const draft = await aDraft(deps);
  const file = { source: "csv", text: `date;montant\n${await dayFromNow(deps, 1)};12,50\n` };

  for (const gifts of [{ source: "past" }, aCrowd(), file])
    await simulateMatching(deps, partner.member, asked([{ kind: "signed", ruleId }, draft], gifts), { csv: "fr" });

  expect(await everyRow(database)).toEqual(before);
});

test("M13: past gifts are captured and firm ones, what went back taken off; open checkouts and others are left out", async () => {
  const kept = await aCampaign(deps, "live", KEEP);
  const saved = await aCampaign(deps);
  const { member } = await anAgreement(deps);
  await aFirmPledge(deps, kept.id, 2_000n);
  await aFirmPledge(deps, saved.id, 3_000n);
  await aPledge(deps, saved.id, 50_000n);
  const draft = await aDraft(deps);

  const all = await simulateMatching(deps, member, asked([draft]));
  const one = await simulateMatching(deps, member, asked([draft], { source: "past", campaignIds: [saved.id] }));
  const later = asked([draft], { source: "past", from: await dayFromNow(deps, 2) });

  expect(all.rules[0]?.outcome).toMatchObject({ gifts: 2, giftCents: 5_000n });
  expect(one.rules[0]?.outcome).toMatchObject({ gifts: 1, giftCents: 3_000n });
  await expect(simulateMatching(deps, member, later)).rejects.toMatchObject({ status: 422 });
});

test("M7: past gifts keep the facts their traces hold, though their places were changed since", async () => {
  const { id } = await aCampaign(deps, "live", KEEP);
  const partner = await anAgreement(deps, 60_000);
  await partner.addRule();
  await aFirmPledge(deps, id, 2_000n);
  await database.owner.execute(sql`update places set rural = false, departement = '75'`);

  const rural = await aDraft(deps, { filter: { rural: true, departements: ["23"] } });
  const { rules } = await simulateMatching(deps, partner.member, asked([rural]));

  expect(rules[0]?.outcome.territories).toMatchObject([{ key: "23", matchCents: 2_000n }]);
});

test("a rule of next year answers nothing to this year's gifts, unless they are moved to its first day", async () => {
  const { id } = await aCampaign(deps, "live", KEEP);
  const { member } = await anAgreement(deps);
  await aFirmPledge(deps, id, 2_000n);
  const startsOn = await dayFromNow(deps, 200);
  const draft = await aDraft(deps, { startsOn, endsOn: await dayFromNow(deps, 230) });

  const asGiven = await simulateMatching(deps, member, asked([draft]));
  const moved = await simulateMatching(deps, member, asked([draft], { source: "past", shifted: true }));

  expect(asGiven.rules[0]?.outcome).toMatchObject({ matchCents: 0n, limits: [{ bound: "before_start", gifts: 1 }] });
  expect(moved.rules[0]?.outcome).toMatchObject({ days: [{ day: startsOn, changeCents: 2_000n }] });
});

test("M6: gifts of the partner's own members are not matched by its rules, and are by those of others", async () => {
  const { id } = await aCampaign(deps, "live", KEEP);
  const [own, other] = [await anAgreement(deps, 60_000), await anAgreement(deps, 60_000)];
  await aFirmPledge(deps, id, 2_000n, { actor: own.member });
  const draft = await aDraft(deps);

  const byOwn = await simulateMatching(deps, own.member, asked([draft]));
  const byOther = await simulateMatching(deps, other.member, asked([draft]));

  expect(byOwn.rules[0]?.outcome).toMatchObject({ matchCents: 0n, limits: [{ bound: "donor_is_partner" }] });
  expect(byOther.rules[0]?.outcome.matchCents).toBe(2_000n);
});

test("two rules play side by side, each alone, a draft against any version of a signed one", async () => {
  const partner = await anAgreement(deps, 60_000);
  const ruleId = await partner.addRule({ ratioNumerator: 1, ratioDenominator: 2 });
  const draft = await aDraft(deps, {}, 10_000_000);

  const { rules } = await simulateMatching(
    deps,
    partner.member,
    asked([{ kind: "signed", ruleId, version: 1, potCents: 10_000_000 }, draft], aCrowd()),
  );

  const [signed, drafted] = rules.map(({ outcome }) => outcome);
  expect(signed?.giftCents).toBe(drafted?.giftCents);
  expect(drafted?.matchCents).toBe(drafted?.giftCents);
  expect(signed?.matchCents).toBe((drafted?.giftCents ?? 0n) / 2n);
  expect(rules.map(({ signed: version }) => version?.version)).toEqual([1, undefined]);
});

test("the same seed gives the same result and the same file, whoever asks", async () => {
  const [first, second] = [await anAgreement(deps), await aUser(database.db, { staffRoles: ["administrator"] })];
  const question = asked([await aDraft(deps)], aCrowd({ kind: "late_rush" }));

  const answers = [
    await simulateMatching(deps, first.member, question, { csv: "fr" }),
    await simulateMatching(deps, second, question, { csv: "fr" }),
  ];

  expect(answers[0]?.csv).toBe(answers[1]?.csv);
  expect(answers[0]?.rules[0]?.outcome).toEqual(answers[1]?.rules[0]?.outcome);
  expect(answers[0]?.csv?.split("\r\n")).toHaveLength(202);
});

test.each(["pro_rata", "quadratic"] as const)("M15: a %s round is simulated too, to the cent", async (kind) => {
  const { member } = await anAgreement(deps);
  const round = await aDraft(deps, { kind, ratioNumerator: null, ratioDenominator: null, budgetCents: 77_777 });

  const { rules } = await simulateMatching(deps, member, asked([round], aCrowd()));

  expect(rules[0]?.outcome.matchCents).toBe(77_777n);
});

test("X1: nobody but staff and partners simulates; a partner plays no rule of another", async () => {
  const [own, other] = [await anAgreement(deps), await anAgreement(deps)];
  const ruleId = await other.addRule();
  const holder = await aCampaign(deps);
  const question = asked([{ kind: "signed", ruleId, potCents: 100 }], aCrowd());

  for (const actor of [own.member, holder.owner, await aUser(database.db), { kind: "guest" } as const])
    await expect(simulateMatching(deps, actor, question)).rejects.toMatchObject({ status: 404 });
  await expect(simulateMatching(deps, worker("test"), question)).resolves.toBeDefined();
});

test("a draft that contradicts itself is refused with the reason", async () => {
  const { member } = await anAgreement(deps);
  const wrong = await aDraft(deps, { capPerGiftCents: 2_000, capPerDonorCents: 1_000 });

  await expect(simulateMatching(deps, member, asked([wrong], aCrowd()))).rejects.toMatchObject({
    status: 422,
    fields: [{ field: "rules.0.terms.capPerGiftCents" }],
  });
});

test("M13: 100 000 gifts are played while the service goes on answering others", { timeout: 120_000 }, async () => {
  const { member } = await anAgreement(deps);
  const question = asked([await aDraft(deps), await aDraft(deps)], aCrowd({ gifts: 100_000, campaigns: 20 }));
  let turns = 0;
  const ticker = setInterval(() => {
    turns += 1;
  }, 10);

  const { rules } = await simulateMatching(deps, member, question, { csv: "en" });

  clearInterval(ticker);
  expect(rules.map(({ outcome }) => outcome.gifts)).toEqual([100_000, 100_000]);
  expect(turns).toBeGreaterThan(20);
});
