import { sql } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { beforeAll, describe, expect, test } from "vitest";
import { progressOf, progressOfOne } from "../../src/campaigns/progress.ts";
import type { Deps } from "../../src/deps.ts";
import { aCampaign } from "../support/campaigns.ts";
import { testDatabase } from "../support/database.ts";
import { testDeps } from "../support/deps.ts";

const base = testDatabase();
let deps: Deps;

beforeAll(async () => {
  deps = await testDeps(base.db);
});

type Stored = {
  readonly state: string;
  readonly amount: number;
  readonly tip?: number;
  /** Of the gift and its tip, and of them of the gift. */
  readonly returned?: readonly [number, number];
  readonly disputed?: number;
  readonly donor?: string;
  readonly match?: { readonly amount: number; readonly state: string };
  readonly held?: boolean;
  readonly inDebit?: boolean;
  readonly expired?: boolean;
};

/** Writes pledges as other use cases leave them: only the sums are looked at here. */
async function pledgesOf(campaignId: string, pledges: readonly Stored[]): Promise<void> {
  await base.owner.transaction(async (tx) => {
    await tx.execute(sql`select set_config('app.tx', 'test', true)`);
    await tx.execute(sql`set local session_replication_role = replica`);
    for (const {
      state,
      amount,
      tip = 0,
      returned = [0, 0],
      disputed = 0,
      donor = uuidv7(),
      match,
      held,
      inDebit,
      expired,
    } of pledges) {
      const id = uuidv7();
      const captured = state === "captured";
      const ended = ["failed", "cancelled", "expired"].includes(state);
      await tx.execute(sql`insert into pledges (fund_id, id, campaign_id, donor_id, email, display_name, amount_cents,
          tip_cents, state, mode, created_at, checkout_expires_at, captured_at, captured_cents, returned_cents,
          returned_gift_cents, disputed_cents, disputed_gift_cents, ended_at, held_reason, pending_since)
        values (${deps.fundId}, ${id}, ${campaignId}, ${donor}, 'd@example.org', 'D', ${amount}, ${tip}, ${state},
          'all_or_nothing', now(), now() + ${expired ? -1 : 1} * interval '1 minute',
          ${captured ? sql`now()` : null}, ${captured ? amount + tip : 0}, ${returned[0]},
          ${returned[1]}, ${disputed}, ${disputed}, ${ended ? sql`now()` : null}, ${held ? "amount_mismatch" : null},
          ${inDebit ? sql`now()` : null})`);
      if (match !== undefined)
        await tx.execute(sql`insert into matches (fund_id, id, pledge_id, campaign_id, donor_id, rule_id, rule_version,
            pot_id, granted_cents, amount_cents, state, created_at)
          values (${deps.fundId}, ${uuidv7()}, ${id}, ${campaignId}, ${donor}, ${uuidv7()}, 1, ${uuidv7()},
            ${match.amount}, ${match.amount}, ${match.state}, now())`);
    }
  });
}

const progressWith = async (...pledges: readonly Stored[]) => {
  const { id } = await aCampaign(deps, "live");
  await pledgesOf(id, pledges);
  return await progressOfOne(deps.db, deps.fundId, id);
};

describe("a campaign's progress", () => {
  test("is zero before the first pledge, for each campaign asked for", async () => {
    const [first, second] = [await aCampaign(deps, "live"), await aCampaign(deps, "live")];

    const progress = await progressOf(deps.db, deps.fundId, [first.id, second.id]);

    expect([...progress.keys()]).toEqual([first.id, second.id]);
    expect(progress.get(second.id)).toEqual(sums({}));
  });

  test("counts firm pledges without tips, and nothing that has ended", async () => {
    const progress = await progressWith(
      { state: "authorised", amount: 1_000, tip: 500 },
      { state: "charging", amount: 2_000 },
      { state: "action_required", amount: 4_000 },
      { state: "captured", amount: 8_000, tip: 100 },
      { state: "failed", amount: 16_000 },
      { state: "cancelled", amount: 32_000 },
      { state: "expired", amount: 64_000 },
    );

    expect(progress).toEqual(sums({ giftsFirmCents: 15_000n, donors: 4 }));
  });

  test("tells open checkouts and held pledges apart as pending; an abandoned checkout counts nowhere", async () => {
    const progress = await progressWith(
      { state: "draft", amount: 1_000, match: { amount: 300, state: "reserved" } },
      { state: "draft", amount: 2_000, expired: true, match: { amount: 700, state: "reserved" } },
      { state: "charging", amount: 4_000, held: true },
    );

    expect(progress).toEqual(sums({ giftsPendingCents: 5_000n, matchesPendingCents: 300n }));
  });

  test("counts matches of firm pledges, reserved, committed or paid, and none that was let go", async () => {
    const progress = await progressWith(
      { state: "authorised", amount: 1_000, match: { amount: 100, state: "reserved" } },
      { state: "captured", amount: 1_000, match: { amount: 200, state: "committed" } },
      { state: "captured", amount: 1_000, match: { amount: 400, state: "paid" } },
      { state: "captured", amount: 1_000, match: { amount: 800, state: "reversed" } },
      { state: "captured", amount: 1_000, match: { amount: 1_600, state: "clawback_due" } },
      { state: "cancelled", amount: 1_000, match: { amount: 3_200, state: "released" } },
    );

    expect(progress).toEqual(sums({ giftsFirmCents: 5_000n, matchesCents: 700n, donors: 5 }));
  });

  test("takes off what went back of the gift, tip apart, and a wholly returned gift to nothing (M10)", async () => {
    const progress = await progressWith(
      { state: "captured", amount: 9_000, tip: 1_000, returned: [5_000, 4_500] },
      { state: "captured", amount: 1_000, tip: 3, returned: [1_003, 1_000] },
    );

    expect(progress).toEqual(sums({ giftsFirmCents: 4_500n, donors: 1 }));
  });

  test("counts what a bank disputes as pending, its match too (F4)", async () => {
    const progress = await progressWith(
      { state: "captured", amount: 9_000, disputed: 4_000, match: { amount: 9_000, state: "committed" } },
      { state: "captured", amount: 1_000, match: { amount: 1_000, state: "committed" } },
    );

    expect(progress).toEqual(
      sums({
        giftsFirmCents: 6_000n,
        giftsPendingCents: 4_000n,
        matchesCents: 1_000n,
        matchesPendingCents: 9_000n,
        donors: 2,
      }),
    );
  });

  test("tells debits under way apart, pending with their matches until the bank has paid (P5)", async () => {
    const progress = await progressWith(
      { state: "charging", amount: 4_000, inDebit: true, match: { amount: 500, state: "reserved" } },
      { state: "charging", amount: 2_000, inDebit: true, held: true },
      { state: "draft", amount: 1_000 },
      { state: "captured", amount: 8_000 },
    );

    expect(progress).toEqual(
      sums({
        giftsFirmCents: 8_000n,
        giftsPendingCents: 7_000n,
        giftsInDebitCents: 6_000n,
        matchesPendingCents: 500n,
        donors: 1,
      }),
    );
  });

  test("counts a person once, however often they give", async () => {
    const donor = uuidv7();

    const progress = await progressWith(
      { state: "authorised", amount: 1_000, donor },
      { state: "captured", amount: 1_000, donor },
    );

    expect(progress.donors).toBe(1);
  });
});

const sums = (some: Readonly<Record<string, bigint | number>>) => ({
  giftsFirmCents: 0n,
  giftsPendingCents: 0n,
  giftsInDebitCents: 0n,
  matchesCents: 0n,
  matchesPendingCents: 0n,
  donors: 0,
  ...some,
});
