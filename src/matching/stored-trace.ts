import type { MatchTrace, RuleWithUsage } from "../domain/matching/evaluate.ts";
import type { GiftFacts, RuleUsage } from "../domain/matching/facts.ts";
import type { Formula } from "../domain/matching/rule.ts";
import { InvariantViolation } from "../errors.ts";

/** A value as JSON keeps it: cents and counts as plain numbers, instants as ISO text. */
export type Stored<T> = T extends bigint
  ? number
  : T extends Date
    ? string
    : T extends readonly (infer Item)[]
      ? readonly Stored<Item>[]
      : T extends object
        ? { readonly [K in keyof T]: Stored<T[K]> }
        : T;

/** What a trace keeps as JSON: every input and every cap, so that a replay can start from it (M12, M14). */
export type StoredTrace = {
  readonly formula: Stored<Formula>;
  readonly formulaCents: number;
  readonly caps: Stored<MatchTrace["caps"]>;
  readonly gift: Stored<GiftFacts>;
  readonly usage: Stored<RuleUsage>;
};

export const storedTrace = (trace: MatchTrace, rules: readonly RuleWithUsage[]): StoredTrace =>
  JSON.parse(toJson(keptOfTrace(trace, rules)));

/** The same before it becomes JSON. */
export function keptOfTrace(trace: MatchTrace, rules: readonly RuleWithUsage[]) {
  const input = rules.find(({ rule }) => rule.id === trace.ruleId);
  if (input === undefined) throw new InvariantViolation(`rule ${trace.ruleId} was not evaluated`);
  const { formula, formulaCents, caps } = trace;
  return { formula, formulaCents, caps, gift: input.gift, usage: input.usage };
}

/** Bigints as numbers: amounts are far below 2^53 (A2). */
export const toJson = (value: unknown): string =>
  JSON.stringify(value, (_, one) => (typeof one === "bigint" ? Number(one) : one));
