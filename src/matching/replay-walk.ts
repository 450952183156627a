import type { ReplayFinding } from "../domain/matching/replay.ts";
import { replayBook } from "./replay-book.ts";
import { missingTrace, unexpectedTrace } from "./replay-compare.ts";
import type { ReplayContext } from "./replay-context.ts";
import { judgeAnswers, judgeShare } from "./replay-judge.ts";
import type { LoggedPledge, LoggedTrace, LogLine } from "./replay-log.ts";

export type ReplayCounts = { pledges: number; traces: number; matches: number };

/**
 * Walks the log line by line. Each answer is judged on what the log says stood before it, and then taken as it
 * happened: so one that differs is found once, and those after it are judged by themselves; if none differs, each
 * follows from those before, back to the empty book.
 */
export function replayWalk(context: ReplayContext) {
  const book = replayBook(context.merges, context.ceilings);
  const waiting = new Map<string, readonly LoggedTrace[]>();
  const counts: ReplayCounts = { pledges: 0, traces: 0, matches: 0 };

  /** All rules in force at the gift's time, each once and no other (M3, M8). */
  const judgePledge = (pledge: LoggedPledge, traces: readonly LoggedTrace[]): readonly ReplayFinding[] => {
    counts.pledges += 1;
    const inForce = context.rulesAt(pledge.recordedAt);
    const known = new Map(traces.map((logged) => [logged.ruleId, logged]));
    const asked = inForce.flatMap((rule) => {
      const logged = known.get(rule.id);
      return logged === undefined ? [] : [{ rule, logged }];
    });
    const taken = new Set(asked.map(({ logged }) => logged));
    return [
      ...inForce.flatMap((rule) => (known.has(rule.id) ? [] : [missingTrace(pledge, rule)])),
      ...traces.flatMap((one) => (taken.has(one) ? [] : [unexpectedTrace(pledge, one)])),
      ...judgeAnswers(book, pledge, asked, inForce),
    ];
  };

  /** Freed money for a gift that had its answer (M11), under the version it had then; or its share of a round (M15). */
  const judgeLater = (pledge: LoggedPledge, logged: LoggedTrace): readonly ReplayFinding[] => {
    const inForce = context.rulesAt(pledge.recordedAt);
    const rule = inForce.find(({ id }) => id === logged.ruleId);
    if (rule === undefined) return [unexpectedTrace(pledge, logged)];
    return logged.cause === "backfill"
      ? judgeAnswers(book, pledge, [{ rule, logged }], inForce)
      : judgeShare(book, pledge, { rule, logged });
  };

  /** Traces of one gift may stand apart where others took other pots in between: they are judged together. */
  const judgeTrace = ({ pledge, trace, siblings }: Extract<LogLine, { kind: "trace" }>) => {
    counts.traces += 1;
    if (trace.amountCents > 0n) counts.matches += 1;
    if (trace.cause !== "pledge") return judgeLater(pledge, trace);
    const together = [...(waiting.get(pledge.pledgeId) ?? []), trace];
    waiting.set(pledge.pledgeId, together);
    if (together.length < siblings) return [];
    waiting.delete(pledge.pledgeId);
    return judgePledge(
      pledge,
      together.toSorted((a, b) => a.sequence - b.sequence),
    );
  };

  return {
    counts,
    /** What this line of the log shows to be otherwise. */
    walk(line: LogLine): readonly ReplayFinding[] {
      switch (line.kind) {
        case "trace":
          return judgeTrace(line);
        case "given_back":
          book.giveBack(line.pledge, line.match, line.amountCents);
          return [];
        case "money":
          book.movePot(line.potId, line.changeCents);
          return [];
      }
    },
  };
}
