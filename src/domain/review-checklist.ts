/** What a case officer looks at before a campaign may be published, in the order of the page. */
export const REVIEW_RULES = ["organisation", "place", "budget", "rewards", "story", "dates"] as const;
export type ReviewRule = (typeof REVIEW_RULES)[number];

export const CHECK_OUTCOMES = ["met", "not_met", "not_looked"] as const;
export type CheckOutcome = (typeof CHECK_OUTCOMES)[number];

export type ReviewCheck = { readonly rule: ReviewRule; readonly outcome: CheckOutcome; readonly note: string };

export type CheckFault = { readonly rule: ReviewRule; readonly fault: "not-met" | "no-note" };

/**
 * What stands between a checklist and its decision: an approval has every rule looked at and met; what is not met says
 * why, whatever is decided.
 */
export function checklistFaults(
  checks: readonly ReviewCheck[],
  decision: "approved" | "changes_requested",
): readonly CheckFault[] {
  const of = (rule: ReviewRule) => checks.find((check) => check.rule === rule);
  return REVIEW_RULES.flatMap((rule): readonly CheckFault[] => {
    const check = of(rule);
    if (check?.outcome === "not_met" && check.note.trim() === "") return [{ rule, fault: "no-note" }];
    return decision === "approved" && check?.outcome !== "met" ? [{ rule, fault: "not-met" }] : [];
  });
}
