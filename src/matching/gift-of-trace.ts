import type { GiftFacts } from "../domain/matching/facts.ts";
import { cents } from "../domain/money.ts";
import type { StoredTrace } from "./stored-trace.ts";

/** The gift as it was when it was recorded (M7), from what its trace kept of it. */
export function giftOfTrace({ gift }: Pick<StoredTrace, "gift">): GiftFacts {
  return {
    ...gift,
    baseCents: cents(BigInt(gift.baseCents)),
    goalCents: cents(BigInt(gift.goalCents)),
    recordedAt: new Date(gift.recordedAt),
    category: gift.category,
    places: gift.places.map((place) => ({
      ...place,
      departement: place.departement,
      epci: place.epci,
      latitude: place.latitude,
      longitude: place.longitude,
    })),
  };
}
