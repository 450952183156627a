import { z } from "zod";

const pledge = z.object({ pledgeId: z.uuid() });
const campaign = z.object({ campaignId: z.uuid() });
/** From the pledge after this one on. */
const campaignBatch = z.object({ campaignId: z.uuid(), after: z.uuid().optional() });

/**
 * Every job by name: its queue and the shape of its payload. Payloads carry ids only, no personal data.
 * Recurring jobs have no payload; `schedule.ts` says how often they run.
 */
export const JOBS = {
  "apply-stripe-event": { queue: "stripe", payload: z.object({ source: z.string(), eventId: z.string() }) },
  "expire-checkout": { queue: "stripe", payload: pledge },
  "charge-pledge": { queue: "stripe", payload: pledge },
  "void-pledge": { queue: "stripe", payload: pledge },
  "charge-campaign": { queue: "stripe", payload: campaignBatch },
  "unwind-campaign": { queue: "stripe", payload: campaignBatch },
  "forget-method": { queue: "stripe", payload: z.object({ changeId: z.uuid() }) },
  "unwind-pledge": { queue: "stripe", payload: pledge },
  "send-refund": { queue: "stripe", payload: z.object({ refundId: z.uuid() }) },
  "send-dispute-answer": { queue: "stripe", payload: z.object({ answerId: z.uuid() }) },
  "settle-campaign": { queue: "money", payload: campaign },
  "backfill-pot": { queue: "money", payload: z.object({ potId: z.uuid() }) },
  "execute-transfer": { queue: "stripe", payload: z.object({ disbursementId: z.uuid() }) },
  "reverse-transfer": { queue: "stripe", payload: z.object({ reversalId: z.uuid() }) },
  "announce-update": { queue: "mail", payload: z.object({ updateId: z.uuid() }) },
  "send-mail": { queue: "mail", payload: z.object({ template: z.string(), subjectId: z.string() }) },
  "sweep-campaigns": { queue: "sweeps", payload: z.object({}) },
  "sweep-updates": { queue: "sweeps", payload: z.object({}) },
  "sweep-checkouts": { queue: "sweeps", payload: z.object({}) },
  "sweep-charges": { queue: "sweeps", payload: z.object({}) },
  "sweep-backfill": { queue: "sweeps", payload: z.object({}) },
  "sweep-transfers": { queue: "sweeps", payload: z.object({}) },
  "sweep-pot-cash": { queue: "sweeps", payload: z.object({}) },
  "sweep-fund-calls": { queue: "sweeps", payload: z.object({}) },
  "sweep-stripe": { queue: "sweeps", payload: z.object({}) },
  "reconcile-stripe": { queue: "sweeps", payload: z.object({}) },
  "seal-entries": { queue: "sweeps", payload: z.object({}) },
  "review-receipt": { queue: "money", payload: pledge },
  "review-partner-receipts": { queue: "money", payload: z.object({ agreementId: z.uuid() }) },
  "sweep-receipts": { queue: "sweeps", payload: z.object({}) },
  "check-books": { queue: "sweeps", payload: z.object({}) },
  "sweep-rounds": { queue: "sweeps", payload: z.object({}) },
  "sweep-agreements": { queue: "sweeps", payload: z.object({}) },
  "remind-grants": { queue: "sweeps", payload: z.object({}) },
  "remind-differences": { queue: "sweeps", payload: z.object({}) },
  "remind-instalments": { queue: "sweeps", payload: z.object({}) },
  "return-cancelled": { queue: "sweeps", payload: z.object({}) },
  "verify-evidence": { queue: "sweeps", payload: z.object({}) },
  "announce-decisions": { queue: "sweeps", payload: z.object({}) },
  "announce-statements": { queue: "sweeps", payload: z.object({}) },
  "announce-receipts": { queue: "sweeps", payload: z.object({}) },
  "replay-matching": { queue: "sweeps", payload: z.object({}) },
  "announce-card-endings": { queue: "sweeps", payload: z.object({}) },
  "forget-old-answers": { queue: "sweeps", payload: z.object({}) },
} as const;

export type JobName = keyof typeof JOBS;
export type JobPayload<N extends JobName> = z.infer<(typeof JOBS)[N]["payload"]>;
export type QueueName = (typeof JOBS)[JobName]["queue"];

/** Jobs that run again and again by the schedule, from no cause but time. */
export type RecurringJob = { [N in JobName]: (typeof JOBS)[N]["queue"] extends "sweeps" ? N : never }[JobName];

export const isRecurring = (job: JobName): job is RecurringJob => JOBS[job].queue === "sweeps";
export const RECURRING_JOBS: readonly RecurringJob[] = (Object.keys(JOBS) as JobName[]).filter(isRecurring);
