import { splitInProportion } from "./split.ts";

/**
 * Who gave, as the association chart tells dedicated funds apart (règlement ANC 2018-06, art. 132-1 and chart of
 * accounts): 194 operating grants, 195 contributions of other bodies, 196 generosity of the public, mécénat included.
 */
export type ResourceKind = "grants" | "contributions" | "generosity";

const SUFFIX: Readonly<Record<ResourceKind, "4" | "5" | "6">> = { grants: "4", contributions: "5", generosity: "6" };

/** Euro cents over a year; what goes out of a line is negative. */
export type Movements = {
  readonly openingCents: bigint;
  /** From outside, less what went back there. */
  readonly receivedCents: bigint;
  /** Between a pot and the projects it matched: sums to nothing over a funder. */
  readonly movedCents: bigint;
  /** Became a grant, owed to its project: zero or negative, but for uses undone. */
  readonly usedCents: bigint;
};

export const carriedOver = ({ openingCents, receivedCents, movedCents, usedCents }: Movements): bigint =>
  openingCents + receivedCents + movedCents + usedCents;

export type YearEndLine = { readonly number: string; readonly debitCents: bigint; readonly creditCents: bigint };

/**
 * The entries of the year's end for one line: what was used of the funds carried in (debit 19x, credit 789x), then what
 * stays unused of the year's own resources (debit 689x, credit 19x). After both, 19x stands at what is carried over.
 */
export function yearEndLines(kind: ResourceKind, movements: Movements): readonly YearEndLine[] {
  const suffix = SUFFIX[kind];
  const carried = carriedOver(movements);
  const came = movements.receivedCents + movements.movedCents;
  const left = movements.openingCents + (came > 0n ? came : 0n) - carried;
  const taken = left < movements.openingCents ? left : movements.openingCents;
  return [
    ...pair(`19${suffix}000`, `789${suffix}00`, taken),
    ...pair(`689${suffix}00`, `19${suffix}000`, carried - movements.openingCents + taken),
  ];
}

const pair = (debited: string, credited: string, cents: bigint): readonly YearEndLine[] =>
  cents === 0n
    ? []
    : [
        { number: debited, debitCents: cents, creditCents: 0n },
        { number: credited, debitCents: 0n, creditCents: cents },
      ];

/** Lines with the same number joined, side by side, in the order of the chart. */
export function joinLines(lines: readonly YearEndLine[]): readonly YearEndLine[] {
  const sums = new Map<string, YearEndLine>();
  for (const { number, debitCents, creditCents } of lines) {
    const known = sums.get(number) ?? { number, debitCents: 0n, creditCents: 0n };
    sums.set(number, {
      number,
      debitCents: known.debitCents + debitCents,
      creditCents: known.creditCents + creditCents,
    });
  }
  return [...sums.values()].toSorted((a, b) => (a.number < b.number ? -1 : 1));
}

/** What a campaign's matches were at two instants, and what each pot had put there by then. */
export type MatchedCampaign = {
  readonly openingCents: bigint;
  readonly closingCents: bigint;
  readonly pots: readonly { readonly potId: string; readonly movedBeforeCents: bigint; readonly movedCents: bigint }[];
};

/**
 * Parts a campaign's match account among the pots that filled it, since a grant takes it whole: what is held at an
 * instant belongs to them in proportion to what they had put there, to the cent (A3).
 */
export function partMatches({ openingCents, closingCents, pots }: MatchedCampaign) {
  const before = shares(
    openingCents,
    pots.map(({ movedBeforeCents }) => movedBeforeCents),
  );
  const after = shares(
    closingCents,
    pots.map(({ movedBeforeCents, movedCents }) => movedBeforeCents + movedCents),
  );
  return pots.map(({ potId, movedCents }, index) => {
    const [opening, closing] = [before[index] ?? 0n, after[index] ?? 0n];
    return { potId, openingCents: opening, receivedCents: 0n, movedCents, usedCents: closing - opening - movedCents };
  });
}

const shares = (whole: bigint, weights: readonly bigint[]): readonly bigint[] =>
  whole === 0n ? weights.map(() => 0n) : splitInProportion(whole, weights);
