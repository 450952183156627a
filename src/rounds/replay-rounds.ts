import { and, asc, eq, sql } from "drizzle-orm";
import type { Reader } from "../db/client.ts";
import { roundLines, roundResults } from "../db/schema/index.ts";
import type { ReplayFinding } from "../domain/matching/replay.ts";
import { asRound, type EligibleGift, shareAmong } from "../domain/matching/round.ts";
import { cents } from "../domain/money.ts";
import type { StoredTrace } from "../matching/stored-trace.ts";
import { findRound, type Round } from "./find-round.ts";
import { readRoomOf } from "./share-now.ts";

type Line = typeof roundLines.$inferSelect;

/** M14, M15: shares every published round again, from its lines and its rule version, and compares line by line. */
export async function findWrongRounds(reader: Reader, fundId: string): Promise<readonly ReplayFinding[]> {
  const results = await reader
    .select()
    .from(roundResults)
    .where(eq(roundResults.fundId, fundId))
    .orderBy(asc(roundResults.ruleId), asc(roundResults.version));
  const findings: ReplayFinding[] = [];
  for (const result of results) {
    const round = await findRound(reader, fundId, result.ruleId);
    if (round !== undefined) findings.push(...(await compareResult(reader, fundId, round, result)));
  }
  return findings;
}

async function compareResult(
  reader: Reader,
  fundId: string,
  round: Round,
  result: typeof roundResults.$inferSelect,
): Promise<readonly ReplayFinding[]> {
  const under = round.versions.get(result.ruleVersion);
  const rule = under === undefined ? undefined : asRound(under);
  if (rule === undefined) return [];
  const lines = await reader
    .select()
    .from(roundLines)
    .where(
      and(eq(roundLines.fundId, fundId), eq(roundLines.ruleId, result.ruleId), eq(roundLines.version, result.version)),
    )
    .orderBy(asc(roundLines.pledgeId));
  const facts = await readFacts(reader, fundId, result.ruleId);
  const eligible = lines.flatMap((line): readonly EligibleGift[] => {
    const known = facts.get(line.pledgeId);
    const { pledgeId: id, donorId, campaignId, baseCents } = line;
    return line.isEligible && known !== undefined
      ? [{ id, donorId, campaignId, baseCents: cents(baseCents), facts: known }]
      : [];
  });
  const shares = new Map(shareAmong(rule, eligible, readRoomOf(result.room)).map((share) => [share.id, share]));
  return lines.flatMap((line) => {
    if (!line.isEligible) return [];
    const share = shares.get(line.pledgeId);
    const expected = { amountCents: Number(share?.amountCents ?? 0n), bound: share?.boundBy ?? "none" };
    const stored = { amountCents: Number(line.amountCents), bound: line.reason };
    if (expected.amountCents === stored.amountCents && expected.bound === stored.bound) return [];
    return [differing(line, expected, stored)];
  });
}

type Told = { readonly amountCents: number; readonly bound: string };

const differing = (line: Line, expected: Told, stored: Told): ReplayFinding => ({
  subject: `round:${line.ruleId}:${line.version}:${line.pledgeId}`,
  cause: "replay-round",
  pledgeId: line.pledgeId,
  amountCents: BigInt(stored.amountCents - expected.amountCents),
  expected,
  stored,
});

async function readFacts(reader: Reader, fundId: string, ruleId: string) {
  const rows = await reader.execute<{ id: string; gift: StoredTrace["gift"] }>(sql`
    select pledge_id as id, trace -> 'gift' as gift from match_traces
    where fund_id = ${fundId} and rule_id = ${ruleId} and cause = 'pledge'`);
  return new Map(rows.map(({ id, gift }) => [id, { places: gift.places, recordedAt: new Date(gift.recordedAt) }]));
}
