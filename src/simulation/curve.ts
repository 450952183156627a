import type { SimulatedDay } from "../domain/simulation/result.ts";

/** What each rule had given by the evening of a day, in all. */
export type CurvePoint = { readonly day: string; readonly spentCents: readonly bigint[] };

const MOST_POINTS = 30;
const DAY_MS = 86_400_000;

const dayNumber = (day: string): number => Date.parse(`${day}T00:00:00Z`) / DAY_MS;
const dayNamed = (number: number): string => new Date(number * DAY_MS).toISOString().slice(0, 10);

/** The rules' spending from the first to the last day on which one of them moved, in at most thirty equal steps. */
export function spendingCurve(rules: readonly (readonly SimulatedDay[])[]): readonly CurvePoint[] {
  const numbers = rules.flat().map(({ day }) => dayNumber(day));
  if (numbers.length === 0) return [];
  const [first, last] = [Math.min(...numbers), Math.max(...numbers)];
  const step = Math.ceil((last - first + 1) / MOST_POINTS);
  const points: CurvePoint[] = [];
  for (let end = first + step - 1; ; end += step) {
    const day = Math.min(end, last);
    points.push({ day: dayNamed(day), spentCents: rules.map((days) => spentBy(days, dayNamed(day))) });
    if (day === last) return points;
  }
}

const spentBy = (days: readonly SimulatedDay[], evening: string): bigint =>
  days.reduce((sum, { day, changeCents }) => (day <= evening ? sum + changeCents : sum), 0n);
