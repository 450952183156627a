import { sql } from "drizzle-orm";
import { connectDatabase } from "../src/db/client.ts";
import { createLane } from "../src/db/lane.ts";
import { cents } from "../src/domain/money.ts";
import { matchReserver, type PledgeToMatch, type Reserve, reserveMatches } from "../src/matching/reserve-matches.ts";
import type { Asked, Measured } from "./hot-pot-ways.ts";

/**
 * One process of callers: each does its part of the work again and again, one after the other, and the time of each is
 * kept. Told what by its parent; says `ready`, waits for `go`, answers the times.
 */
async function callUntilDone(asked: Asked): Promise<Measured> {
  const { db, close } = connectDatabase(asked.databaseUrl, { poolSize: asked.poolSize, name: "bench" });
  const { fundId } = asked;
  const drafts = (await readDrafts()).values();
  const act = actOf();
  process.send?.("ready");
  await new Promise((resolve) => process.once("message", resolve));

  const times: number[] = [];
  await Promise.all(
    Array.from({ length: asked.callers }, async () => {
      for (const draft of drafts) {
        const begun = performance.now();
        await act(draft);
        times.push(performance.now() - begun);
      }
    }),
  );
  await close();
  return { times };

  function actOf(): (draft: PledgeToMatch) => Promise<unknown> {
    const laneOf = (work: Reserve) => {
      const lane = createLane({
        keyOf: (pledge: PledgeToMatch) => pledge.pledgeId,
        work,
        mostSeats: 1_000,
        mostAtOnce: 200,
      });
      return (draft: PledgeToMatch) => lane.join(draft);
    };
    switch (asked.way) {
      case "bare-update":
        return () =>
          db.execute(
            sql`update matching_pots set changes = changes + 1 where fund_id = ${fundId} and id = ${asked.potId}`,
          );
      case "one-by-one":
        return (draft) => reserveMatches({ db, fundId }, [draft]);
      case "lane-locks-first":
        return laneOf((pledges) => reserveMatches({ db, fundId }, pledges));
      case "lane":
        return laneOf(matchReserver({ db, fundId }));
    }
  }

  async function readDrafts(): Promise<PledgeToMatch[]> {
    const rows = await db.execute<{
      id: string;
      donor_id: string;
      campaign_id: string;
      email: string;
      amount_cents: string;
      at: string;
    }>(
      sql`select id, donor_id, campaign_id, email, amount_cents, created_at::text as at from pledges
        where fund_id = ${fundId} and state = 'draft' and display_name = ${asked.slice} order by id`,
    );
    return rows.map((row) => ({
      pledgeId: row.id,
      donorId: row.donor_id,
      campaignId: row.campaign_id,
      userId: undefined,
      email: row.email,
      amountCents: cents(BigInt(row.amount_cents)),
      recordedAt: new Date(row.at),
    }));
  }
}

const asked: Asked = JSON.parse(process.argv[2] ?? "{}");
process.send?.(await callUntilDone(asked));
process.disconnect();
