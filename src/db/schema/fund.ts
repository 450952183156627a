import { sql } from "drizzle-orm";
import { boolean, check, integer, interval, pgTable, primaryKey, smallint, text, uuid } from "drizzle-orm/pg-core";
import { cents } from "./columns.ts";

export const funds = pgTable(
  "funds",
  {
    id: uuid("id").primaryKey(),
    name: text("name").notNull(),
    currency: text("currency").notNull().default("EUR"),
    /** Share of gifts kept by the fund when a grant is made, in basis points; told before a gift. */
    declaredFeeBps: integer("declared_fee_bps").notNull().default(0),
    /** Promised money above which two administrators sign for the fund; by default that of a written agreement (loi 2000-321, art. 10). */
    secondSignatureAboveCents: cents("second_signature_above_cents").notNull().default(sql`2300000`),
    /** A refund above this is confirmed by a second person (F3). */
    refundSecondPersonAboveCents: cents("refund_second_person_above_cents").notNull().default(sql`50000`),
    /** Largest payment one approver may approve, and the most in any 24 hours; until `safety_changes` says another. */
    approvalSingleCents: cents("approval_single_cents").notNull().default(sql`5000000`),
    approvalDailyCents: cents("approval_daily_cents").notNull().default(sql`20000000`),
  },
  (t) => [
    check("funds_approval_limits_positive", sql`${t.approvalSingleCents} >= 0 and ${t.approvalDailyCents} >= 0`),
    check("funds_refund_second_person_positive", sql`${t.refundSecondPersonAboveCents} >= 0`),
    check("funds_second_signature_positive", sql`${t.secondSignatureAboveCents} >= 0`),
    check("funds_currency_euro", sql`${t.currency} = 'EUR'`),
    check("funds_declared_fee_share", sql`${t.declaredFeeBps} between 0 and 2000`),
  ],
);

/** One row. `fund_now()` reads it; only a set-up with the Stripe sandbox may move it. */
export const fundClock = pgTable(
  "fund_clock",
  {
    id: smallint("id").primaryKey().default(1),
    sandbox: boolean("sandbox").notNull().default(false),
    ahead: interval("ahead").notNull().default("0"),
  },
  (t) => [
    check("fund_clock_single_row", sql`${t.id} = 1`),
    check("fund_clock_moves_in_sandbox_only", sql`${t.sandbox} or ${t.ahead} = interval '0'`),
    check("fund_clock_never_back", sql`${t.ahead} >= interval '0'`),
  ],
);

/** Allowed state changes, one row each; the trigger `refuse_unknown_transition` looks here. */
export const stateTransitions = pgTable(
  "state_transitions",
  { machine: text("machine").notNull(), from: text("from_state").notNull(), to: text("to_state").notNull() },
  (t) => [
    primaryKey({ columns: [t.machine, t.from, t.to] }),
    check("state_transitions_change", sql`${t.from} <> ${t.to}`),
  ],
);
