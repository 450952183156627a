import { closenessOfNames } from "./payer-name.ts";
import { closenessToReference } from "./quoted-reference.ts";

/** Something of the fund's that a bank line may be about, with what its payer should have written. */
export type Candidate = {
  /** As `parseResolution` reads it, e.g. `pot:<id>`. */
  readonly resolution: string;
  readonly references: readonly string[];
  /** Who would pay it, or be paid. */
  readonly names: readonly string[];
  /** Sums that are awaited of it, positive euro cents. */
  readonly awaitedCents: readonly bigint[];
};

type UnplacedLine = {
  readonly amountCents: bigint;
  /** Everything the payer wrote. */
  readonly text: string;
  readonly payer: string;
};

/** Why a candidate is proposed. */
export type Sign = "reference" | "reference-near" | "name" | "name-near" | "amount";

export type Suggestion = { readonly resolution: string; readonly signs: readonly Sign[] };

/** A reference bears check digits, so that one slip away from it is hardly ever chance; a sum alone often is. */
const WEIGHTS: Readonly<Record<Sign, number>> = {
  reference: 10,
  "reference-near": 8,
  name: 4,
  "name-near": 3,
  amount: 2,
};

const MOST_SUGGESTED = 5;

/**
 * What a line most likely is about, the likeliest first, at most five; only what bears at least one sign. A person
 * chooses and a second one agrees: nothing is ever booked from this (R2, R3). The order of the candidates is no matter.
 */
export function suggestForLine(line: UnplacedLine, candidates: readonly Candidate[]): readonly Suggestion[] {
  return candidates
    .map((candidate) => ({ resolution: candidate.resolution, signs: signsOf(line, candidate) }))
    .filter(({ signs }) => signs.length > 0)
    .toSorted((a, b) => weightOf(b) - weightOf(a) || (a.resolution < b.resolution ? -1 : 1))
    .slice(0, MOST_SUGGESTED);
}

const weightOf = ({ signs }: Suggestion): number => signs.reduce((sum, sign) => sum + WEIGHTS[sign], 0);

function signsOf({ amountCents, text, payer }: UnplacedLine, candidate: Candidate): readonly Sign[] {
  const size = amountCents < 0n ? -amountCents : amountCents;
  const quoted = closest(candidate.references.map((reference) => closenessToReference(text, reference)));
  const named = closest(candidate.names.map((name) => closenessOfNames(payer, name)));
  const signs: Sign[] = [];
  if (quoted !== "far") signs.push(quoted === "same" ? "reference" : "reference-near");
  if (named !== "far") signs.push(named === "same" ? "name" : "name-near");
  if (candidate.awaitedCents.includes(size)) signs.push("amount");
  return signs;
}

type Closeness = "same" | "near" | "far";

const closest = (found: readonly Closeness[]): Closeness =>
  found.includes("same") ? "same" : found.includes("near") ? "near" : "far";
