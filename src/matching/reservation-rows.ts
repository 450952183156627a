import { v7 as uuidv7 } from "uuid";
import type { BookedGift } from "../domain/matching/booked-gift.ts";
import { givesLump } from "../domain/matching/rule.ts";
import type { Answer } from "../domain/matching/usage-book.ts";
import type { ReadBook } from "./read-book.ts";
import { keptOfTrace } from "./stored-trace.ts";

/** A draft of a live campaign. */
export type OpenGift = BookedGift & { readonly id: string; readonly donorId: string };
export type AnsweredGift = { readonly gift: OpenGift; readonly answer: Answer };

/** What the function `reserve_matches` is given: what was seen and must still hold, and what is to be written. */
export function reservationRows({ seen }: ReadBook, answered: readonly AnsweredGift[]) {
  const campaignIds = new Set(answered.map(({ gift }) => gift.campaignId));
  const potIds = new Set(answered.flatMap(({ answer }) => answer.traces.map((trace) => trace.potId)));
  const rows = answered.map(rowsOf);
  return {
    seen: {
      campaigns: seen.campaigns.filter(([id]) => campaignIds.has(id)),
      pledges: Object.fromEntries(answered.map(({ gift }) => [gift.id, gift.donorId])),
      pots: seen.pots.filter(([id]) => potIds.has(id)),
    },
    matches: rows.flatMap(({ matches }) => matches),
    traces: rows.flatMap(({ traces }) => traces),
  };
}

function rowsOf({ gift, answer: { traces, candidates } }: AnsweredGift) {
  const answers = traces.map((trace, index) => ({
    trace,
    sequence: index + 1,
    matchId: trace.amountCents > 0n ? uuidv7() : undefined,
  }));
  return {
    matches: answers.flatMap(({ trace, matchId }) =>
      matchId === undefined
        ? []
        : {
            id: matchId,
            pledgeId: gift.id,
            campaignId: gift.campaignId,
            donorId: gift.donorId,
            ruleId: trace.ruleId,
            ruleVersion: trace.ruleVersion,
            potId: trace.potId,
            cents: trace.amountCents,
            isLump: givesLump(trace),
          },
    ),
    traces: answers.map(({ trace, sequence, matchId }) => ({
      id: uuidv7(),
      pledgeId: gift.id,
      matchId,
      ruleId: trace.ruleId,
      ruleVersion: trace.ruleVersion,
      sequence,
      trace: keptOfTrace(trace, candidates),
      cents: trace.amountCents,
      boundBy: trace.boundBy,
      potBefore: trace.potBeforeCents,
      potAfter: trace.potAfterCents,
    })),
  };
}
