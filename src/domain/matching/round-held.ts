import { type Cents, remaining } from "../money.ts";
import type { Bound } from "./evaluate.ts";
import type { GiftFacts } from "./facts.ts";
import { coversAny } from "./held-share.ts";
import type { Bounded } from "./round-filling.ts";
import type { MatchingRule } from "./rule.ts";

type PlacedGift = { readonly facts: Pick<GiftFacts, "places" | "recordedAt"> };

/**
 * Shares of the pot still held at the round's end bound what gifts of other territories may take together: for every
 * set of shares that some gifts all lie outside of, what the pot has less those shares.
 */
export function heldGroups(
  rule: Pick<MatchingRule, "heldShares" | "endsAt">,
  gifts: readonly PlacedGift[],
  potRemainingCents: Cents,
): readonly Bounded<Bound>[] {
  const held = rule.heldShares.filter((share) => share.until > rule.endsAt);
  if (held.length === 0) return [];
  const outside = gifts.map((gift) => held.map((share) => !coversAny(share, gift.facts)));
  return meets(outside).map((set) => ({
    bound: "held_share",
    atMostCents: held.reduce(
      (rest, share, i) => (set[i] === true ? remaining(rest, share.shareCents) : rest),
      potRemainingCents,
    ),
    members: outside.flatMap((own, taker) => (set.every((isIn, i) => !isIn || own[i] === true) ? [taker] : [])),
  }));
}

/** Every set of shares that is what one gift, or several gifts together, lie outside of; the empty set holds nothing. */
function meets(sets: readonly (readonly boolean[])[]): readonly (readonly boolean[])[] {
  const found = new Map<string, readonly boolean[]>();
  let fresh: readonly (readonly boolean[])[] = sets;
  while (fresh.length > 0) {
    const added = fresh.filter((set) => set.includes(true) && !found.has(set.join()));
    for (const set of added) found.set(set.join(), set);
    const known = [...found.values()];
    fresh = [...new Map(added.map((set) => [set.join(), set])).values()].flatMap((set) =>
      known.map((other) => set.map((isIn, i) => isIn && other[i] === true)),
    );
  }
  return [...found].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, set]) => set);
}
