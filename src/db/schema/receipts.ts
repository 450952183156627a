import { sql } from "drizzle-orm";
import {
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
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { cents, createdAt, fundId, id, instant } from "./columns.ts";
import { funds } from "./fund.ts";
import { pledges } from "./pledges.ts";

/** Whom a gift's receipt shall name (T4). The newest row holds; what a receipt said stays on the receipt. */
export const receiptIdentities = pgTable(
  "receipt_identities",
  {
    fundId: fundId(),
    id: id(),
    pledgeId: uuid("pledge_id").notNull(),
    /** See `ReceiptIdentity` in the domain. */
    identity: jsonb("identity").notNull(),
    createdAt: createdAt(),
  },
  (t) => [
    primaryKey({ columns: [t.fundId, t.id] }),
    foreignKey({
      columns: [t.fundId, t.pledgeId],
      foreignColumns: [pledges.fundId, pledges.id],
      name: "receipt_identities_pledge",
    }),
    index("receipt_identities_pledge").on(t.fundId, t.pledgeId, t.createdAt),
  ],
);

/** The last number given in an issuer's year; its row is held while a receipt is numbered (T1). */
export const receiptSeries = pgTable(
  "receipt_series",
  {
    fundId: fundId().references(() => funds.id),
    year: integer("year").notNull(),
    lastNumber: integer("last_number").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.fundId, t.year] }),
    check("receipt_series_number_positive", sql`${t.lastNumber} >= 1`),
  ],
);

/** A receipt is cancelled or replaced, never deleted (T1). */
export const taxReceipts = pgTable(
  "tax_receipts",
  {
    fundId: fundId(),
    id: id(),
    year: integer("year").notNull(),
    number: integer("number").notNull(),
    pledgeId: uuid("pledge_id").notNull(),
    form: text("form").notNull(),
    amountCents: cents("amount_cents").notNull(),
    /** The day of credit, in Paris (T2). */
    creditedOn: date("credited_on").notNull(),
    /** Every mention as it was printed; see `ReceiptContent`. */
    content: jsonb("content").notNull(),
    state: text("state").notNull(),
    issuedAt: instant("issued_at").notNull(),
    replacesId: uuid("replaces_id"),
    cancelledAt: instant("cancelled_at"),
    cancelledReason: text("cancelled_reason"),
  },
  (t) => [
    primaryKey({ columns: [t.fundId, t.id] }),
    unique("tax_receipts_number_unique").on(t.fundId, t.year, t.number),
    uniqueIndex("tax_receipts_one_in_force").on(t.fundId, t.pledgeId).where(sql`${t.state} = 'issued'`),
    unique("tax_receipts_replaced_once").on(t.fundId, t.replacesId),
    foreignKey({
      columns: [t.fundId, t.pledgeId],
      foreignColumns: [pledges.fundId, pledges.id],
      name: "tax_receipts_pledge",
    }),
    foreignKey({ columns: [t.fundId, t.replacesId], foreignColumns: [t.fundId, t.id], name: "tax_receipts_replaces" }),
    check("tax_receipts_form_known", sql`${t.form} in ('11580', '16216')`),
    check("tax_receipts_amount_positive", sql`${t.amountCents} > 0`),
    check("tax_receipts_state_known", sql`${t.state} in ('issued', 'cancelled')`),
    check(
      "tax_receipts_cancelled_with_reason",
      sql`case ${t.state} when 'issued' then ${t.cancelledAt} is null and ${t.cancelledReason} is null
        else ${t.cancelledAt} is not null and coalesce(length(${t.cancelledReason}), 0) > 0 end`,
    ),
  ],
);
