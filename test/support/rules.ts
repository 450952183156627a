import type { GiftFacts, PlaceFacts, RuleUsage } from "../../src/domain/matching/facts.ts";
import type { MatchingRule, Ratio } from "../../src/domain/matching/rule.ts";
import { cents } from "../../src/domain/money.ts";

export const ratio = (numerator: bigint, denominator: bigint): { kind: "ratio"; ratio: Ratio } => ({
  kind: "ratio",
  ratio: { numerator, denominator },
});

/** A rural fab lab in the Creuse. */
export const PLACE: PlaceFacts = {
  departement: "23",
  epci: "200067593",
  latitude: 46.17,
  longitude: 1.87,
  rural: true,
  qpv: false,
  frr: true,
  types: ["FABLAB"],
  services: ["Aide aux démarches administratives"],
  publics: ["Seniors"],
  labels: [],
};

/** One for one without any cap, in force throughout 2026. */
export const aRule = (change: Partial<MatchingRule> = {}): MatchingRule => ({
  id: "rule-a",
  version: 1,
  potId: "pot-a",
  priority: 1,
  formula: ratio(1n, 1n),
  capPerGiftCents: undefined,
  capPerDonorCents: undefined,
  capPerCampaignCents: undefined,
  capPerPeriodCents: undefined,
  capPeriod: undefined,
  capInAllCents: undefined,
  minimumGiftCents: undefined,
  minimumDonors: undefined,
  filter: {},
  heldShares: [],
  stacking: "adds",
  backfill: false,
  goalConditional: false,
  startsAt: new Date("2026-01-01T00:00:00Z"),
  endsAt: new Date("2027-01-01T00:00:00Z"),
  ...change,
});

/** 50 € in June 2026 to a campaign of 3 000 €. */
export const aGift = (change: Partial<GiftFacts> = {}): GiftFacts => ({
  baseCents: cents(5_000n),
  recordedAt: new Date("2026-06-01T10:00:00Z"),
  places: [PLACE],
  category: "inclusion",
  hasNeedsInKind: false,
  goalCents: cents(300_000n),
  donorIsHolder: false,
  donorIsPartner: false,
  ...change,
});

/** Nothing used, and this the first gift. */
export const noUsage = (change: Partial<RuleUsage> = {}): RuleUsage => ({
  usedByGiftCents: cents(0n),
  usedByDonorCents: cents(0n),
  usedByCampaignCents: cents(0n),
  usedInPeriodCents: cents(0n),
  usedInAllCents: cents(0n),
  heldForOthersCents: cents(0n),
  lumpStands: false,
  progress: { uniqueDonors: 1, raisedCents: cents(5_000n) },
  ...change,
});
