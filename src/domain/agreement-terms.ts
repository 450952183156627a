import type { Nature } from "./agreement.ts";
import { type Cents, cents } from "./money.ts";

/** One payment of a promise. */
export type DuePayment = { readonly dueOn: string; readonly amountCents: bigint };

/** A rule as the comparison needs it: what it says, from its own data. */
export type ReadRule = { readonly key: string; readonly reading: string };

type Common = { readonly key: string; readonly label: string; readonly nature: Nature };

export type MoneyLine = Common & {
  readonly kind: "money";
  readonly amountCents: bigint;
  readonly schedule: readonly DuePayment[];
  readonly potName: string;
  /** None: an envelope that no rule spends. */
  readonly rules: readonly ReadRule[];
};

export type GoodsLine = Common & {
  readonly kind: "goods";
  readonly quantity: number;
  readonly unit: string;
  readonly unitValueCents: bigint;
};

export type SkillLine = Common & {
  readonly kind: "skill_days";
  readonly days: number;
  readonly dayValueCents: bigint;
  readonly purpose: string;
};

export type CommitmentLine = MoneyLine | GoodsLine | SkillLine;
export type CommitmentKind = CommitmentLine["kind"];
export const COMMITMENT_KINDS = ["money", "goods", "skill_days"] as const satisfies readonly CommitmentKind[];

/** What both sides agree on. Days are of Europe/Paris, both included. */
export type AgreementTerms = {
  readonly title: string;
  readonly startsOn: string;
  readonly endsOn: string;
  /** Whether money promised and not yet received counts towards a goal (M9). */
  readonly promisedCounts: boolean;
  readonly lines: readonly CommitmentLine[];
};

/** What of a line its value is made of. */
export type LineWorth =
  | Pick<MoneyLine, "kind" | "amountCents">
  | Pick<GoodsLine, "kind" | "quantity" | "unitValueCents">
  | Pick<SkillLine, "kind" | "days" | "dayValueCents">;

/** The money of all lines, in euro cents. */
export const promisedMoney = (terms: { readonly lines: readonly LineWorth[] }): Cents =>
  cents(terms.lines.reduce((sum, line) => sum + (line.kind === "money" ? line.amountCents : 0n), 0n));

/** What a line promises, in euro cents: goods and days by their declared value. */
export function lineValue(line: LineWorth): Cents {
  switch (line.kind) {
    case "money":
      return cents(line.amountCents);
    case "goods":
      return cents(BigInt(line.quantity) * line.unitValueCents);
    case "skill_days":
      // Days come by halves.
      return cents((BigInt(Math.round(line.days * 2)) * line.dayValueCents) / 2n);
  }
}

export type TermsFault =
  | { readonly fault: "ends-before-start" }
  | { readonly fault: "schedule-off"; readonly line: number; readonly scheduledCents: bigint }
  | { readonly fault: "due-after-end"; readonly line: number; readonly due: number }
  | { readonly fault: "key-repeats"; readonly line: number }
  | { readonly fault: "rule-key-repeats"; readonly line: number; readonly rule: number };

/** What makes terms contradict themselves, so that they are refused with the reason. Rules are judged on their own. */
export function termsFaults(terms: AgreementTerms): readonly TermsFault[] {
  const keys = terms.lines.map((line) => line.key);
  const ruleKeys = terms.lines.flatMap((line) => rulesOf(line).map((rule) => rule.key));
  const isRepeated = (all: readonly string[], key: string) => all.filter((one) => one === key).length > 1;
  return [
    ...(terms.endsOn < terms.startsOn ? [{ fault: "ends-before-start" } as const] : []),
    ...terms.lines.flatMap((line, index) => [
      ...(isRepeated(keys, line.key) ? [{ fault: "key-repeats", line: index } as const] : []),
      ...scheduleFaults(terms, line, index),
      ...rulesOf(line).flatMap((rule, number) =>
        isRepeated(ruleKeys, rule.key) ? [{ fault: "rule-key-repeats", line: index, rule: number } as const] : [],
      ),
    ]),
  ];
}

function scheduleFaults(terms: AgreementTerms, line: CommitmentLine, index: number): readonly TermsFault[] {
  if (line.kind !== "money") return [];
  const scheduledCents = line.schedule.reduce((sum, due) => sum + due.amountCents, 0n);
  return [
    ...(scheduledCents === line.amountCents ? [] : [{ fault: "schedule-off", line: index, scheduledCents } as const]),
    ...line.schedule.flatMap((due, number) =>
      due.dueOn > terms.endsOn ? [{ fault: "due-after-end", line: index, due: number } as const] : [],
    ),
  ];
}

const rulesOf = (line: CommitmentLine): readonly ReadRule[] => (line.kind === "money" ? line.rules : []);

/** One thing that two versions of the terms say differently. Lines and rules are told apart by their keys. */
export type TermsChange =
  | { readonly kind: "title" | "startsOn" | "endsOn"; readonly before: string; readonly after: string }
  | { readonly kind: "promisedCounts"; readonly after: boolean }
  | { readonly kind: "line-added" | "line-removed"; readonly line: CommitmentLine }
  | LineChange;

export type LineChange = { readonly line: CommitmentLine } & (
  | { readonly kind: "label" | "potName" | "unit" | "purpose"; readonly before: string; readonly after: string }
  | { readonly kind: "nature"; readonly before: Nature; readonly after: Nature }
  | {
      readonly kind: "amountCents" | "unitValueCents" | "dayValueCents";
      readonly before: bigint;
      readonly after: bigint;
    }
  | { readonly kind: "quantity" | "days"; readonly before: number; readonly after: number }
  | { readonly kind: "schedule"; readonly before: readonly DuePayment[]; readonly after: readonly DuePayment[] }
  | { readonly kind: "rule-added" | "rule-removed"; readonly reading: string }
  | { readonly kind: "rule-changed"; readonly before: string; readonly after: string }
);

/** Every difference from one version to another, in the order in which the terms are read. None: they say the same. */
export function compareTerms(before: AgreementTerms, after: AgreementTerms): readonly TermsChange[] {
  const known = new Map(before.lines.map((line) => [line.key, line]));
  const kept = new Set<string>();
  const lines = after.lines.flatMap((line): readonly TermsChange[] => {
    const old = known.get(line.key);
    if (old === undefined || old.kind !== line.kind) return [{ kind: "line-added", line }];
    kept.add(line.key);
    return compareLines(old, line);
  });
  const removed = before.lines.filter((line) => !kept.has(line.key));
  return [
    ...(["title", "startsOn", "endsOn"] as const).flatMap((kind) =>
      before[kind] === after[kind] ? [] : [{ kind, before: before[kind], after: after[kind] }],
    ),
    ...(before.promisedCounts === after.promisedCounts
      ? []
      : [{ kind: "promisedCounts", after: after.promisedCounts } as const]),
    ...lines,
    ...removed.map((line) => ({ kind: "line-removed", line }) as const),
  ];
}

function compareLines(before: CommitmentLine, after: CommitmentLine): readonly LineChange[] {
  const line = after;
  const changes: LineChange[] = [];
  if (before.label !== after.label) changes.push({ line, kind: "label", before: before.label, after: after.label });
  if (before.nature !== after.nature)
    changes.push({ line, kind: "nature", before: before.nature, after: after.nature });
  if (before.kind === "money" && after.kind === "money") changes.push(...compareMoney(before, after));
  if (before.kind === "goods" && after.kind === "goods") {
    if (before.quantity !== after.quantity)
      changes.push({ line, kind: "quantity", before: before.quantity, after: after.quantity });
    if (before.unit !== after.unit) changes.push({ line, kind: "unit", before: before.unit, after: after.unit });
    if (before.unitValueCents !== after.unitValueCents)
      changes.push({ line, kind: "unitValueCents", before: before.unitValueCents, after: after.unitValueCents });
  }
  if (before.kind === "skill_days" && after.kind === "skill_days") {
    if (before.days !== after.days) changes.push({ line, kind: "days", before: before.days, after: after.days });
    if (before.dayValueCents !== after.dayValueCents)
      changes.push({ line, kind: "dayValueCents", before: before.dayValueCents, after: after.dayValueCents });
    if (before.purpose !== after.purpose)
      changes.push({ line, kind: "purpose", before: before.purpose, after: after.purpose });
  }
  return changes;
}

function compareMoney(before: MoneyLine, after: MoneyLine): readonly LineChange[] {
  const line = after;
  const known = new Map(before.rules.map((rule) => [rule.key, rule.reading]));
  const stays = new Set(after.rules.map((rule) => rule.key));
  const isSameSchedule =
    before.schedule.length === after.schedule.length &&
    before.schedule.every(
      (due, n) => due.dueOn === after.schedule[n]?.dueOn && due.amountCents === after.schedule[n]?.amountCents,
    );
  return [
    ...(before.amountCents === after.amountCents
      ? []
      : [{ line, kind: "amountCents", before: before.amountCents, after: after.amountCents } as const]),
    ...(before.potName === after.potName
      ? []
      : [{ line, kind: "potName", before: before.potName, after: after.potName } as const]),
    ...(isSameSchedule ? [] : [{ line, kind: "schedule", before: before.schedule, after: after.schedule } as const]),
    ...after.rules.flatMap((rule): readonly LineChange[] => {
      const old = known.get(rule.key);
      if (old === undefined) return [{ line, kind: "rule-added", reading: rule.reading }];
      return old === rule.reading ? [] : [{ line, kind: "rule-changed", before: old, after: rule.reading }];
    }),
    ...before.rules
      .filter((rule) => !stays.has(rule.key))
      .map((rule) => ({ line, kind: "rule-removed", reading: rule.reading }) as const),
  ];
}
