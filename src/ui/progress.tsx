import { useId } from "preact/hooks";
import { useLanguage } from "./context.ts";
import { formatEuros, percentOf } from "./format.ts";
import { frenchSpaces } from "./french-spaces.ts";
import { progressSentence, ui } from "./messages.ts";

type ProgressProps = {
  readonly giftsCents: bigint;
  /** Left out where matching doesn't count towards the goal (P6). */
  readonly matchesCents?: bigint | undefined;
  /** Gifts, and matching where it counts, that may still come to nothing. */
  readonly pendingCents?: bigint | undefined;
  readonly goalCents: bigint;
};

const WIDTH = 1000;

/** Gifts, matching and what is pending towards the goal, told apart by colour, pattern and words. */
export function Progress({ giftsCents, matchesCents, pendingCents = 0n, goalCents }: ProgressProps) {
  const matched = matchesCents ?? 0n;
  const language = useLanguage();
  const hatch = useId();
  const euros = (cents: bigint) => formatEuros(cents, language);
  const total = giftsCents + matched;
  const all = total + pendingCents;
  const whole = all > goalCents ? all : goalCents;
  const wide = (cents: bigint) => (whole === 0n ? 0 : Number((cents * BigInt(WIDTH)) / whole));
  const percent = percentOf(total, goalCents);
  const matching = matchesCents === undefined ? undefined : euros(matchesCents);
  const pending = pendingCents > 0n ? euros(pendingCents) : undefined;
  const told = { gifts: euros(giftsCents), matches: matching, pending, goal: euros(goalCents), percent };
  return (
    <div class="progress">
      <p class="raised">
        <strong class="money">{euros(total)}</strong>{" "}
        <span class="percent">{language === "fr" ? frenchSpaces(`${percent} %`) : `${percent}%`}</span>
      </p>
      <svg
        viewBox={`0 0 ${WIDTH} 40`}
        preserveAspectRatio="none"
        role="img"
        aria-label={progressSentence(told)[language]}
      >
        <pattern id={hatch} width="12" height="12" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
          <rect class="hatch-ground" width="12" height="12" />
          <path class="hatch-line" d="M0 0v12" />
        </pattern>
        <rect class="gifts" width={wide(giftsCents)} height="40" />
        <rect fill={`url(#${hatch})`} x={wide(giftsCents)} width={wide(matched)} height="40" />
        {pending && <rect class="pending" x={wide(total)} y="1" width={wide(pendingCents)} height="38" />}
        <rect class="goal" x={Math.min(wide(goalCents), WIDTH - 4)} width="4" height="40" />
      </svg>
      <ul class="legend">
        <li class="gifts">
          {ui.gifts[language]} <span class="money">{euros(giftsCents)}</span>
        </li>
        {matching !== undefined && (
          <li class="matches">
            {ui.matches[language]} <span class="money">{matching}</span>
          </li>
        )}
        {pending && (
          <li class="pending">
            {ui.pending[language]} <span class="money">{pending}</span>
          </li>
        )}
        <li class="goal">
          {ui.goal[language]} <span class="money">{euros(goalCents)}</span>
        </li>
      </ul>
    </div>
  );
}
