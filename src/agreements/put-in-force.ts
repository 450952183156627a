import { and, eq, inArray } from "drizzle-orm";
import type { Transaction } from "../db/client.ts";
import { fundNow } from "../db/clock.ts";
import { commitmentRules, commitments, cooperationAgreements, matchingPots } from "../db/schema/index.ts";
import type { Deps } from "../deps.ts";
import type { Actor } from "../domain/actor.ts";
import { changeRuleBook } from "../matching/rule-book.ts";
import { changePromise } from "../partners/change-promise.ts";
import { openPot } from "../partners/create-pot.ts";
import { locateTerms, termsOf } from "../partners/rule-columns.ts";
import { endRules, latestRules, type RuleRow, writeRule } from "../partners/rule-versions.ts";
import { scheduleCalls } from "../pots/schedule-calls.ts";
import { datesOf } from "./check-terms.ts";
import type { LineInput, TermsInput } from "./forms.ts";
import type { AgreementRow } from "./lock-agreement.ts";

type Signed = { readonly agreement: AgreementRow; readonly version: number; readonly terms: TermsInput };

/**
 * Makes what was signed hold: dates, pots with their promises, rules as next versions (M8), goods and days. What is
 * not in the terms any more ends; nothing funded, reserved or committed is touched.
 */
export async function putInForce(tx: Transaction, deps: Deps, actor: Actor, signed: Signed): Promise<void> {
  const { agreement, version, terms } = signed;
  await changeRuleBook(tx, deps.fundId);
  const at = await fundNow(tx);
  await tx
    .update(cooperationAgreements)
    .set({
      state: "in_force",
      title: terms.title,
      signedVersion: version,
      signedAt: agreement.signedAt ?? at,
      endsAt: datesOf(terms).endsAt,
      promisedCounts: terms.promisedCounts,
    })
    .where(and(eq(cooperationAgreements.fundId, deps.fundId), eq(cooperationAgreements.id, agreement.id)));

  const known = await knownOf(tx, deps, agreement.id);
  const keptRules = new Set<string>();
  for (const [position, line] of terms.lines.entries()) {
    const potId = line.kind === "money" ? await applyMoney(tx, deps, actor, agreement.id, known, line) : null;
    await writeCommitment(tx, deps, agreement.id, line, position, potId);
    if (line.kind !== "money" || potId === null) continue;
    for (const { key, rule } of line.rules) {
      const last = known.ruleByKey(key);
      const ruleId = await writeRule(tx, actor, deps, { last, potId, terms: await locateTerms(tx, termsOf(rule)), at });
      keptRules.add(ruleId);
      await tx
        .insert(commitmentRules)
        .values({ fundId: deps.fundId, agreementId: agreement.id, key, ruleId })
        .onConflictDoNothing();
    }
  }
  await removeLines(tx, deps, actor, signed, known);
  const gone = known.rules.filter((rule) => !keptRules.has(rule.id));
  await endRules(tx, actor, gone, { at, reason: `version ${version}` });
}

type Known = Awaited<ReturnType<typeof knownOf>>;

/** What stands of the agreement. Where it was signed on paper, pots and rules go by their ids. */
async function knownOf(tx: Transaction, deps: Deps, agreementId: string) {
  const { fundId } = deps;
  const rules = await latestRules(tx, deps, agreementId);
  const lines = await tx
    .select()
    .from(commitments)
    .where(and(eq(commitments.fundId, fundId), eq(commitments.agreementId, agreementId)));
  const keys = await tx
    .select({ key: commitmentRules.key, ruleId: commitmentRules.ruleId })
    .from(commitmentRules)
    .where(and(eq(commitmentRules.fundId, fundId), eq(commitmentRules.agreementId, agreementId)));
  const pots = await tx
    .select()
    .from(matchingPots)
    .where(and(eq(matchingPots.fundId, fundId), eq(matchingPots.agreementId, agreementId)))
    .orderBy(matchingPots.id)
    .for("no key update");
  return {
    rules,
    lines,
    pots,
    potByKey: (key: string) => {
      const potId = lines.find((line) => line.key === key)?.potId ?? key;
      return pots.find((pot) => pot.id === potId);
    },
    ruleByKey: (key: string): RuleRow | undefined => {
      const ruleId = keys.find((one) => one.key === key)?.ruleId ?? key;
      return rules.find((rule) => rule.id === ruleId);
    },
  };
}

async function applyMoney(
  tx: Transaction,
  deps: Deps,
  actor: Actor,
  agreementId: string,
  known: Known,
  line: Extract<LineInput, { kind: "money" }>,
): Promise<string> {
  const pot = known.potByKey(line.key);
  const promise = { name: line.potName, promisedCents: line.amountCents };
  if (pot !== undefined) await changePromise(tx, deps, actor, pot, promise);
  const { id } = pot ?? (await openPot(tx, deps, actor, { agreementId, ...promise }));
  await scheduleCalls(tx, deps, actor, id, line.schedule);
  return id;
}

async function writeCommitment(
  tx: Transaction,
  { fundId }: Deps,
  agreementId: string,
  line: LineInput,
  position: number,
  potId: string | null,
): Promise<void> {
  const { key, kind, label, nature } = line;
  const said = { label, nature, position, isRemoved: false, ...inKind(line) };
  await tx
    .insert(commitments)
    .values({ fundId, agreementId, key, kind, potId, ...said })
    .onConflictDoUpdate({ target: [commitments.fundId, commitments.agreementId, commitments.key], set: said });
}

function inKind(line: LineInput) {
  switch (line.kind) {
    case "money":
      return { unit: null, unitValueCents: null, promisedQuantity: null };
    case "goods":
      return { unit: line.unit, unitValueCents: line.unitValueCents, promisedQuantity: line.quantity };
    case "skill_days":
      return { unit: null, unitValueCents: line.dayValueCents, promisedQuantity: line.days };
  }
}

/** A line that is gone promises no more than what it brought. */
async function removeLines(tx: Transaction, deps: Deps, actor: Actor, signed: Signed, known: Known): Promise<void> {
  const { agreement, terms } = signed;
  const kept = new Set(terms.lines.map((line) => line.key));
  const gone = known.lines.filter((line) => !kept.has(line.key) && !line.isRemoved);
  const keptPots = new Set(terms.lines.flatMap((line) => known.potByKey(line.key)?.id ?? []));
  for (const pot of known.pots.filter((one) => !keptPots.has(one.id))) {
    await changePromise(tx, deps, actor, pot, { name: pot.name, promisedCents: 0n });
    await scheduleCalls(tx, deps, actor, pot.id, []);
  }
  for (const line of gone.filter((one) => one.kind !== "money"))
    await tx
      .update(commitments)
      .set({ promisedQuantity: line.confirmedQuantity })
      .where(
        and(
          eq(commitments.fundId, deps.fundId),
          eq(commitments.agreementId, agreement.id),
          eq(commitments.key, line.key),
        ),
      );
  if (gone.length === 0) return;
  await tx
    .update(commitments)
    .set({ isRemoved: true })
    .where(
      and(
        eq(commitments.fundId, deps.fundId),
        eq(commitments.agreementId, agreement.id),
        inArray(
          commitments.key,
          gone.map((line) => line.key),
        ),
      ),
    );
}
