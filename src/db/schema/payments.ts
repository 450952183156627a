import { sql } from "drizzle-orm";
import {
  boolean,
  check,
  date,
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  unique,
  uuid,
} from "drizzle-orm/pg-core";
import { cents, fundId, id, instant } from "./columns.ts";
import { funds } from "./fund.ts";
import { users } from "./identity.ts";
import { journalEntries } from "./ledger.ts";

/** Webhook inbox (S2): each event once; a hint to read its object again, never a fact. */
export const stripeEvents = pgTable(
  "stripe_events",
  {
    fundId: fundId().references(() => funds.id),
    source: text("source").notNull(),
    eventId: text("event_id").notNull(),
    type: text("type").notNull(),
    objectKind: text("object_kind").notNull(),
    objectId: text("object_id").notNull(),
    apiVersion: text("api_version"),
    receivedAt: instant("received_at").notNull(),
    appliedAt: instant("applied_at"),
    attempts: integer("attempts").notNull().default(0),
    lastError: text("last_error"),
  },
  (t) => [
    primaryKey({ columns: [t.fundId, t.source, t.eventId] }),
    index("stripe_events_newest").on(t.fundId, t.receivedAt, t.eventId),
    index("stripe_events_unapplied").on(t.receivedAt).where(sql`${t.appliedAt} is null`),
  ],
);

/** Stripe's own statement of every movement, upserted by id (S3, R1, R3). */
export const balanceTransactions = pgTable(
  "balance_transactions",
  {
    fundId: fundId().references(() => funds.id),
    id: text("id").notNull(),
    type: text("type").notNull(),
    reportingCategory: text("reporting_category").notNull(),
    amountCents: cents("amount_cents").notNull(),
    feeCents: cents("fee_cents").notNull(),
    netCents: cents("net_cents").notNull(),
    sourceId: text("source_id"),
    payoutId: text("payout_id"),
    occurredAt: instant("occurred_at").notNull(),
    availableAt: instant("available_at").notNull(),
    /** Set once its fee stands in the books and its gross amount ties with an entry. */
    reconciledAt: instant("reconciled_at"),
    /** The one entry whose movement of the account `stripe` it ties with; no entry ties twice. */
    entryId: uuid("entry_id"),
    importedAt: instant("imported_at").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.fundId, t.id] }),
    foreignKey({
      columns: [t.fundId, t.entryId],
      foreignColumns: [journalEntries.fundId, journalEntries.id],
      name: "balance_transactions_entry",
    }),
    unique("balance_transactions_entry_once").on(t.fundId, t.entryId),
    check("balance_transactions_tied_is_reconciled", sql`${t.entryId} is null or ${t.reconciledAt} is not null`),
    check("balance_transactions_net_adds_up", sql`${t.netCents} = ${t.amountCents} - ${t.feeCents}`),
    index("balance_transactions_newest").on(t.fundId, t.occurredAt, t.id),
    index("balance_transactions_source").on(t.fundId, t.sourceId),
    index("balance_transactions_open").on(t.occurredAt).where(sql`${t.reconciledAt} is null`),
    index("balance_transactions_payout").on(t.fundId, t.payoutId).where(sql`${t.payoutId} is not null`),
    index("balance_transactions_of_payouts")
      .on(t.fundId, t.sourceId)
      .where(sql`${t.reportingCategory} in ('payout', 'payout_reversal')`),
  ],
);

/** Whatever does not tie (R2). Closed by an entry or by a written reason of a second person; never deleted. */
export const differences = pgTable(
  "differences",
  {
    fundId: fundId().references(() => funds.id),
    id: id(),
    kind: text("kind").notNull(),
    /** What it is about, e.g. `txn:txn_123` or `pledge:<id>`: one open difference a subject and kind. */
    subject: text("subject").notNull(),
    amountCents: cents("amount_cents").notNull(),
    proposedCause: text("proposed_cause").notNull(),
    openedAt: instant("opened_at").notNull(),
    ownerId: uuid("owner_id"),
    explanation: text("explanation"),
    explainedBy: uuid("explained_by"),
    /** What the first person proposes to do, e.g. `account:fund:general` or `pot:<id>`; the second one carries it out. */
    resolution: text("resolution"),
    state: text("state").notNull(),
    closedAt: instant("closed_at"),
    closedBy: text("closed_by"),
    closingEntryId: uuid("closing_entry_id"),
    /** What was expected and what was found, where the cause alone does not say it. */
    detail: jsonb("detail"),
  },
  (t) => [
    primaryKey({ columns: [t.fundId, t.id] }),
    unique("differences_once_per_subject").on(t.fundId, t.kind, t.subject),
    check("differences_state_known", sql`${t.state} in ('open', 'explained', 'closed')`),
    check(
      "differences_explained_has_reason",
      sql`${t.state} <> 'explained' or (coalesce(length(${t.explanation}), 0) > 0 and ${t.explainedBy} is not null)`,
    ),
    check(
      "differences_closed_by_entry_or_second_person",
      sql`${t.state} <> 'closed' or (${t.closedAt} is not null and ${t.closedBy} is not null and (${t.closingEntryId} is not null or (coalesce(length(${t.explanation}), 0) > 0 and ${t.explainedBy} is not null and ${t.closedBy} <> 'user:' || ${t.explainedBy}::text) or (${t.kind} = 'match-replay' and ${t.closedBy} = 'worker:replay-matching')))`,
    ),
    index("differences_open").on(t.fundId, t.kind, t.openedAt).where(sql`${t.state} <> 'closed'`),
    index("differences_owned").on(t.fundId, t.ownerId).where(sql`${t.state} <> 'closed' and ${t.ownerId} is not null`),
  ],
);

/** A letter to whoever has differences past their age limit: at most one a person and week. */
export const differenceReminders = pgTable(
  "difference_reminders",
  {
    fundId: fundId().references(() => funds.id),
    ownerId: uuid("owner_id")
      .notNull()
      .references(() => users.id),
    /** The Monday that began the week, in Paris. */
    weekOn: date("week_on").notNull(),
    differences: integer("differences").notNull(),
    sentAt: instant("sent_at").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.fundId, t.ownerId, t.weekOn] }),
    check("difference_reminders_week_is_monday", sql`extract(isodow from ${t.weekOn}) = 1`),
    check("difference_reminders_of_some", sql`${t.differences} > 0`),
  ],
);

/** Stripe payouts to our bank account; negative where Stripe debits it to cover a negative balance. */
export const stripePayouts = pgTable(
  "stripe_payouts",
  {
    fundId: fundId().references(() => funds.id),
    id: text("id").notNull(),
    amountCents: cents("amount_cents").notNull(),
    state: text("state").notNull(),
    arrivesAt: instant("arrives_at").notNull(),
    bankLineId: uuid("bank_line_id"),
    reconciled: boolean("reconciled").notNull().default(false),
    /** Only what Stripe sends of itself can be taken apart into the movements it is made of. */
    automatic: boolean("automatic").notNull().default(true),
    failureCode: text("failure_code"),
  },
  (t) => [
    primaryKey({ columns: [t.fundId, t.id] }),
    unique("stripe_payouts_bank_line_once").on(t.fundId, t.bankLineId),
    check("stripe_payouts_amount_not_zero", sql`${t.amountCents} <> 0`),
  ],
);
