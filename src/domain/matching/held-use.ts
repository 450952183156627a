import { type Cents, cents } from "../money.ts";
import type { GiftFacts } from "./facts.ts";
import { heldForOthers } from "./held-share.ts";
import type { HeldShare, MatchingRule } from "./rule.ts";

/** What each territory has taken from each pot, for shares held for some of them. */
export type HeldUse = {
  heldForOthers(potId: string, inForce: readonly MatchingRule[], gift: Pick<GiftFacts, "places" | "recordedAt">): Cents;
  /** Counts a match of a gift to places in these départements. */
  add(potId: string, departements: readonly string[], change: bigint): void;
};

type Share = { readonly share: HeldShare; usedCents: bigint };
type Territory = { readonly departements: readonly string[]; usedCents: bigint };
type PotUse = { readonly territories: Map<string, Territory>; readonly shares: Map<string, Share> };

const touches = ({ departements }: HeldShare, others: readonly string[]) =>
  others.some((departement) => departements.includes(departement));

export function heldUse(): HeldUse {
  const pots = new Map<string, PotUse>();
  // The rules in force seldom change from gift to gift: their shares per pot are sorted out once.
  const sharesOf = new WeakMap<readonly MatchingRule[], Map<string, readonly HeldShare[]>>();

  const useOf = (potId: string): PotUse => {
    const known = pots.get(potId);
    if (known !== undefined) return known;
    const fresh: PotUse = { territories: new Map(), shares: new Map() };
    pots.set(potId, fresh);
    return fresh;
  };
  /** Summed over the territories when first asked for, and kept up to date from then on. */
  const usedBy = (potId: string, share: HeldShare): Cents => {
    const { territories, shares } = useOf(potId);
    const key = share.departements.join();
    let known = shares.get(key);
    if (known === undefined) {
      let usedCents = 0n;
      for (const t of territories.values()) if (touches(share, t.departements)) usedCents += t.usedCents;
      known = { share, usedCents };
      shares.set(key, known);
    }
    return cents(known.usedCents);
  };

  return {
    heldForOthers: (potId, inForce, gift) => {
      const byPot = sharesOf.get(inForce) ?? new Map<string, readonly HeldShare[]>();
      sharesOf.set(inForce, byPot);
      let shares = byPot.get(potId);
      if (shares === undefined) {
        shares = inForce.filter((rule) => rule.potId === potId).flatMap((rule) => rule.heldShares);
        byPot.set(potId, shares);
      }
      if (shares.length === 0) return cents(0n);
      return heldForOthers(
        shares.map((share) => ({ share, usedCents: usedBy(potId, share) })),
        gift,
      );
    },
    add: (potId, departements, change) => {
      const { territories, shares } = useOf(potId);
      const key = departements.length < 2 ? (departements[0] ?? "") : departements.toSorted().join();
      const territory = territories.get(key) ?? { departements, usedCents: 0n };
      territory.usedCents += change;
      territories.set(key, territory);
      for (const one of shares.values()) if (touches(one.share, departements)) one.usedCents += change;
    },
  };
}
