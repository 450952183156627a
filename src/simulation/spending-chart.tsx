import { useId } from "preact/hooks";
import { useLanguage, useText } from "../ui/context.ts";
import { formatDate, formatDay, formatEuros } from "../ui/format.ts";
import { Euros, On, Table } from "../ui/show.tsx";
import { type CurvePoint, spendingCurve } from "./curve.ts";
import { RESULT } from "./page-messages.ts";
import type { SimulationReport } from "./simulate-matching.ts";

const WIDTH = 1_000;
const HEIGHT = 320;

type Props = { readonly rules: SimulationReport["rules"] };

/** Spending over time as a drawing, in words and as a table. */
export function SpendingChart({ rules }: Props) {
  const t = useText();
  const points = spendingCurve(rules.map(({ outcome }) => outcome.days));
  const [first, last] = [points[0], points.at(-1)];
  if (first === undefined || last === undefined) return null;
  return (
    <figure class="chart">
      <figcaption>{t(RESULT.curve)}</figcaption>
      <Drawing rules={rules} points={points} />
      <details>
        <summary>{t(RESULT.curveTable)}</summary>
        <Table
          caption={RESULT.curve}
          rows={points}
          columns={[
            { heading: RESULT.day, cell: (point) => <On date={point.day} /> },
            ...rules.map((_, rule) => ({
              heading: RESULT.spent(rule + 1),
              cell: (point: CurvePoint) => <Euros cents={point.spentCents[rule] ?? 0n} />,
              numeric: true,
            })),
          ]}
        />
      </details>
    </figure>
  );
}

function Drawing({ rules, points }: Props & { readonly points: readonly CurvePoint[] }) {
  const t = useText();
  const language = useLanguage();
  const [title, description] = [useId(), useId()];
  const spent = points.flatMap(({ spentCents }) => spentCents);
  const most = largest(spent);
  const pots = rules.map(({ potCents }) => (potCents <= (most * 3n) / 2n ? potCents : undefined));
  const top = largest([most, ...pots.flatMap((pot) => pot ?? [])]);
  const y = (cents: bigint) => HEIGHT - Number((cents * BigInt(HEIGHT)) / top);
  const x = (index: number) => (points.length === 1 ? WIDTH : Math.round((index * WIDTH) / (points.length - 1)));
  const day = (point: CurvePoint | undefined) => (point === undefined ? "" : formatDate(point.day, language));
  return (
    <>
      <div class="plot">
        <p class="scale" aria-hidden="true">
          <span>{formatEuros(top, language)}</span>
          <span>{formatEuros(0n, language)}</span>
        </p>
        <svg
          viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
          preserveAspectRatio="none"
          role="img"
          aria-labelledby={title}
          aria-describedby={description}
        >
          <title id={title}>{t(RESULT.curve)}</title>
          <desc id={description}>{sentences(rules, points, language).join(" ")}</desc>
          <path class="grid" d={`M0 0H${WIDTH}M0 ${HEIGHT / 2}H${WIDTH}M0 ${HEIGHT}H${WIDTH}`} />
          {pots.map(
            (pot, rule) =>
              pot !== undefined && <path key={rule} class={`pot rule-${rule + 1}`} d={`M0 ${y(pot)}H${WIDTH}`} />,
          )}
          {rules.map((_, rule) => (
            <polyline
              key={rule}
              class={`spent rule-${rule + 1}`}
              points={[`0,${HEIGHT}`, ...points.map((p, i) => `${x(i)},${y(p.spentCents[rule] ?? 0n)}`)]
                .slice(points.length === 1 ? 0 : 1)
                .join(" ")}
            />
          ))}
        </svg>
        <p class="days" aria-hidden="true">
          <span>{day(points[0])}</span>
          <span>{day(points.at(-1))}</span>
        </p>
      </div>
      <ul class="legend">
        {rules.map((_, rule) => (
          <li key={rule} class={`spent rule-${rule + 1}`}>
            {t(RESULT.ruleNumber(rule + 1))}
          </li>
        ))}
        {pots.map(
          (pot, rule) =>
            pot !== undefined && (
              <li key={rule} class={`pot rule-${rule + 1}`}>
                {t(RESULT.potLine(rule + 1))} <Euros cents={pot} />
              </li>
            ),
        )}
      </ul>
    </>
  );
}

function sentences(rules: Props["rules"], points: readonly CurvePoint[], language: "fr" | "en"): readonly string[] {
  const [from, until] = [points[0], points.at(-1)].map((point) => formatDate(point?.day ?? "1970-01-01", language));
  return rules.map(({ outcome }, rule) => {
    const { exhaustedAt } = outcome;
    return RESULT.curveSentence(
      rule + 1,
      formatEuros(outcome.matchCents, language),
      from ?? "",
      until ?? "",
      exhaustedAt && formatDay(exhaustedAt, language),
    )[language];
  });
}

/** At least one cent, so that nothing is divided by zero. */
const largest = (values: readonly bigint[]): bigint => values.toSorted((a, b) => (a < b ? 1 : -1))[0] || 1n;
