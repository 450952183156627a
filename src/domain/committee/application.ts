export const APPLICATION_STATES = [
  "draft",
  "submitted",
  "changes_requested",
  "admissible",
  "granted",
  "refused",
] as const;
export type ApplicationState = (typeof APPLICATION_STATES)[number];

/** Kept aside for its campaign, joined to a grant, or back in the general pot. */
export const AWARD_STATES = ["reserved", "granted", "released"] as const;
export type AwardState = (typeof AWARD_STATES)[number];

export const isApplicationEditable = (state: ApplicationState): boolean =>
  state === "draft" || state === "changes_requested";

export const REVIEW_OUTCOMES = ["admissible", "changes_requested", "refused"] as const;
export type ReviewOutcome = (typeof REVIEW_OUTCOMES)[number];
