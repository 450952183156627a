import { sql } from "drizzle-orm";
import { beforeEach, describe, expect, test } from "vitest";
import { openDueCampaigns } from "../../src/campaigns/open-due-campaigns.ts";
import type { Deps } from "../../src/deps.ts";
import { worker } from "../../src/domain/actor.ts";
import { aCampaign, setDays } from "../support/campaigns.ts";
import { testDatabase } from "../support/database.ts";
import { testDeps } from "../support/deps.ts";

const base = testDatabase();
const sweeper = worker("sweep-campaigns");
let deps: Deps;

beforeEach(async () => {
  deps = await testDeps(base.db);
});

/** Moves a campaign's dates, in milliseconds from the fund's instant. */
const around = (id: string, startsIn: number, deadlineIn: number): Promise<void> =>
  setDays(base.owner, id, inMilliseconds(startsIn), inMilliseconds(deadlineIn));

const inMilliseconds = (count: number) => sql`fund_now() + ${count} * interval '1 ms'`;

const stateOf = async (id: string) => {
  const [row] = await deps.db.execute<{ state: string; opened: boolean }>(
    sql`select state, opened_at is not null as opened from campaigns where id = ${id}`,
  );
  return row;
};
const jobsFor = async (id: string) => {
  const rows = await deps.db.execute(
    sql`select id from outbox where job = 'settle-campaign' and payload->>'campaignId' = ${id}`,
  );
  return rows.length;
};

describe("the sweep of campaigns", () => {
  test("opens a scheduled campaign whose first day has begun, once, and leaves the others (P3)", async () => {
    const [due, early] = [await aCampaign(deps, "scheduled"), await aCampaign(deps, "scheduled")];
    await around(early.id, 60_000, 120_000);

    const first = await openDueCampaigns(deps, sweeper);
    const second = await openDueCampaigns(deps, sweeper);

    expect([first.opened, second.opened]).toEqual([1, 0]);
    expect(await stateOf(due.id)).toEqual({ state: "live", opened: true });
    expect(await stateOf(early.id)).toEqual({ state: "scheduled", opened: false });
  });

  test("run by three workers at once opens each campaign once, with one audit row", async () => {
    const made = await Promise.all([1, 2, 3, 4, 5].map(() => aCampaign(deps, "scheduled")));

    const sweeps = await Promise.all([1, 2, 3].map(() => openDueCampaigns(deps, sweeper)));
    const rest = await openDueCampaigns(deps, sweeper);

    expect(sweeps.reduce((sum, sweep) => sum + sweep.opened, rest.opened)).toBe(5);
    const [row] = await deps.db.execute<{ rows: number }>(
      sql`select count(*)::int as rows from audit_log where action = 'campaign.open' and subject_id in (${sql.join(
        made.map((one) => sql`${one.id}`),
        sql`, `,
      )})`,
    );
    expect(row?.rows).toBe(5);
  });

  test("sends a live campaign to settlement once its deadline has passed, and not before (P4)", async () => {
    const [over, running] = [await aCampaign(deps, "live"), await aCampaign(deps, "live")];
    await around(over.id, -2_000, -1);

    const { due } = await openDueCampaigns(deps, sweeper);

    expect(due).toBe(1);
    expect([await jobsFor(over.id), await jobsFor(running.id)]).toEqual([1, 0]);
  });

  test("after days without a worker opens and settles a campaign whose whole time has passed (P3)", async () => {
    const missed = await aCampaign(deps, "scheduled");
    await around(missed.id, -10_000, -5_000);

    const sweep = await openDueCampaigns(deps, sweeper);

    expect(sweep).toEqual({ opened: 1, due: 1 });
    expect(await stateOf(missed.id)).toEqual({ state: "live", opened: true });
  });

  test("does not wait for a campaign somebody else holds", async () => {
    const held = await aCampaign(deps, "scheduled");

    const sweep = await base.owner.transaction(async (tx) => {
      await tx.execute(sql`select 1 from campaigns where id = ${held.id} for update`);
      return await openDueCampaigns(deps, sweeper);
    });

    expect(sweep.opened).toBe(0);
    expect((await openDueCampaigns(deps, sweeper)).opened).toBe(1);
  });
});
