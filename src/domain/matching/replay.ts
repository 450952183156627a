/** What a replay found to be otherwise than the log and the rules say (M14). */
export type ReplayCause =
  | "replay-amount"
  | "replay-bound"
  | "replay-pot"
  | "replay-caps"
  | "replay-rule-version"
  | "replay-trace-missing"
  | "replay-trace-unexpected"
  | "replay-match-missing"
  | "replay-match-differs"
  | "replay-match-untraced"
  | "replay-history"
  | "replay-refund"
  | "replay-round";

export type ReplayFinding = {
  /** What it is about: `trace:<id>`, `match:<id>` or `pledge:<id>:rule:<id>`. */
  readonly subject: string;
  readonly cause: ReplayCause;
  readonly pledgeId: string;
  /** Signed euro cents: what is stored above (+) or below (−) what comes out. */
  readonly amountCents: bigint;
  readonly expected: Readonly<Record<string, string | number>>;
  readonly stored: Readonly<Record<string, string | number>>;
};
