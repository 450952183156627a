import type { Cents } from "../money.ts";

export type PlaceFacts = {
  readonly departement: string | undefined;
  readonly epci: string | undefined;
  /** Degrees, WGS 84. */
  readonly latitude: number | undefined;
  readonly longitude: number | undefined;
  readonly rural: boolean;
  readonly qpv: boolean;
  readonly frr: boolean;
  readonly types: readonly string[];
  readonly services: readonly string[];
  readonly publics: readonly string[];
  readonly labels: readonly string[];
};

/** The gift as it was when the server recorded it (M7). `baseCents` is without tip or covered fees (M1, M16). */
export type GiftFacts = {
  readonly baseCents: Cents;
  readonly recordedAt: Date;
  readonly places: readonly PlaceFacts[];
  readonly category: string | undefined;
  readonly hasNeedsInKind: boolean;
  readonly goalCents: Cents;
  /** Members of the holder's organisation are welcome as donors and never matched (M6). */
  readonly donorIsHolder: boolean;
  readonly donorIsPartner: boolean;
};

/** Where the campaign stands with this gift: firm pledges and captured gifts of others, and this one. */
export type CampaignProgress = {
  readonly uniqueDonors: number;
  readonly raisedCents: Cents;
};

/** What stands already, whatever the version that gave it (M8), read where nobody else can spend it. */
export type RuleUsage = {
  /** This rule's earlier answers to this very gift: zero but for a backfill (M11). */
  readonly usedByGiftCents: Cents;
  readonly usedByDonorCents: Cents;
  readonly usedByCampaignCents: Cents;
  /** In the cap's period around the gift; zero where the rule has no such cap. */
  readonly usedInPeriodCents: Cents;
  readonly usedInAllCents: Cents;
  /** What the pot keeps for territories that are not this gift's; see `heldForOthers`. */
  readonly heldForOthersCents: Cents;
  /** A threshold's lump stands for this campaign already. */
  readonly lumpStands: boolean;
  readonly progress: CampaignProgress;
};
