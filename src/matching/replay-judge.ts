import type { MatchTrace } from "../domain/matching/evaluate.ts";
import type { ReplayFinding } from "../domain/matching/replay.ts";
import { givesLump, type MatchingRule } from "../domain/matching/rule.ts";
import type { Asked, ReplayBook } from "./replay-book.ts";
import { compareMatch, compareTrace, potDiffers } from "./replay-compare.ts";
import type { LoggedPledge, LoggedTrace } from "./replay-log.ts";

/** The answers of these rules as they are stored, against what they answer again; then the book takes what happened. */
export function judgeAnswers(
  book: ReplayBook,
  pledge: LoggedPledge,
  asked: readonly Asked[],
  inForce: readonly MatchingRule[],
): readonly ReplayFinding[] {
  const findings = [...judgePots(book, pledge, asked)];
  const expected = book.answer(pledge, asked, inForce);
  for (const { rule, logged } of asked) {
    const trace = expected.find(({ ruleId }) => ruleId === rule.id);
    if (trace === undefined) continue;
    findings.push(...compareTrace(pledge, trace, logged), ...compareMatch(pledge, rule, logged));
    takeAnswer(book, pledge, rule, logged, trace);
  }
  return findings;
}

/** A share of a round (M15), which the round itself is judged by: here its pot and its match. */
export function judgeShare(book: ReplayBook, pledge: LoggedPledge, { rule, logged }: Asked): readonly ReplayFinding[] {
  const findings = [...judgePots(book, pledge, [{ rule, logged }]), ...compareMatch(pledge, undefined, logged)];
  takeAnswer(book, pledge, rule, logged);
  return findings;
}

/** The pot as the traces saw it against the pot as the log has it; taken as they saw it from then on. */
function judgePots(book: ReplayBook, pledge: LoggedPledge, asked: readonly Asked[]): readonly ReplayFinding[] {
  const judged = new Set<string>();
  return asked.flatMap(({ rule, logged }) => {
    if (judged.has(rule.potId)) return [];
    judged.add(rule.potId);
    const held = book.potHolds(rule.potId);
    if (held === logged.potBeforeCents) return [];
    book.movePot(rule.potId, logged.potBeforeCents - held);
    return [potDiffers(pledge, logged, held)];
  });
}

/** What happened is what comes out, where anything stored says so; else what the history says was reserved. */
function takeAnswer(
  book: ReplayBook,
  pledge: LoggedPledge,
  rule: MatchingRule,
  logged: LoggedTrace,
  expected?: MatchTrace,
): void {
  const told = [logged.reservedCents, logged.match?.grantedCents, logged.amountCents];
  const happened =
    expected !== undefined && told.includes(expected.amountCents)
      ? expected.amountCents
      : (logged.reservedCents ?? logged.amountCents);
  book.record(pledge, { ruleId: rule.id, potId: rule.potId, isLump: givesLump(rule) }, happened);
}
