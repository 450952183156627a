import { and, eq } from "drizzle-orm";
import { endOfDay, startOfDay } from "../campaigns/paris-days.ts";
import type { Transaction } from "../db/client.ts";
import { commitments } from "../db/schema/index.ts";
import { termsFaults } from "../domain/agreement-terms.ts";
import { ruleFaults } from "../domain/matching/rule-terms.ts";
import { AppError, type FieldError, invalidInput } from "../errors.ts";
import { RULE_FAULTS } from "../partners/messages.ts";
import { locateTerms, termsOf } from "../partners/rule-columns.ts";
import { asRead } from "./comparison.ts";
import type { LineInput, TermsInput } from "./forms.ts";
import { belowConfirmed, endsInPast, kindChanged, termsFaultField } from "./messages.ts";

/** The days between which an agreement's rules may answer. */
export const datesOf = (terms: TermsInput) => ({
  signedAt: startOfDay(terms.startsOn),
  endsAt: endOfDay(terms.endsOn),
});

/** @throws AppError 422 that names what contradicts itself, the calendar, or what was delivered already. */
export async function checkTermsOf(
  tx: Transaction,
  fundId: string,
  agreementId: string,
  terms: TermsInput,
  now: Date,
): Promise<void> {
  const held = await heldCommitments(tx, fundId, agreementId);
  const faults = [
    ...termsFaults(asRead("", terms, "fr")).map(termsFaultField),
    ...(datesOf(terms).endsAt <= now ? [endsInPast] : []),
    ...terms.lines.flatMap((line, index) => [...ruleErrors(terms, line, index), ...heldErrors(held, line, index)]),
    ...(await unlocated(tx, terms)),
  ];
  if (faults.length > 0) throw invalidInput(faults);
}

type Held = { readonly kind: string; readonly confirmedQuantity: number };

async function heldCommitments(tx: Transaction, fundId: string, agreementId: string) {
  const rows = await tx
    .select({ key: commitments.key, kind: commitments.kind, confirmedQuantity: commitments.confirmedQuantity })
    .from(commitments)
    .where(and(eq(commitments.fundId, fundId), eq(commitments.agreementId, agreementId)));
  return new Map<string, Held>(rows.map((row) => [row.key, row]));
}

function ruleErrors(terms: TermsInput, line: LineInput, index: number): readonly FieldError[] {
  if (line.kind !== "money") return [];
  const rules = line.rules.map(({ rule }) => termsOf(rule));
  return rules.flatMap((rule, number) =>
    ruleFaults(rule, datesOf(terms), {
      promisedCents: line.amountCents,
      otherShares: rules.toSpliced(number, 1).flatMap((other) => other.heldShares),
    }).map((fault) => {
      const { field, message } = RULE_FAULTS[fault];
      return { field: ruleField(index, number, field), message };
    }),
  );
}

/** Rules around a commune that nobody can place. */
async function unlocated(tx: Transaction, terms: TermsInput): Promise<readonly FieldError[]> {
  const errors: FieldError[] = [];
  for (const [index, line] of terms.lines.entries()) {
    if (line.kind !== "money") continue;
    for (const [number, { rule }] of line.rules.entries()) {
      try {
        await locateTerms(tx, termsOf(rule));
      } catch (error) {
        if (!(error instanceof AppError)) throw error;
        errors.push(...error.fields.map((one) => ({ ...one, field: ruleField(index, number, one.field) })));
      }
    }
  }
  return errors;
}

const ruleField = (line: number, rule: number, field: string) => `lines.${line}.rules.${rule}.rule.${field}`;

function heldErrors(held: ReadonlyMap<string, Held>, line: LineInput, index: number): readonly FieldError[] {
  const known = held.get(line.key);
  if (known === undefined) return [];
  if (known.kind !== line.kind) return [kindChanged(index)];
  if (line.kind === "goods" && line.quantity < known.confirmedQuantity) return [belowConfirmed(index, "quantity")];
  if (line.kind === "skill_days" && line.days < known.confirmedQuantity) return [belowConfirmed(index, "days")];
  return [];
}
