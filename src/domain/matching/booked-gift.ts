import type { Cents } from "../money.ts";
import type { GiftFacts } from "./facts.ts";

/** A gift as caps count it. A quote has no id yet, and its donor may be unknown. */
export type BookedGift = {
  readonly id: string | undefined;
  readonly donorId: string | undefined;
  readonly campaignId: string;
  /** `donorIsPartner` is filled rule by rule from `partnerPotIds`. */
  readonly facts: Omit<GiftFacts, "donorIsPartner">;
  /** Pots of partners whose member the donor is (M6). */
  readonly partnerPotIds: ReadonlySet<string>;
};

/** A match that is reserved, committed or paid, or the part of one that is meant. */
export type StandingMatch = {
  readonly ruleId: string;
  readonly potId: string;
  readonly giftId: string;
  readonly donorId: string;
  readonly campaignId: string;
  readonly amountCents: Cents;
  readonly isLump: boolean;
  /** When the gift was recorded: caps per period count it there. */
  readonly recordedAt: Date;
  /** Of the gift's places, for shares of the pot held for territories. */
  readonly departements: readonly string[];
};
