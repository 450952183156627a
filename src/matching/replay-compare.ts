import type { MatchTrace } from "../domain/matching/evaluate.ts";
import type { ReplayFinding } from "../domain/matching/replay.ts";
import { givesLump, type MatchingRule } from "../domain/matching/rule.ts";
import type { LoggedPledge, LoggedTrace } from "./replay-log.ts";

type Told = ReplayFinding["expected"];

const finding = (
  subject: string,
  cause: ReplayFinding["cause"],
  pledge: LoggedPledge,
  told: { readonly expected: Told; readonly stored: Told; readonly amountCents?: bigint },
): ReplayFinding => ({
  subject,
  cause,
  pledgeId: pledge.pledgeId,
  amountCents: told.amountCents ?? 0n,
  expected: told.expected,
  stored: told.stored,
});

/** What the rules answer again, against the trace that was kept: the first thing that differs. */
export function compareTrace(
  pledge: LoggedPledge,
  expected: MatchTrace,
  logged: LoggedTrace,
): readonly ReplayFinding[] {
  const subject = `trace:${logged.traceId}`;
  const amounts = {
    expected: { amountCents: Number(expected.amountCents), bound: expected.boundBy },
    stored: { amountCents: Number(logged.amountCents), bound: logged.boundBy },
    amountCents: logged.amountCents - expected.amountCents,
  };
  if (expected.ruleVersion !== logged.ruleVersion)
    return [
      finding(subject, "replay-rule-version", pledge, {
        expected: { ruleVersion: expected.ruleVersion, ...amounts.expected },
        stored: { ruleVersion: logged.ruleVersion, ...amounts.stored },
        amountCents: amounts.amountCents,
      }),
    ];
  if (expected.amountCents !== logged.amountCents) return [finding(subject, "replay-amount", pledge, amounts)];
  if (expected.boundBy !== logged.boundBy) return [finding(subject, "replay-bound", pledge, amounts)];
  const pots = {
    expected: { potBeforeCents: Number(expected.potBeforeCents), potAfterCents: Number(expected.potAfterCents) },
    stored: { potBeforeCents: Number(logged.potBeforeCents), potAfterCents: Number(logged.potAfterCents) },
    amountCents: logged.potAfterCents - expected.potAfterCents,
  };
  if (expected.potBeforeCents !== logged.potBeforeCents || expected.potAfterCents !== logged.potAfterCents)
    return [finding(subject, "replay-pot", pledge, pots)];
  return compareCaps(subject, pledge, expected, logged);
}

function compareCaps(
  subject: string,
  pledge: LoggedPledge,
  expected: MatchTrace,
  { trace }: LoggedTrace,
): readonly ReplayFinding[] {
  const told = (of: { readonly formulaCents: bigint | number; readonly caps: readonly Cap[] }): Told => ({
    formula: Number(of.formulaCents),
    ...Object.fromEntries(of.caps.map(({ bound, allowsCents }) => [bound, Number(allowsCents)])),
  });
  const [comes, kept] = [told(expected), told(trace)];
  const names = new Set([...Object.keys(comes), ...Object.keys(kept)]);
  const differs =
    [...names].some((name) => comes[name] !== kept[name]) || trace.gift.baseCents !== Number(pledge.baseCents);
  return differs
    ? [
        finding(subject, "replay-caps", pledge, {
          expected: { gift: Number(pledge.baseCents), ...comes },
          stored: { gift: trace.gift.baseCents, ...kept },
        }),
      ]
    : [];
}

type Cap = { readonly bound: string; readonly allowsCents: bigint | number };

/** The match a trace speaks of, against the trace. */
export function compareMatch(
  pledge: LoggedPledge,
  rule: MatchingRule | undefined,
  logged: LoggedTrace,
): readonly ReplayFinding[] {
  const { match, matchId, amountCents, traceId } = logged;
  if (amountCents === 0n && matchId === undefined) return [];
  if (match === undefined)
    return [
      finding(`trace:${traceId}`, "replay-match-missing", pledge, {
        expected: { amountCents: Number(amountCents) },
        stored: { amountCents: 0 },
        amountCents: -amountCents,
      }),
    ];
  const expected = {
    amountCents: Number(amountCents),
    ruleId: logged.ruleId,
    ruleVersion: logged.ruleVersion,
    pledgeId: pledge.pledgeId,
    campaignId: pledge.campaignId,
    ...(rule && { potId: rule.potId, lump: givesLump(rule) ? 1 : 0 }),
  };
  const stored: Told = {
    amountCents: Number(match.grantedCents),
    ruleId: match.ruleId,
    ruleVersion: match.ruleVersion,
    pledgeId: match.pledgeId,
    campaignId: match.campaignId,
    ...(rule && { potId: match.potId, lump: match.isLump ? 1 : 0 }),
  };
  const differing = Object.entries(expected).filter(([name, value]) => stored[name] !== value);
  if (differing.length === 0) return [];
  const shown = differing.map(([name]) => name);
  const only = (told: Told) => Object.fromEntries(Object.entries(told).filter(([name]) => shown.includes(name)));
  return [
    finding(`match:${matchId}`, "replay-match-differs", pledge, {
      expected: only(expected),
      stored: only(stored),
      amountCents: match.grantedCents - amountCents,
    }),
  ];
}

export const potDiffers = (pledge: LoggedPledge, logged: LoggedTrace, heldCents: bigint): ReplayFinding =>
  finding(`trace:${logged.traceId}`, "replay-pot", pledge, {
    expected: { potBeforeCents: Number(heldCents) },
    stored: { potBeforeCents: Number(logged.potBeforeCents) },
    amountCents: logged.potBeforeCents - heldCents,
  });

export const missingTrace = (pledge: LoggedPledge, rule: Pick<MatchingRule, "id" | "version">): ReplayFinding =>
  finding(`pledge:${pledge.pledgeId}:rule:${rule.id}`, "replay-trace-missing", pledge, {
    expected: { ruleId: rule.id, ruleVersion: rule.version },
    stored: {},
  });

export const unexpectedTrace = (pledge: LoggedPledge, logged: LoggedTrace): ReplayFinding =>
  finding(`trace:${logged.traceId}`, "replay-trace-unexpected", pledge, {
    expected: {},
    stored: { ruleId: logged.ruleId, ruleVersion: logged.ruleVersion, amountCents: Number(logged.amountCents) },
    amountCents: logged.amountCents,
  });
