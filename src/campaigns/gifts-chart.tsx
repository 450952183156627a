import { useId } from "preact/hooks";
import { plusDays } from "../domain/calendar.ts";
import { useLanguage, useText } from "../ui/context.ts";
import { formatDate, formatEuros } from "../ui/format.ts";
import { Euros, On, Table } from "../ui/show.tsx";
import { DASHBOARD } from "./dashboard-messages.ts";
import type { GiftDay } from "./dashboard-queries.ts";

const WIDTH = 1_000;
const HEIGHT = 240;
/** A campaign lasts 90 days at most; its window and debits come after. */
const MOST_DAYS = 150;
const FEWEST_DAYS = 14;

/** Gifts of each day as bars, in a sentence, and as a table. */
export function GiftsChart({ days }: { readonly days: readonly GiftDay[] }) {
  const t = useText();
  const language = useLanguage();
  const best = days.toSorted((a, b) => (a.cents < b.cents ? 1 : -1))[0];
  if (best === undefined) return <p class="empty">{t(DASHBOARD.perDayNone)}</p>;
  const told = DASHBOARD.perDaySentence(days.length, formatEuros(best.cents, language), formatDate(best.day, language));
  return (
    <figure class="chart">
      <figcaption>{t(told)}</figcaption>
      <Bars days={days} topCents={best.cents} />
      <details>
        <summary>{t(DASHBOARD.perDayTable)}</summary>
        <Table
          caption={DASHBOARD.perDay}
          rows={days}
          columns={[
            { heading: DASHBOARD.day, cell: (one) => <On date={one.day} /> },
            { heading: DASHBOARD.gifts, numeric: true, cell: (one) => one.gifts },
            { heading: DASHBOARD.amount, numeric: true, cell: (one) => <Euros cents={one.cents} /> },
          ]}
        />
      </details>
    </figure>
  );
}

type BarsProps = { readonly days: readonly GiftDay[]; readonly topCents: bigint };

function Bars({ days, topCents }: BarsProps) {
  const t = useText();
  const language = useLanguage();
  const title = useId();
  const all = everyDay(days[0]?.day ?? "", days.at(-1)?.day ?? "");
  const [first, last] = [all[0] ?? "", all.at(-1) ?? ""];
  const top = topCents === 0n ? 1n : topCents;
  const step = WIDTH / all.length;
  const amountOn = new Map(days.map(({ day, cents }) => [day, cents]));
  return (
    <div class="plot">
      <p class="scale" aria-hidden="true">
        <span>{formatEuros(top, language)}</span>
        <span>{formatEuros(0n, language)}</span>
      </p>
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" role="img" aria-labelledby={title}>
        <title id={title}>{t(DASHBOARD.perDay)}</title>
        <path class="grid" d={`M0 0H${WIDTH}M0 ${HEIGHT / 2}H${WIDTH}M0 ${HEIGHT}H${WIDTH}`} />
        {all.map((day, index) => {
          const cents = amountOn.get(day);
          if (cents === undefined) return null;
          const height = Number((cents * BigInt(HEIGHT)) / top);
          return (
            <rect
              key={day}
              class="bar"
              x={Math.round(index * step * 10) / 10}
              y={HEIGHT - height}
              width={Math.round(step * 8) / 10}
              height={height}
            />
          );
        })}
      </svg>
      <p class="days" aria-hidden="true">
        <span>{formatDate(first, language)}</span>
        <span>{formatDate(last, language)}</span>
      </p>
    </div>
  );
}

/** From the first day with a gift to the last, or some days on, so that one day does not fill the drawing. */
function everyDay(first: string, last: string): readonly string[] {
  const days = [first];
  const until = [last, plusDays(first, FEWEST_DAYS - 1)].toSorted().at(-1) ?? last;
  while (days.length < MOST_DAYS && (days.at(-1) ?? until) < until) days.push(plusDays(days.at(-1) ?? until, 1));
  return days;
}
