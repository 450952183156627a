import type { CampaignMode } from "./campaign.ts";
import { type CampaignTerms, type TermsFault, termsFaults } from "./campaign-terms.ts";
import type { Cents } from "./money.ts";

const DAY_MS = 86_400_000;

/** Donors keep at least this long between a change and the campaign's end: the way out must be one they can take. */
export const LEAST_NOTICE_DAYS = 3;

/** A gift that was captured before the change is given back on request within this time (P10). */
export const LEAVE_DAYS = 14;

export type ChangedTerms = { readonly goalCents: Cents; readonly deadlineAt: Date };

export type ChangeFault = TermsFault | { readonly rule: "nothing-changes" } | { readonly rule: "too-little-notice" };

/** Faults of a live campaign's terms with another goal or deadline (P10). Empty: it may change. Instants of the fund. */
export function changeFaults(
  terms: CampaignTerms,
  changed: ChangedTerms,
  { plannedCents, now }: { readonly plannedCents: Cents; readonly now: Date },
): readonly ChangeFault[] {
  const isSame = changed.goalCents === terms.goalCents && changed.deadlineAt.getTime() === terms.deadlineAt.getTime();
  if (isSame) return [{ rule: "nothing-changes" }];
  const faults: ChangeFault[] = [...termsFaults({ ...terms, ...changed }, plannedCents)];
  if (changed.deadlineAt.getTime() < now.getTime() + LEAST_NOTICE_DAYS * DAY_MS)
    faults.push({ rule: "too-little-notice" });
  return faults;
}

export const leaveUntil = (changedAt: Date): Date => new Date(changedAt.getTime() + LEAVE_DAYS * DAY_MS);

/**
 * Whether a captured gift goes back on its donor's word alone: made before the change, asked for within the time. Where
 * cards are charged at the end, a pledge is cancelled instead, until its charge (P8).
 */
export const mayLeave = (
  gift: { readonly mode: CampaignMode; readonly recordedAt: Date },
  change: { readonly changedAt: Date; readonly leaveUntil: Date },
  now: Date,
): boolean =>
  gift.mode === "keep_what_you_raise" &&
  gift.recordedAt.getTime() <= change.changedAt.getTime() &&
  now.getTime() < change.leaveUntil.getTime();
