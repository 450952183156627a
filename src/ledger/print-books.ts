import { centsToDecimal } from "../banking/euro-decimal.ts";
import { findingWords } from "../self-check/finding-words.ts";
import type { Balance } from "./balances.ts";
import { invariantNames } from "./invariants.ts";
import type { Books } from "./read-books.ts";

/** The books as text for a terminal: one line an account, then each invariant that does not hold. */
export function printBooks({ balances, findings }: Books): string {
  const width = Math.max(8, ...balances.map((b) => b.account.length));
  const broken = new Set(findings.map((f) => f.invariant));
  return [
    `${"account".padEnd(width)}  ${"debit €".padStart(16)}  ${"credit €".padStart(16)}`,
    ...balances.map((balance) => lineOf(balance, width)),
    "",
    ...invariantNames.map((name) => `${broken.has(name) ? "BROKEN" : "holds "}  ${name}`),
    ...findings.map((f) => `        ${f.subject}: ${findingWords(f).en} (${f.invariant})`),
    "",
    findings.length === 0 ? "All invariants hold." : `${findings.length} findings: the books do not hold.`,
    "",
  ].join("\n");
}

function lineOf({ account, normalSide, balanceCents }: Balance, width: number): string {
  const onDebit = normalSide === "debit" ? balanceCents >= 0n : balanceCents < 0n;
  const amount = centsToDecimal(balanceCents < 0n ? -balanceCents : balanceCents).padStart(16);
  const nothing = " ".repeat(16);
  return `${account.padEnd(width)}  ${onDebit ? amount : nothing}  ${onDebit ? nothing : amount}`.trimEnd();
}
