import type { Actor } from "./actor.ts";
import { type Action, permits } from "./permissions.ts";
import type { ShortfallPolicy } from "./settlement.ts";

export const CAMPAIGN_STATES = [
  "draft",
  "submitted",
  "changes_requested",
  "approved",
  "scheduled",
  "live",
  "settling",
  "succeeded",
  "failed",
  "suspended",
  "cancelled",
] as const;
export type CampaignState = (typeof CAMPAIGN_STATES)[number];

export const CAMPAIGN_MODES = ["all_or_nothing", "keep_what_you_raise"] as const;
export type CampaignMode = (typeof CAMPAIGN_MODES)[number];

export const CAMPAIGN_CATEGORIES = [
  "equipment",
  "workshops",
  "training",
  "accessibility",
  "premises",
  "mobility",
  "other",
] as const;
export type CampaignCategory = (typeof CAMPAIGN_CATEGORIES)[number];

type Step = { readonly [from in CampaignState]?: CampaignState };

/** P3, action by action. The table `state_transitions` holds the same pairs. */
export const CAMPAIGN_STEPS = {
  submit: { draft: "submitted", changes_requested: "submitted" },
  "request-changes": { submitted: "changes_requested" },
  approve: { submitted: "approved" },
  schedule: { approved: "scheduled" },
  open: { scheduled: "live" },
  "start-settlement": { live: "settling" },
  succeed: { settling: "succeeded" },
  fail: { settling: "failed" },
  suspend: { live: "suspended" },
  resume: { suspended: "live" },
  cancel: {
    draft: "cancelled",
    submitted: "cancelled",
    changes_requested: "cancelled",
    approved: "cancelled",
    scheduled: "cancelled",
    live: "cancelled",
    suspended: "cancelled",
  },
} as const satisfies Record<string, Step>;

export type CampaignAction = keyof typeof CAMPAIGN_STEPS;

/** Where the action leads from this state, or undefined where P3 has no such step. */
export function nextState(state: CampaignState, action: CampaignAction): CampaignState | undefined {
  const step: Step = CAMPAIGN_STEPS[action];
  return step[state];
}

/** Whether donors ever saw the campaign: from then on its terms stand (P10). */
export const wasOpened = (state: CampaignState): boolean =>
  state === "live" || state === "suspended" || state === "settling" || state === "succeeded" || state === "failed";

/** Whether people still take part in it besides giving: they ask questions and offer things. */
export const isUnderWay = (state: CampaignState): boolean =>
  state === "live" || state === "settling" || state === "succeeded";

export const isEditable = (state: CampaignState): boolean => state === "draft" || state === "changes_requested";

/** No pledge at or after the deadline, whatever the stored state says (P3). Instants of the fund's clock. */
export const acceptsPledges = (state: CampaignState, deadlineAt: Date, now: Date): boolean =>
  state === "live" && now.getTime() < deadlineAt.getTime();

const ACTION_PERMISSIONS = {
  submit: "campaign.submit",
  "request-changes": "campaign.review",
  approve: "campaign.review",
  suspend: "campaign.suspend",
  resume: "campaign.suspend",
} as const satisfies { readonly [action in CampaignAction]?: Action };

/**
 * Whether the actor may take the action on a campaign in this state (P3, X1). A case officer never judges
 * the campaign of an organisation they belong to; once donors have seen it, only an administrator cancels.
 */
export function mayChange(actor: Actor, action: CampaignAction, state: CampaignState, organisationId: string): boolean {
  switch (action) {
    case "schedule":
    case "open":
    case "start-settlement":
    case "succeed":
    case "fail":
      return actor.kind === "worker";
    case "cancel":
      return permits(actor, wasOpened(state) ? "campaign.cancel-opened" : "campaign.cancel", organisationId);
    case "request-changes":
    case "approve":
      return permits(actor, ACTION_PERMISSIONS[action]) && !belongsTo(actor, organisationId);
    case "submit":
    case "suspend":
    case "resume":
      return permits(actor, ACTION_PERMISSIONS[action], organisationId);
  }
}

const belongsTo = (actor: Actor, organisationId: string): boolean =>
  actor.kind === "user" && actor.memberships.some((m) => m.organisationId === organisationId);

export const SHORTFALL_POLICIES = [
  "fail_and_refund",
  "accept_minimum",
  "reserve_top_up",
] as const satisfies readonly ShortfallPolicy["kind"][];
