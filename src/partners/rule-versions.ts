import { and, asc, desc, eq, gt, inArray } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { canonicalJson } from "../agreements/terms-json.ts";
import { recordAudit } from "../audit/record-audit.ts";
import type { Transaction } from "../db/client.ts";
import { matchingPots, matchingRules } from "../db/schema/index.ts";
import type { Deps } from "../deps.ts";
import type { Actor } from "../domain/actor.ts";
import type { RuleTerms } from "../domain/matching/rule-terms.ts";
import { ruleColumns } from "../matching/rule-rows.ts";
import { auditedTerms } from "./rule-columns.ts";

export type RuleRow = typeof matchingRules.$inferSelect;

/** The latest version of every rule of an agreement, ended or not. Call it with the rule book held. */
export async function latestRules(tx: Transaction, { fundId }: Deps, agreementId: string): Promise<readonly RuleRow[]> {
  const rows = await tx
    .selectDistinctOn([matchingRules.id], { rule: matchingRules })
    .from(matchingRules)
    .innerJoin(matchingPots, and(eq(matchingPots.fundId, fundId), eq(matchingPots.id, matchingRules.potId)))
    .where(and(eq(matchingRules.fundId, fundId), eq(matchingPots.agreementId, agreementId)))
    .orderBy(asc(matchingRules.id), desc(matchingRules.version));
  return rows.map((row) => row.rule);
}

/** Ends rules for pledges recorded from `at` on, by their next version (M8); those that ended before stay as they are. */
export async function endRules(
  tx: Transaction,
  actor: Actor,
  rules: readonly RuleRow[],
  { at, reason }: { readonly at: Date; readonly reason: string },
): Promise<readonly RuleRow[]> {
  const running = rules.filter((rule) => rule.endsAt > at);
  for (const rule of running) {
    // One that had not begun yet must never begin: it ends, and so starts, in the past.
    const startsAt = rule.startsAt < at ? rule.startsAt : new Date(at.getTime() - 1);
    await follow(tx, actor, rule, { ...rule, startsAt, endsAt: at }, { at, reason });
  }
  return running;
}

/** Writes versions again that were cut short, as the next ones; what has ended meanwhile stays ended. */
export async function restoreRules(
  tx: Transaction,
  actor: Actor,
  { fundId }: Deps,
  kept: readonly { readonly ruleId: string; readonly version: number }[],
  latest: readonly RuleRow[],
  { at, reason }: { readonly at: Date; readonly reason: string },
): Promise<void> {
  if (kept.length === 0) return;
  const rows = await tx
    .select()
    .from(matchingRules)
    .where(
      and(
        eq(matchingRules.fundId, fundId),
        inArray(
          matchingRules.id,
          kept.map((one) => one.ruleId),
        ),
        gt(matchingRules.endsAt, at),
      ),
    );
  for (const { ruleId, version } of kept) {
    const before = rows.find((row) => row.id === ruleId && row.version === version);
    const last = latest.find((row) => row.id === ruleId);
    if (before !== undefined && last !== undefined) await follow(tx, actor, last, before, { at, reason });
  }
}

async function follow(
  tx: Transaction,
  actor: Actor,
  last: RuleRow,
  next: RuleRow,
  { at, reason }: { readonly at: Date; readonly reason: string },
): Promise<void> {
  const version = last.version + 1;
  await tx.insert(matchingRules).values({ ...next, version, validFrom: at });
  await recordAudit(tx, actor, {
    action: "rule.change",
    subject: ["rule", last.id],
    change: { version, startsAt: next.startsAt.toISOString(), endsAt: next.endsAt.toISOString() },
    reason,
  });
}

/** Writes what was signed of a rule: its version 1, its next version where it changed, nothing where it did not. */
export async function writeRule(
  tx: Transaction,
  actor: Actor,
  { fundId }: Deps,
  { last, potId, terms, at }: { last: RuleRow | undefined; potId: string; terms: RuleTerms; at: Date },
): Promise<string> {
  const columns = ruleColumns(terms);
  if (last !== undefined && last.potId === potId && saysTheSame(last, columns)) return last.id;
  const id = last?.id ?? uuidv7();
  const version = (last?.version ?? 0) + 1;
  await tx.insert(matchingRules).values({ fundId, id, version, potId, validFrom: at, ...columns });
  await recordAudit(tx, actor, {
    action: last === undefined ? "rule.create" : "rule.change",
    subject: ["rule", id],
    change: { version, ...auditedTerms(terms) },
  });
  return id;
}

const saysTheSame = (row: RuleRow, columns: ReturnType<typeof ruleColumns>): boolean =>
  canonicalJson(Object.fromEntries(Object.keys(columns).map((name) => [name, Reflect.get(row, name)]))) ===
  canonicalJson(columns);
