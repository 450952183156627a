import { sql } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { beforeAll, describe, expect, test } from "vitest";
import { postgresError } from "../../src/db/postgres-errors.ts";
import type { Deps } from "../../src/deps.ts";
import { CAMPAIGN_MODES, CAMPAIGN_STATES, CAMPAIGN_STEPS, SHORTFALL_POLICIES } from "../../src/domain/campaign.ts";
import { aCampaign, aProject } from "../support/campaigns.ts";
import { testDatabase } from "../support/database.ts";
import { testDeps } from "../support/deps.ts";

const base = testDatabase();
let deps: Deps;
let known: Awaited<ReturnType<typeof aCampaign>>;
let rewardId: string;

beforeAll(async () => {
  deps = await testDeps(base.db);
  known = await aCampaign(deps, "draft", {
    rewards: [{ title: "Badge", thresholdCents: 3_000, fairValueCents: 400, stock: 2 }],
    needs: [{ label: "Écrans", quantity: 3 }],
  });
  const [row] = await base.owner.execute<{ id: string }>(sql`select id from rewards`);
  rewardId = row?.id ?? "";
});

/** The constraint that refuses a statement, in an announced transaction of the database's owner. */
async function refusalOf(statement: string): Promise<string | undefined> {
  try {
    await base.owner.transaction(async (tx) => {
      await tx.execute(sql`select set_config('app.tx', 'test', true)`);
      await tx.execute(sql.raw(statement));
    });
    return undefined;
  } catch (error) {
    return postgresError(error)?.constraint;
  }
}

/** Copies the known row of a table with some columns changed. */
const copied = (table: string, changes: Readonly<Record<string, string>>) => {
  const set = Object.entries(changes).map(([column, value]) => `${column} = ${value}`);
  return `do $$ declare r ${table}; begin select * into r from ${table} limit 1; ${set
    .map((one) => `r.${one.replace(" = ", " := ")};`)
    .join(" ")} insert into ${table} values (r.*); end $$`;
};

const quoted = (value: string) => `'${value}'`;
const unknownId = quoted(uuidv7());

describe("every constraint refuses what it is named for, in raw SQL", () => {
  test.each([
    ["projects_total_positive", "update projects set total_cents = 0"],
    ["projects_budget_adds_up", "update projects set total_cents = total_cents + 1"],
    ["projects_budget_adds_up", "update budget_lines set amount_cents = amount_cents + 1"],
    ["projects_budget_adds_up", "delete from budget_lines where position = 0"],
    ["projects_funding_adds_up", "update funding_lines set amount_cents = amount_cents + 1"],
    ["projects_funding_adds_up", "delete from funding_lines where source = 'campaign'"],
    ["budget_lines_amount_positive", "update budget_lines set amount_cents = 0"],
    ["funding_lines_amount_positive", "update funding_lines set amount_cents = -1"],
    ["funding_lines_source_known", "update funding_lines set source = 'lottery' where source = 'campaign'"],
    ["campaigns_goal_positive", "update campaigns set goal_cents = 99"],
    ["campaigns_dates_in_order", "update campaigns set deadline_at = starts_at"],
    ["campaigns_mode_known", "update campaigns set mode = 'flexible'"],
    ["campaigns_state_transition", "update campaigns set state = 'live'"],
    ["campaigns_shortfall_policy_declared", "update campaigns set shortfall_policy = 'accept_minimum'"],
    ["campaigns_shortfall_policy_declared", "update campaigns set minimum_cents = 100"],
    [
      "campaigns_shortfall_policy_declared",
      "update campaigns set shortfall_policy = 'accept_minimum', minimum_cents = goal_cents + 1",
    ],
    [
      "campaigns_shortfall_policy_declared",
      "update campaigns set shortfall_policy = 'reserve_top_up', top_up_max_bps = 10001",
    ],
    ["campaigns_shortfall_policy_declared", "update campaigns set shortfall_policy = 'wish'"],
    ["rewards_amounts_not_negative", "update rewards set threshold_cents = 99"],
    ["rewards_amounts_not_negative", "update rewards set fair_value_cents = -1"],
    ["rewards_never_oversold", "update rewards set taken = 3"],
    ["rewards_never_oversold", "update rewards set taken = -1"],
    ["needs_in_kind_quantity_positive", "update needs_in_kind set quantity = 0"],
  ])("%s: %s", async (constraint, statement) => {
    expect(await refusalOf(statement)).toBe(constraint);
  });

  test.each([
    ["campaigns_slug_unique", "campaigns", { id: quoted(uuidv7()) }],
    ["campaigns_fund_id_id_pk", "campaigns", { slug: "'autre'" }],
    ["campaigns_state_known", "campaigns", { id: quoted(uuidv7()), slug: "'a'", state: "'paused'" }],
    ["campaigns_project", "campaigns", { id: quoted(uuidv7()), slug: "'b'", project_id: unknownId }],
    ["budget_lines_fund_id_project_id_position_pk", "budget_lines", {}],
    ["funding_lines_fund_id_project_id_source_pk", "funding_lines", {}],
    ["project_places_fund_id_project_id_place_id_pk", "project_places", {}],
    ["project_places_place_id_places_id_fk", "project_places", { place_id: "'nowhere'" }],
    ["projects_organisation_id_organisations_id_fk", "projects", { id: quoted(uuidv7()), organisation_id: unknownId }],
    ["rewards_campaign", "rewards", { id: quoted(uuidv7()), campaign_id: unknownId }],
    ["needs_in_kind_campaign", "needs_in_kind", { campaign_id: unknownId }],
    ["needs_in_kind_fund_id_campaign_id_position_pk", "needs_in_kind", {}],
  ])("%s on a row of %s", async (constraint, table, changes) => {
    expect(await refusalOf(copied(table, changes))).toBe(constraint);
  });

  test.each([
    ["campaign_reviews_outcome_known", "'liked'", "known"],
    ["campaign_reviews_campaign", "'approved'", "unknown"],
  ])("%s", async (constraint, outcome, campaign) => {
    const campaignId = campaign === "known" ? quoted(known.id) : unknownId;
    const statement = `insert into campaign_reviews (fund_id, id, campaign_id, outcome, message, reviewer_id, created_at)
      values ('${deps.fundId}', '${uuidv7()}', ${campaignId}, ${outcome}, '', ${unknownId}, now())`;

    expect(await refusalOf(statement)).toBe(constraint);
  });

  test("P9: the last piece of a reward can be taken, and only then it is gone", async () => {
    expect(await refusalOf(`update rewards set taken = 2 where id = '${rewardId}'`)).toBeUndefined();
  });
});

test("no table of projects and campaigns is written outside an announced transaction", async () => {
  const tables = [
    "projects",
    "project_places",
    "budget_lines",
    "funding_lines",
    "campaigns",
    "rewards",
    "needs_in_kind",
    "campaign_reviews",
  ];

  const refusals = await Promise.all(
    tables.map(async (table) => {
      const outcome = await base.owner.execute(sql.raw(`delete from ${table}`)).then(
        () => undefined,
        (error: unknown) => postgresError(error)?.constraint,
      );
      return outcome;
    }),
  );

  expect(refusals).toEqual(tables.map(() => "announced_transaction"));
});

test("P3: the domain's steps are the database's rows, no more and no fewer", async () => {
  const rows = await base.owner.execute<{ step: string }>(
    sql`select from_state || ' > ' || to_state as step from state_transitions where machine = 'campaign'`,
  );

  const steps = Object.values(CAMPAIGN_STEPS).flatMap((step) =>
    Object.entries(step).map(([from, to]) => `${from} > ${to}`),
  );

  expect(steps.toSorted()).toEqual(rows.map((row) => row.step).toSorted());
});

test("states, modes and policies of the domain are those the CHECKs name", async () => {
  const [checks] = await base.owner.execute<{ text: string }>(
    sql`select string_agg(pg_get_constraintdef(oid), ' ') as text from pg_constraint where conrelid = 'campaigns'::regclass and contype = 'c'`,
  );

  const named = new Set([...(checks?.text ?? "").matchAll(/'([a-z_]+)'/g)].map((match) => match[1]));

  expect([...named].toSorted()).toEqual([...CAMPAIGN_STATES, ...CAMPAIGN_MODES, ...SHORTFALL_POLICIES].toSorted());
});

test("a project of one fund is not a project of another", async () => {
  const other = await testDeps(base.db);
  const projectId = await aProject(deps, known);

  expect(
    await refusalOf(`update project_places set fund_id = '${other.fundId}' where project_id = '${projectId}'`),
  ).toBe("project_places_project");
});
