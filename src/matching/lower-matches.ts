import { and, eq, sql } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import type { Transaction } from "../db/client.ts";
import { matches, matchReductions } from "../db/schema/index.ts";
import type { Actor } from "../domain/actor.ts";
import { accounts, credit, debit, type Posting } from "../domain/ledger.ts";
import type { Lowered } from "../domain/matching/lower-matches.ts";
import { type Cents, cents, minCents, remaining } from "../domain/money.ts";
import { postEntry } from "../ledger/post-entry.ts";
import { enqueueBackfill } from "./enqueue-backfill.ts";
import { addToPot } from "./move-matches.ts";
import type { StandingMatch, StandingState } from "./standing-matches.ts";

export type LoweringCause =
  | "refund"
  | "dispute_lost"
  | "same_person"
  | "not_eligible"
  | "threshold_not_held"
  | "goal_not_reached"
  | "unspent";

/** Where committed money stands: with its campaign or, once that succeeded, in its grant as far as it is not paid out (F2). */
export type MatchMoney =
  | { readonly kind: "campaign" }
  | { readonly kind: "grant"; readonly grantId: string; readonly fromGrantCents: Cents };

export type Lowering = {
  readonly cause: LoweringCause;
  readonly reason?: string | undefined;
  readonly money: MatchMoney;
  readonly occurredAt: Date;
};

/** What a match becomes when nothing of it is left (M4). */
const ENDS = { reserved: "released", committed: "reversed", paid: "clawback_due" } as const;
const COUNTER = { reserved: "reserved", committed: "committed", paid: "paid" } as const;

/**
 * Takes from locked matches what no longer stands and gives it back to their pots, with its cause (M4, M10). What was
 * paid to the project already the campaign owes; the fund's reserve stands for it, so the pot has it at once (F2).
 */
export async function lowerMatches(
  tx: Transaction,
  fundId: string,
  actor: Actor,
  lowered: readonly Lowered<StandingMatch>[],
  why: Lowering,
): Promise<void> {
  let fromGrant = why.money.kind === "grant" ? why.money.fromGrantCents : cents(0n);
  for (const { match, toCents } of lowered) {
    const cut = cents(match.amountCents - toCents);
    await tx
      .update(matches)
      .set(toCents === 0n ? { state: ENDS[match.state] } : { amountCents: toCents })
      .where(and(eq(matches.fundId, fundId), eq(matches.id, match.id)));
    await tx.insert(matchReductions).values({
      fundId,
      id: uuidv7(),
      matchId: match.id,
      cause: why.cause,
      amountCents: cut,
      reason: why.reason,
      createdAt: sql`fund_now()`,
    });
    await addToPot(tx, fundId, match.potId, { [COUNTER[match.state]]: -cut });
    if (match.state === "reserved") continue;
    const taken = minCents(fromGrant, cut);
    fromGrant = remaining(fromGrant, taken);
    await postEntry(tx, fundId, actor, {
      key: `match:${match.id}:lowered-to:${toCents}`,
      kind: KINDS[match.state],
      occurredAt: why.occurredAt,
      source: `pledge:${match.pledgeId}`,
      postings: [...debits(match, why.money, cut, taken), credit(accounts.pot(match.potId), cut)],
    });
  }
  await enqueueBackfill(
    tx,
    fundId,
    lowered.map(({ match }) => match.potId),
  );
}

const KINDS: Readonly<Record<Exclude<StandingState, "reserved">, string>> = {
  committed: "match_reversed",
  paid: "match_clawed_back",
};

const debits = (match: StandingMatch, money: MatchMoney, cut: Cents, fromGrant: Cents): readonly Posting[] =>
  money.kind === "campaign"
    ? [debit(accounts.matches(match.campaignId), cut)]
    : [
        debit(accounts.grant(money.grantId), fromGrant),
        debit(accounts.campaignReceivable(match.campaignId), cut - fromGrant),
      ];
