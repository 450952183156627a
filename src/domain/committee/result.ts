import { type Cents, cents, minCents, remaining } from "../money.ts";

export const MAJORITIES = ["simple", "absolute", "two_thirds"] as const;
export type Majority = (typeof MAJORITIES)[number];

export const VOTES = ["for", "against", "abstain"] as const;
export type Vote = (typeof VOTES)[number];

/** The least number of voters, or their least share, in percent, of those who may vote on the application. */
export type Quorum =
  | { readonly kind: "count"; readonly voters: number }
  | { readonly kind: "share"; readonly percent: number };

type Criterion = { readonly weight: number; readonly scale: number };

/** An exact share of 1: `numerator / denominator`, both whole. */
export type Fraction = { readonly numerator: bigint; readonly denominator: bigint };

type CastVote = { readonly vote: Vote; readonly amountCents: Cents | undefined };

export type Case = {
  readonly id: string;
  readonly askedCents: Cents;
  /** Members in term who are not tied to the application. */
  readonly eligible: number;
  readonly votes: readonly CastVote[];
  /** One list of scores a member who scored it all, in the order of the criteria. */
  readonly scores: readonly (readonly number[])[];
  /** Its campaign ended without success or was decided: nothing can be granted under it. */
  readonly isOver: boolean;
};

export type Rules = {
  readonly quorum: Quorum;
  readonly majority: Majority;
  readonly criteria: readonly Criterion[];
  /** The session's envelope, and what the general pot holds at the decision. */
  readonly envelopeCents: Cents;
  readonly availableCents: Cents;
};

const DECISION_REASONS = [
  "granted_whole",
  "granted_what_was_left",
  "no_majority",
  "no_quorum",
  "no_money_left",
  "campaign_over",
] as const;
export type DecisionReason = (typeof DECISION_REASONS)[number];

export type CaseResult = {
  readonly id: string;
  readonly outcome: "granted" | "refused" | "postponed";
  readonly reason: DecisionReason;
  readonly eligible: number;
  readonly votesFor: number;
  readonly votesAgainst: number;
  readonly abstentions: number;
  readonly score: Fraction;
  readonly rank: number | undefined;
  readonly amountCents: Cents;
};

/** The least grant, in cents (A2). */
const LEAST = 100n;

/**
 * What a session decides. An application is accepted with quorum and majority. Those accepted are ranked by their exact
 * mean score; at a tie the one that asked for less comes first, then the earlier in the list. In that order each gets
 * the middle of the amounts its supporters named (the lower of two), while envelope and general pot hold it; the first
 * they do not hold gets what is left; the rest wait for another session. `cases` come in order of submission.
 */
export function decideSession(rules: Rules, cases: readonly Case[]): readonly CaseResult[] {
  const counted = cases.map((one) => ({ one, ...count(one), score: meanScore(rules.criteria, one.scores) }));
  const accepted = counted
    .filter((row) => !row.one.isOver && reachesQuorum(rules.quorum, row) && reachesMajority(rules.majority, row))
    .toSorted((a, b) => -compare(a.score, b.score) || Number(a.one.askedCents - b.one.askedCents));
  let left = minCents(rules.envelopeCents, rules.availableCents);
  const granted = new Map<string, { readonly rank: number; readonly wanted: Cents; readonly amount: Cents }>();
  for (const [index, { one }] of accepted.entries()) {
    const wanted = minCents(one.askedCents, middle(one.votes));
    const amount = left < LEAST ? cents(0n) : minCents(wanted, left);
    // What is left goes to the first it does not cover; nobody behind it overtakes.
    left = amount < wanted ? cents(0n) : remaining(left, amount);
    granted.set(one.id, { rank: index + 1, wanted, amount });
  }
  return counted.map(({ one, score, ...votes }) => {
    const own = granted.get(one.id);
    const common = { id: one.id, ...votes, score, rank: own?.rank };
    if (own !== undefined && own.amount > 0n)
      return {
        ...common,
        outcome: "granted",
        reason: own.amount === own.wanted ? "granted_whole" : "granted_what_was_left",
        amountCents: own.amount,
      };
    const nothing = { ...common, amountCents: cents(0n) };
    if (own !== undefined) return { ...nothing, outcome: "postponed", reason: "no_money_left" };
    if (one.isOver) return { ...nothing, outcome: "refused", reason: "campaign_over" };
    if (!reachesQuorum(rules.quorum, votes)) return { ...nothing, outcome: "postponed", reason: "no_quorum" };
    return { ...nothing, outcome: "refused", reason: "no_majority" };
  });
}

type Counted = Pick<CaseResult, "eligible" | "votesFor" | "votesAgainst" | "abstentions">;

function count({ votes, eligible }: Case): Counted {
  const of = (wanted: Vote) => votes.filter(({ vote }) => vote === wanted).length;
  return { eligible, votesFor: of("for"), votesAgainst: of("against"), abstentions: of("abstain") };
}

/** Who abstains is there, and counts. */
function reachesQuorum(quorum: Quorum, { eligible, votesFor, votesAgainst, abstentions }: Counted): boolean {
  const voters = votesFor + votesAgainst + abstentions;
  return voters > 0 && (quorum.kind === "count" ? voters >= quorum.voters : voters * 100 >= quorum.percent * eligible);
}

/** Simple: more for than against. Absolute: more than half of all voters. Two thirds: of those for or against. */
export function reachesMajority(majority: Majority, { votesFor, votesAgainst, abstentions }: Counted): boolean {
  switch (majority) {
    case "simple":
      return votesFor > votesAgainst;
    case "absolute":
      return votesFor * 2 > votesFor + votesAgainst + abstentions;
    case "two_thirds":
      return votesFor > 0 && votesFor * 3 >= (votesFor + votesAgainst) * 2;
  }
}

/** The mean over members of `Σ weight · score / scale`, as a share of the sum of weights; 0 where nobody scored. */
export function meanScore(criteria: readonly Criterion[], scores: readonly (readonly number[])[]): Fraction {
  const common = criteria.reduce((product, { scale }) => product * BigInt(scale), 1n);
  const weights = criteria.reduce((sum, { weight }) => sum + BigInt(weight), 0n);
  const denominator = common * weights * BigInt(scores.length);
  if (denominator === 0n) return { numerator: 0n, denominator: 1n };
  const numerator =
    scores.flat().length === 0 ? 0n : scores.reduce((sum, own) => sum + weighted(criteria, own, common), 0n);
  return { numerator, denominator };
}

const weighted = (criteria: readonly Criterion[], own: readonly number[], common: bigint): bigint =>
  criteria.reduce(
    (sum, { weight, scale }, index) => sum + (BigInt(weight) * BigInt(own[index] ?? 0) * common) / BigInt(scale),
    0n,
  );

const compare = (a: Fraction, b: Fraction): number => {
  const difference = a.numerator * b.denominator - b.numerator * a.denominator;
  return difference === 0n ? 0 : difference > 0n ? 1 : -1;
};

function middle(votes: readonly CastVote[]): Cents {
  const named = votes.flatMap(({ amountCents }) => (amountCents === undefined ? [] : [amountCents]));
  const sorted = named.toSorted((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? cents(0n);
}
