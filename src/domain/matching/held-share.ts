import { type Cents, cents, remaining } from "../money.ts";
import type { GiftFacts } from "./facts.ts";
import type { HeldShare } from "./rule.ts";

/** A share still held at the gift's time, with what its own territory has taken from the pot so far. */
export type ShareInUse = { readonly share: HeldShare; readonly usedCents: Cents };

/** What the pot keeps from this gift: what is left of shares held for territories that none of its places is in. */
export const heldForOthers = (shares: readonly ShareInUse[], gift: Pick<GiftFacts, "places" | "recordedAt">): Cents =>
  cents(
    shares
      .filter(({ share }) => gift.recordedAt < share.until && !coversAny(share, gift))
      .reduce((sum, { share, usedCents }) => sum + remaining(share.shareCents, usedCents), 0n),
  );

/** Whether one of the gift's places lies in the share's territory. */
export const coversAny = ({ departements }: HeldShare, { places }: Pick<GiftFacts, "places">): boolean =>
  places.some(({ departement }) => departement !== undefined && departements.includes(departement));
