import { type Cents, cents, minCents, remaining } from "./money.ts";

/** A firm gift that a pot would have matched more, had its money been there; oldest first in a list. */
export type ShortMatch = {
  readonly ruleId: string;
  readonly potId: string;
  readonly donorId: string;
  /** What the formula asks for, and what stands of it. */
  readonly formulaCents: bigint;
  readonly standsCents: bigint;
  /** What the rule answered, and each cap but the pot as it was then. */
  readonly answeredCents: bigint;
  readonly caps: readonly { readonly bound: string; readonly allowsCents: bigint }[];
};

/** What a pot awaits, and whether its agreement lets it count towards a goal before it arrives (M9). */
export type AwaitingPot = { readonly potId: string; readonly awaitedCents: bigint; readonly promisedCounts: boolean };

export type AwaitedMatches = {
  readonly awaitedCents: Cents;
  /** The part that counts towards the goal by its agreement. */
  readonly countedCents: Cents;
};

/**
 * What a campaign's gifts would still be matched by money that is promised and not received, at most: each cap and each
 * pot is spent once, the oldest gift first. A figure to show as subject to receipt; it reserves nothing (M9).
 */
export function awaitedMatches(shorts: readonly ShortMatch[], pots: readonly AwaitingPot[]): AwaitedMatches {
  const left = new Map(pots.map((pot) => [pot.potId, cents(pot.awaitedCents)]));
  const counting = new Set(pots.filter((pot) => pot.promisedCounts).map((pot) => pot.potId));
  const spent = new Map<string, bigint>();
  let [awaited, counted] = [0n, 0n];
  for (const short of shorts) {
    const given = minCents(
      left.get(short.potId) ?? cents(0n),
      remaining(cents(short.formulaCents), cents(short.standsCents)),
      ...short.caps.map(({ bound, allowsCents }) =>
        remaining(cents(allowsCents), cents(short.answeredCents + (spent.get(scopeOf(bound, short) ?? "") ?? 0n))),
      ),
    );
    if (given === 0n) continue;
    left.set(short.potId, remaining(left.get(short.potId) ?? cents(0n), given));
    for (const scope of new Set(short.caps.flatMap(({ bound }) => scopeOf(bound, short) ?? [])))
      spent.set(scope, (spent.get(scope) ?? 0n) + given);
    awaited += given;
    if (counting.has(short.potId)) counted += given;
  }
  return { awaitedCents: cents(awaited), countedCents: cents(counted) };
}

/** Which other gifts share a cap: none one per gift; all of them a ceiling; every other one those of the rule here. */
function scopeOf(bound: string, { ruleId, donorId }: ShortMatch): string | undefined {
  switch (bound) {
    case "cap_per_gift":
      return undefined;
    case "cap_per_donor":
      return `donor:${ruleId}:${donorId}`;
    case "campaign_ceiling":
      return "ceiling";
    default:
      return `rule:${ruleId}`;
  }
}
