import type { GiftFacts, PlaceFacts, RuleUsage } from "./facts.ts";
import { isRound, type MatchingFilter, type MatchingRule, type NearCommune } from "./rule.ts";

/** Why a rule does not speak to a gift (M6, M7, M15). */
export type Ineligibility =
  | "before_start"
  | "after_end"
  | "donor_is_holder"
  | "donor_is_partner"
  | "below_minimum_gift"
  | "place_not_covered"
  | "category_not_covered"
  | "no_needs_in_kind"
  | "too_few_donors"
  | "threshold_not_reached"
  | "lump_already_granted"
  | "shared_at_round_end";

/** The first reason in a fixed order why this rule gives nothing to the gift; undefined where it may give. */
export function ineligibility(
  rule: MatchingRule,
  gift: GiftFacts,
  usage: Pick<RuleUsage, "progress" | "lumpStands">,
): Ineligibility | undefined {
  return standingIneligibility(rule, gift) ?? reachIneligibility(rule, usage);
}

/** What the gift, its time, its giver and its project say: it never changes for a recorded gift (M7). */
export function standingIneligibility(rule: MatchingRule, gift: GiftFacts): Ineligibility | undefined {
  const { filter } = rule;
  if (gift.recordedAt < rule.startsAt) return "before_start";
  if (gift.recordedAt >= rule.endsAt) return "after_end";
  if (gift.donorIsHolder) return "donor_is_holder";
  if (gift.donorIsPartner) return "donor_is_partner";
  if (rule.minimumGiftCents !== undefined && gift.baseCents < rule.minimumGiftCents) return "below_minimum_gift";
  if (!gift.places.some((place) => coversPlace(filter, place))) return "place_not_covered";
  if (filter.categories !== undefined && !filter.categories.includes(gift.category ?? ""))
    return "category_not_covered";
  if (filter.needsInKind === true && !gift.hasNeedsInKind) return "no_needs_in_kind";
  return undefined;
}

/** How far the campaign has come. */
function reachIneligibility(
  rule: MatchingRule,
  { progress, lumpStands }: Pick<RuleUsage, "progress" | "lumpStands">,
): Ineligibility | undefined {
  if (rule.minimumDonors !== undefined && progress.uniqueDonors < rule.minimumDonors) return "too_few_donors";
  if (isRound(rule)) return "shared_at_round_end";
  return lumpStands ? "lump_already_granted" : undefined;
}

/** Whether N unique donors and p % of the goal, each where asked for, are reached (M15). */
export function reachesThreshold(
  asked: { readonly uniqueDonors: number | undefined; readonly goalPercent: number | undefined },
  reached: { readonly uniqueDonors: number; readonly raisedCents: bigint; readonly goalCents: bigint },
): boolean {
  const enoughDonors = asked.uniqueDonors === undefined || reached.uniqueDonors >= asked.uniqueDonors;
  const enoughMoney =
    asked.goalPercent === undefined || reached.raisedCents * 100n >= reached.goalCents * BigInt(asked.goalPercent);
  return enoughDonors && enoughMoney;
}

/** Whether one place meets every predicate on places. */
export function coversPlace(filter: MatchingFilter, place: PlaceFacts): boolean {
  const shares = (wanted: readonly string[] | undefined, values: readonly string[]) =>
    wanted === undefined || wanted.some((w) => values.includes(w));
  return (
    shares(filter.departements, one(place.departement)) &&
    shares(filter.epcis, one(place.epci)) &&
    (filter.near === undefined || isNear(filter.near, place)) &&
    (filter.rural !== true || place.rural) &&
    (filter.qpv !== true || place.qpv) &&
    (filter.frr !== true || place.frr) &&
    shares(filter.placeTypes, place.types) &&
    shares(filter.services, place.services) &&
    shares(filter.publics, place.publics) &&
    shares(filter.labels, place.labels)
  );
}

const one = (value: string | undefined): readonly string[] => (value === undefined ? [] : [value]);

/** As the crow flies, the edge included; a place without coordinates is near nothing. */
function isNear(near: NearCommune, { latitude, longitude }: PlaceFacts): boolean {
  if (latitude === undefined || longitude === undefined) return false;
  return kilometresBetween(near.latitude, near.longitude, latitude, longitude) <= near.kilometres;
}

const EARTH_RADIUS_KM = 6371.0088;
const radians = (degrees: number) => (degrees * Math.PI) / 180;

/** Great-circle distance (haversine) between two points in degrees. */
export function kilometresBetween(latA: number, lonA: number, latB: number, lonB: number): number {
  const h =
    Math.sin(radians(latB - latA) / 2) ** 2 +
    Math.cos(radians(latA)) * Math.cos(radians(latB)) * Math.sin(radians(lonB - lonA) / 2) ** 2;
  return 2 * EARTH_RADIUS_KM * Math.asin(Math.min(1, Math.sqrt(h)));
}
