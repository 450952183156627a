import { startOfDay } from "../campaigns/paris-days.ts";
import type { MatchingFilter, MatchingRule } from "../domain/matching/rule.ts";
import { cents } from "../domain/money.ts";
import type { CrowdKind, CrowdPlan, Ground } from "../domain/simulation/crowd.ts";
import { departementName } from "../matching/territory-names.ts";

/** An invented crowd as a person asks for it. */
export type CrowdChoice = {
  readonly kind: CrowdKind;
  readonly seed: number;
  readonly gifts: number;
  readonly meanCents: bigint;
  readonly days: number;
  readonly campaigns: number;
  readonly goalCents: bigint;
  /** Day of Paris; undefined: the first day of the first rule. */
  readonly startsOn?: string | undefined;
  /** None: those of the rules, or some of our own choice. */
  readonly departements: readonly string[];
};

/** A mountain, a plain, a city, a coast and an island. */
const ANYWHERE = ["23", "02", "59", "29", "974"] as const;

/**
 * Where nothing is said the invented places meet what the rules ask, one campaign for each rule in turn: a crowd that
 * no rule concerns would show nothing.
 */
export function crowdPlan(choice: CrowdChoice, rules: readonly MatchingRule[]): CrowdPlan {
  const { kind, seed, gifts, days, startsOn } = choice;
  return {
    kind,
    seed,
    gifts,
    days,
    meanCents: cents(choice.meanCents),
    goalCents: cents(choice.goalCents),
    startsAt: startsOn === undefined ? (rules[0]?.startsAt ?? new Date(0)) : startOfDay(startsOn),
    grounds: Array.from({ length: choice.campaigns }, (_, index) =>
      groundOf(rules[index % rules.length]?.filter ?? {}, index, choice.departements),
    ),
  };
}

function groundOf(filter: MatchingFilter, index: number, departements: readonly string[]): Ground {
  const turn = <T>(values: readonly T[]): T | undefined => values[index % values.length];
  const departement = turn(departements) ?? turn(filter.departements ?? ANYWHERE) ?? ANYWHERE[0];
  return {
    title: `${index + 1} · ${departementName(departement)}`,
    place: {
      departement,
      epci: turn(filter.epcis ?? []),
      latitude: filter.near?.latitude,
      longitude: filter.near?.longitude,
      rural: filter.rural ?? index % 2 === 0,
      qpv: filter.qpv ?? index % 4 === 1,
      frr: filter.frr ?? index % 2 === 0,
      types: filter.placeTypes ?? [],
      services: filter.services ?? [],
      publics: filter.publics ?? [],
      labels: filter.labels ?? [],
    },
    category: turn(filter.categories ?? []),
    hasNeedsInKind: filter.needsInKind ?? false,
  };
}
