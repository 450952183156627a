import { eq, sql } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { beforeAll, expect, test } from "vitest";
import { campaigns, communes, matchingRules, needsInKind, places } from "../../src/db/schema/index.ts";
import { inTransaction } from "../../src/db/transaction.ts";
import type { Deps } from "../../src/deps.ts";
import { coversPlace } from "../../src/domain/matching/eligibility.ts";
import type { MatchingFilter } from "../../src/domain/matching/rule.ts";
import { campaignFacts } from "../../src/matching/gift-facts.ts";
import { isMatchedNow } from "../../src/matching/match-now.ts";
import { aCampaign } from "../support/campaigns.ts";
import { testDatabase } from "../support/database.ts";
import { testDeps } from "../support/deps.ts";
import { aMatchingPot, type TestRule } from "../support/matching.ts";

const base = testDatabase();
let deps: Deps;
let rich: string;
let bare: string;
let potId: string;

const undo = new Error("undo");
const NOWHERE: TestRule = { filter: { departements: ["99"] } };

beforeAll(async () => {
  deps = await testDeps(base.db);
  rich = await aCampaignIn({
    communeCode: "63113",
    departement: "63",
    latitude: 45.78,
    longitude: 3.08,
    rural: true,
    qpv: true,
    frr: true,
    types: ["BIB", "EPN"],
    services: ["Aide aux démarches administratives"],
    publics: ["Seniors"],
    labels: ["Étapes numériques (La Poste)"],
    nationalProgrammes: ["France Services"],
  });
  await inTransaction(deps.db, async (tx) => {
    await tx.update(campaigns).set({ category: "workshops" }).where(eq(campaigns.id, rich));
    await tx
      .insert(needsInKind)
      .values({ fundId: deps.fundId, campaignId: rich, position: 0, label: "Chaises", quantity: 2 });
    await tx.update(communes).set({ epci: "246300701" }).where(eq(communes.code, "63113"));
  });
  bare = await aCampaignIn({ communeCode: null, departement: null, rural: null, types: [] });
  ({ potId } = await aMatchingPot(deps, 100_000n, NOWHERE));
});

async function aCampaignIn(place: Partial<typeof places.$inferInsert>): Promise<string> {
  const { id, projectId } = await aCampaign(deps, "live");
  const ofProject = sql`${places.id} in (select place_id from project_places where project_id = ${projectId})`;
  await deps.db.update(places).set(place).where(ofProject);
  return id;
}

/** Which campaigns a gift would be matched in, with one more rule that is taken away again. */
async function matchedWith(rule: TestRule): Promise<readonly boolean[]> {
  let found: readonly boolean[] = [];
  await inTransaction(deps.db, async (tx) => {
    const days = (n: number) => new Date(Date.now() + n * 86_400_000);
    await tx.insert(matchingRules).values({
      fundId: deps.fundId,
      id: uuidv7(),
      version: 1,
      potId,
      priority: 2,
      ratioNumerator: 1,
      ratioDenominator: 2,
      filter: {},
      startsAt: days(-10),
      endsAt: days(10),
      validFrom: days(-10),
      ...rule,
    });
    const rows = await tx.select({ id: campaigns.id, matched: isMatchedNow() }).from(campaigns);
    found = [rich, bare].map((id) => rows.find((row) => row.id === id)?.matched ?? false);
    throw undo;
  }).catch((error: unknown) => {
    if (error !== undo) throw error;
  });
  return found;
}

const near = (kilometres: number) => ({ communeCode: "63300", latitude: 45.86, longitude: 3.55, kilometres });

const FILTERS: readonly MatchingFilter[] = [
  {},
  { departements: ["48", "63"] },
  { departements: ["23"] },
  { epcis: ["246300701"] },
  { epcis: ["200067593"] },
  { near: near(38) },
  { near: near(36) },
  { rural: true },
  { qpv: true, frr: true },
  { placeTypes: ["FABLAB", "EPN"] },
  { placeTypes: ["FABLAB"] },
  { services: ["Aide aux démarches administratives"], publics: ["Jeunes"] },
  { publics: ["Seniors"] },
  { labels: ["France Services"] },
  { categories: ["workshops"] },
  { categories: ["equipment"] },
  { needsInKind: true },
];

test("M7: what the list asks in SQL is what the rule asks of a gift, predicate by predicate", async () => {
  const facts = await Promise.all([rich, bare].map((id) => campaignFacts(deps.db, deps.fundId, id)));
  for (const filter of FILTERS) {
    const expected = facts.map(
      ({ places, category, hasNeedsInKind }) =>
        places.some((place) => coversPlace(filter, place)) &&
        (filter.categories === undefined || filter.categories.includes(category ?? "")) &&
        (filter.needsInKind !== true || hasNeedsInKind),
    );
    expect(await matchedWith({ filter }), JSON.stringify(filter)).toEqual(expected);
  }
});

test.each<[string, TestRule]>([
  ["it begins tomorrow", { startsAt: new Date(Date.now() + 86_400_000) }],
  ["it is shared at its end", { kind: "pro_rata", ratioNumerator: null, ratioDenominator: null, budgetCents: 1_000n }],
  ["it waits for more donors", { minimumDonors: 3 }],
])("a rule says nothing yet where %s", async (_, rule) => {
  expect(await matchedWith(rule)).toEqual([false, false]);
});

test("M9: nothing is matched from a pot that is only promised", async () => {
  const promised = await aMatchingPot(deps, 0n, NOWHERE);

  expect(await matchedWith({ potId: promised.potId })).toEqual([false, false]);
  expect(await matchedWith({})).toEqual([true, true]);
});
