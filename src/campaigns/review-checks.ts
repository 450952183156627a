import {
  CHECK_OUTCOMES,
  type CheckOutcome,
  checklistFaults,
  REVIEW_RULES,
  type ReviewCheck,
} from "../domain/review-checklist.ts";
import { invalidInput } from "../errors.ts";
import { type Form, field } from "../http/page-kit.tsx";
import { CHECK_FAULTS } from "./review-messages.ts";

/** The checklist as its form sends it; a rule nobody chose for was not looked at. */
export const readChecks = (form: Form): readonly ReviewCheck[] =>
  REVIEW_RULES.map((rule) => ({
    rule,
    outcome: CHECK_OUTCOMES.find((one): one is CheckOutcome => one === field(form, `check-${rule}`)) ?? "not_looked",
    note: field(form, `note-${rule}`).trim().slice(0, 1_000),
  }));

/** @throws AppError 422 that names each rule in the way of the decision. A program may decide without a checklist. */
export function requireChecks(
  checks: readonly ReviewCheck[] | undefined,
  decision: "approved" | "changes_requested",
): void {
  if (checks === undefined) return;
  const faults = checklistFaults(checks, decision);
  if (faults.length === 0) return;
  throw invalidInput(
    faults.map(({ rule, fault }) => ({
      field: fault === "no-note" ? `note-${rule}` : `check-${rule}`,
      message: CHECK_FAULTS[fault](rule),
    })),
  );
}
