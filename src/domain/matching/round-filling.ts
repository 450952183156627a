import { type Cents, cents } from "../money.ts";
import { addLevel, isBelow, type Level, takeLowest } from "./lowest-level.ts";

/** Several takers, by index, that may not have more than so much together. Of equal bounds the earlier binds. */
export type Bounded<B> = { readonly bound: B; readonly atMostCents: Cents; readonly members: readonly number[] };

export type Taker = { readonly id: string; readonly weight: bigint };

/** `boundBy`: what stopped the share from rising; undefined where the weight is zero. */
export type Share<B> = { readonly amountCents: Cents; readonly boundBy: B | undefined };

/** Shares are reckoned in whole numbers of 10⁻¹⁸ cent before they are rounded to the cent. */
const UNITS = 10n ** 18n;

/**
 * Shares money among takers in proportion to their weights, within every bound; the budget is the first of them, over
 * all takers. All shares rise together; where a bound is reached its takers stop, and what they leave goes to the
 * others in proportion, until nothing moves. Then to the cent by largest remainder, equal remainders in the order of
 * ids. Whole numbers throughout, the same in whatever order the takers come. A weight of zero takes nothing.
 */
export function fillShares<B>(takers: readonly Taker[], bounds: readonly Bounded<B>[]): readonly Share<B>[] {
  const groups = bounds.map((one) => ({ ...one, members: one.members.filter((i) => weightOf(takers, i) > 0n) }));
  const groupsOf = takers.map((): number[] => []);
  for (const [group, { members }] of groups.entries()) for (const taker of members) groupsOf[taker]?.push(group);
  const { units, boundBy } = riseTogether(takers, groups, groupsOf);
  const amounts = toWholeCents(takers, units, groups, groupsOf);
  return amounts.map((amount, taker) => ({ amountCents: cents(amount), boundBy: boundBy[taker] }));
}

const weightOf = (takers: readonly Taker[], taker: number): bigint => takers[taker]?.weight ?? 0n;

function riseTogether<B>(
  takers: readonly Taker[],
  groups: readonly Bounded<B>[],
  groupsOf: readonly (readonly number[])[],
) {
  const units = takers.map(() => 0n);
  const boundBy: (B | undefined)[] = takers.map(() => undefined);
  const hasStopped = takers.map(({ weight }) => weight === 0n);
  const levels = groups.map(
    ({ members, atMostCents }, group): Level => ({
      group,
      left: atMostCents * UNITS,
      weight: members.reduce((sum, taker) => sum + weightOf(takers, taker), 0n),
    }),
  );
  const heap: Level[] = [];
  for (const level of levels) if (level.weight > 0n) addLevel(heap, level);
  for (let lowest = takeLowest(heap); lowest !== undefined; lowest = takeLowest(heap)) {
    const now = levels[lowest.group];
    const group = groups[lowest.group];
    if (now === undefined || group === undefined || now.weight === 0n) continue;
    // Levels only rise as others stop: one that rose since it was queued waits for its new turn.
    if (isBelow(lowest, now)) {
      addLevel(heap, now);
      continue;
    }
    for (const taker of group.members.filter((one) => hasStopped[one] === false)) {
      const weight = weightOf(takers, taker);
      const share = (weight * now.left) / now.weight;
      units[taker] = share;
      boundBy[taker] = group.bound;
      hasStopped[taker] = true;
      for (const other of groupsOf[taker] ?? []) {
        const level = levels[other];
        if (level !== undefined)
          levels[other] = { group: other, left: level.left - share, weight: level.weight - weight };
      }
    }
  }
  return { units, boundBy };
}

/** Whole cents below each share; the cents left over go one by one to the largest remainders that have room. */
function toWholeCents<B>(
  takers: readonly Taker[],
  units: readonly bigint[],
  groups: readonly Bounded<B>[],
  groupsOf: readonly (readonly number[])[],
): readonly bigint[] {
  const amounts = units.map((share) => share / UNITS);
  const room = groups.map(({ members, atMostCents }) =>
    members.reduce<bigint>((rest, taker) => rest - (amounts[taker] ?? 0n), atMostCents),
  );
  let inTurn = takers
    .map(({ id, weight }, taker) => ({ id, weight, taker, rest: (units[taker] ?? 0n) % UNITS }))
    .filter(({ weight, taker }) => weight > 0n && groupsOf[taker]?.length !== 0)
    .toSorted((a, b) => (a.rest === b.rest ? (a.id < b.id ? -1 : 1) : a.rest > b.rest ? -1 : 1));
  while (inTurn.length > 0) {
    inTurn = inTurn.filter(({ taker }) => {
      const own = groupsOf[taker] ?? [];
      if (own.some((group) => (room[group] ?? 0n) <= 0n)) return false;
      amounts[taker] = (amounts[taker] ?? 0n) + 1n;
      for (const group of own) room[group] = (room[group] ?? 0n) - 1n;
      return true;
    });
  }
  return amounts;
}
