import { sql } from "drizzle-orm";
import { beforeEach, expect, test } from "vitest";
import type { Deps } from "../../src/deps.ts";
import type { Actor } from "../../src/domain/actor.ts";
import { cents } from "../../src/domain/money.ts";
import { explainPledge } from "../../src/matching/explain-pledge.ts";
import { listOffers } from "../../src/matching/queries.ts";
import { quoteMatch } from "../../src/matching/quote-match.ts";
import { listCausedMatches } from "../../src/partners/match-queries.ts";
import { aCampaign, forceState } from "../support/campaigns.ts";
import { testDatabase } from "../support/database.ts";
import { aUser, testDeps } from "../support/deps.ts";
import { anAgreement } from "../support/partners.ts";
import { aPledge } from "../support/pledges.ts";
import { testSandbox } from "../support/stripe-sandbox.ts";

const database = testDatabase();
const sandbox = testSandbox();
const guest: Actor = { kind: "guest" };
let deps: Deps;

beforeEach(async () => {
  deps = await testDeps(database.db, sandbox.gateway);
});

const quote = (campaignId: string, amountCents: bigint, actor: Actor = guest) =>
  quoteMatch(deps, actor, { campaignId, amountCents: cents(amountCents) });

test("M5: the quote is what the pledge then reserves, for several partners, and writes nothing", async () => {
  const { id } = await aCampaign(deps);
  const [first, second] = [await anAgreement(deps, 100_000), await anAgreement(deps, 1_000)];
  await first.addRule({ ratioNumerator: 1, ratioDenominator: 3, priority: 1 });
  await second.addRule({ priority: 2 });
  const before = await everything();

  const quoted = await quote(id, 10_000n);
  const unchanged = await everything();
  const pledged = await aPledge(deps, id, 10_000n);

  expect(quoted.matches.map((match) => match.amountCents)).toEqual([3_333n, 1_000n]);
  expect(pledged.matchCents).toBe(quoted.matchCents);
  expect(unchanged).toEqual(before);
});

const everything = async () =>
  database.owner.execute(
    sql`select (select count(*) from match_traces) as traces, (select count(*) from matches) as matches, (select sum(reserved_cents) from matching_pots) as reserved, (select count(*) from audit_log) as audited`,
  );

test("M1, M6: a signed-in donor's quote knows their earlier gifts; a typed address tells nothing", async () => {
  const { id } = await aCampaign(deps);
  const donor = await aUser(database.db);
  const { addRule } = await anAgreement(deps, 100_000);
  await addRule({ capPerDonorCents: 3_000 });
  await aPledge(deps, id, 2_000n, { actor: donor });

  expect((await quote(id, 5_000n, donor)).matchCents).toBe(1_000n);
  expect((await quote(id, 5_000n)).matchCents).toBe(3_000n);
});

test("P3: a campaign that takes no pledges has no quote; one nobody has seen is unknown", async () => {
  const suspended = await aCampaign(deps);
  await forceState(database, suspended.id, "suspended");
  const draft = await aCampaign(deps, "draft");

  await expect(quote(suspended.id, 5_000n)).rejects.toMatchObject({ type: "campaign-closed" });
  await expect(quote(draft.id, 5_000n)).rejects.toMatchObject({ status: 404 });
});

test("M7, M9: a campaign's page offers the rules that concern it, what is left, and what is only promised", async () => {
  const { id } = await aCampaign(deps);
  const near = await anAgreement(deps, 40_000);
  await near.addRule({ filter: { departements: ["23"], rural: true }, capPerCampaignCents: 30_000 });
  await near.addRule({ filter: { departements: ["75"] } });
  await near.addRule({ filter: { categories: ["mobility"] } });
  await aPledge(deps, id, 10_000n);

  const offers = await listOffers(deps, id);

  expect(offers).toHaveLength(1);
  expect(offers[0]).toMatchObject({ partnerName: "Fondation du Lien", leftCents: 20_000n, awaitedCents: 60_000n });
});

test("M9: a pot that is only promised offers nothing to match with", async () => {
  const { id } = await aCampaign(deps);
  const { addRule } = await anAgreement(deps);
  await addRule();

  const [offer] = await listOffers(deps, id);
  const quoted = await quote(id, 5_000n);

  expect(offer).toMatchObject({ leftCents: 0n, awaitedCents: 100_000n });
  expect(quoted.matchCents).toBe(0n);
  expect(quoted.matches[0]?.details.map((detail) => detail.fr)).toContain(
    "L’enveloppe du partenaire est vide pour l’instant.",
  );
});

test("M12: donor, holder and staff read every rule's answer, a partner its own, anybody else nothing", async () => {
  const { id, owner } = await aCampaign(deps);
  const [first, second] = [await anAgreement(deps, 100_000), await anAgreement(deps)];
  await first.addRule({ priority: 1 });
  await second.addRule({ priority: 2 });
  const { pledgeId } = await aPledge(deps, id, 5_000n);
  const staff = await aUser(database.db, { staffRoles: ["auditor"] });
  const stranger = await aUser(database.db);
  const read = async (actor: Actor, isDonor = false) =>
    (await explainPledge(deps, actor, { id: pledgeId, campaignId: id, isDonor })).map((one) => one.amountCents);

  expect(await read(guest, true)).toEqual([5_000n, 0n]);
  expect(await read(owner)).toEqual([5_000n, 0n]);
  expect(await read(staff)).toEqual([5_000n, 0n]);
  expect(await read(second.member)).toEqual([0n]);
  await expect(read(stranger)).rejects.toMatchObject({ status: 404 });
  await expect(read(guest)).rejects.toMatchObject({ status: 404 });
});

test("X6: a partner follows its matches to each gift under a code name that two partners do not share", async () => {
  const { id } = await aCampaign(deps);
  const [first, second] = [await anAgreement(deps, 100_000), await anAgreement(deps, 100_000)];
  await first.addRule();
  await second.addRule();
  const { pledgeId } = await aPledge(deps, id, 5_000n, { email: "secret@example.org" });
  const caused = (partner: typeof first) =>
    listCausedMatches(deps, partner.member, { agreementId: partner.agreementId, limit: 20 });

  const [one, other] = [await caused(first), await caused(second)];

  expect(one.items).toMatchObject([{ giftCents: 5_000n, amountCents: 5_000n, state: "reserved" }]);
  expect(one.items[0]?.pseudonym).not.toBe(other.items[0]?.pseudonym);
  const shown = JSON.stringify(one, (_, value) => (typeof value === "bigint" ? Number(value) : value));
  expect(shown).not.toMatch(new RegExp(`secret|Solène|${pledgeId}`));
  await expect(
    listCausedMatches(deps, second.member, { agreementId: first.agreementId, limit: 20 }),
  ).rejects.toMatchObject({ status: 404 });
});
