import type { RecurringJob } from "./catalogue.ts";

/** Seconds between two runs. Each sweep finds in the database what no job will come for any more. */
export const SECONDS_BETWEEN: Readonly<Record<RecurringJob, number>> = {
  "sweep-campaigns": 10,
  "sweep-checkouts": 30,
  "sweep-charges": 15,
  "sweep-backfill": 60,
  "sweep-transfers": 30,
  "sweep-pot-cash": 120,
  "sweep-fund-calls": 600,
  "sweep-stripe": 60,
  "reconcile-stripe": 60,
  "seal-entries": 10,
  "sweep-receipts": 60,
  "check-books": 600,
  "sweep-rounds": 60,
  "sweep-agreements": 300,
  "remind-grants": 3_600,
  "remind-instalments": 3_600,
  "verify-evidence": 900,
  "announce-statements": 1_800,
  "announce-receipts": 3_600,
  "replay-matching": 900,
  "announce-card-endings": 3_600,
  "forget-old-answers": 3_600,
};
