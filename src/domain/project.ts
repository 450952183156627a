import { type CampaignState, isEditable } from "./campaign.ts";
import { type Cents, cents, MAX_AMOUNT_CENTS } from "./money.ts";

export const FUNDING_SOURCES = ["own_funds", "campaign", "public_grants", "other"] as const;
export type FundingSource = (typeof FUNDING_SOURCES)[number];

export const MOST_BUDGET_LINES = 40;
export const MOST_PLACES = 50;

export type BudgetLine = { readonly label: string; readonly amountCents: Cents };
export type FundingLine = { readonly source: FundingSource; readonly amountCents: Cents };

export const totalOf = (lines: readonly { readonly amountCents: Cents }[]): Cents =>
  cents(lines.reduce((sum, line) => sum + line.amountCents, 0n));

export type PlanFault =
  | { readonly rule: "no-budget-line" }
  | { readonly rule: "total-too-large" }
  | { readonly rule: "source-twice"; readonly source: FundingSource }
  /** Positive: the plan still lacks this much; negative: it exceeds the budget by as much. */
  | { readonly rule: "funding-differs"; readonly missingCents: bigint };

/** Faults of a budget and its funding plan: both add up to the same total, each source stands once. */
export function planFaults(budget: readonly BudgetLine[], funding: readonly FundingLine[]): readonly PlanFault[] {
  const faults: PlanFault[] = [];
  const total = totalOf(budget);
  if (budget.length === 0) faults.push({ rule: "no-budget-line" });
  if (total > MAX_AMOUNT_CENTS) faults.push({ rule: "total-too-large" });
  for (const source of FUNDING_SOURCES)
    if (funding.filter((line) => line.source === source).length > 1) faults.push({ rule: "source-twice", source });
  const missingCents = total - totalOf(funding);
  if (missingCents !== 0n) faults.push({ rule: "funding-differs", missingCents });
  return faults;
}

/** A project may change while no campaign of it is beyond `changes_requested`; one withdrawn unseen doesn't count. */
export const isProjectEditable = (
  campaigns: readonly { readonly state: CampaignState; readonly openedAt: Date | null }[],
): boolean => campaigns.every((c) => isEditable(c.state) || (c.state === "cancelled" && c.openedAt === null));
