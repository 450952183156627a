import type { Cents } from "./money.ts";

export const PLEDGE_STATES = [
  "draft",
  "authorised",
  "charging",
  "captured",
  "action_required",
  "failed",
  "cancelled",
  "expired",
] as const;
export type PledgeState = (typeof PLEDGE_STATES)[number];

/** Allowed changes (P2); the table `state_transitions` mirrors them. */
export const PLEDGE_TRANSITIONS: Readonly<Record<PledgeState, readonly PledgeState[]>> = {
  draft: ["authorised", "charging", "captured", "cancelled", "expired", "failed"],
  authorised: ["charging", "cancelled"],
  charging: ["captured", "action_required", "failed"],
  action_required: ["charging", "captured", "failed"],
  captured: [],
  failed: [],
  cancelled: [],
  expired: [],
};

/** States in which a charge may still come. */
export const OPEN_STATES = ["authorised", "charging", "action_required"] as const satisfies readonly PledgeState[];

export const hasEnded = (state: PledgeState): boolean =>
  state === "failed" || state === "cancelled" || state === "expired";

export type PledgeFacts = {
  readonly state: PledgeState;
  readonly amountCents: Cents;
  readonly tipCents: Cents;
  readonly chargeId: string | undefined;
  readonly held: boolean;
};

export type ChargeFacts = {
  readonly chargeId: string;
  readonly amountCents: Cents;
  readonly currency: string;
  readonly capturedAt: Date;
};

/** `isDecided`: the campaign succeeded, failed or was cancelled; nothing can be added to it any more. */
export type CampaignWindow = { readonly deadlineAt: Date; readonly isDecided: boolean };

export type Capture =
  | { readonly kind: "captured" }
  | { readonly kind: "already_captured" }
  /** Stripe's amount or currency is not ours: nothing moves until a person decided (S4). */
  | { readonly kind: "held" }
  /** Money for a pledge that has ended, or a second charge: refunded once, in full, never matched (P7). */
  | { readonly kind: "late" };

/** What a successful charge means for its pledge, whatever way and however often we learn of it (S2). */
export function decideCapture(pledge: PledgeFacts, charge: ChargeFacts, campaign: CampaignWindow): Capture {
  if (pledge.state === "captured") return { kind: pledge.chargeId === charge.chargeId ? "already_captured" : "late" };
  if (hasEnded(pledge.state) || campaign.isDecided) return { kind: "late" };
  if (pledge.held) return { kind: pledge.chargeId === charge.chargeId ? "held" : "late" };
  if (pledge.state === "draft" && charge.capturedAt >= campaign.deadlineAt) return { kind: "late" };
  if (charge.currency !== "eur" || charge.amountCents !== pledge.amountCents + pledge.tipCents) return { kind: "held" };
  return { kind: "captured" };
}

/** How a pledge ends that will not be captured. */
export const endStateOf = (state: PledgeState): "expired" | "cancelled" | "failed" =>
  state === "draft" ? "expired" : state === "authorised" ? "cancelled" : "failed";

/** Until its charge starts a pledge belongs to the donor (P8). */
export const canBeCancelled = (state: PledgeState): boolean => state === "draft" || state === "authorised";

/** Card networks count attempts on a card: Visa allowed 15 in 30 days, 20 since 2026. The table refuses one more. */
export const MOST_ATTEMPTS = 15;

const RETRY_DAYS = [1, 3, 5, 7] as const;
const DAY_MS = 86_400_000;

/**
 * When a softly declined pledge is charged again: days 1, 3, 5 and 7 after settlement started (P4). Undefined once
 * the calendar or the window has ended.
 */
export function nextChargeAt(settlementStartedAt: Date, now: Date, windowEndsAt: Date): Date | undefined {
  return RETRY_DAYS.map((day) => new Date(settlementStartedAt.getTime() + day * DAY_MS)).find(
    (at) => at > now && at <= windowEndsAt,
  );
}
