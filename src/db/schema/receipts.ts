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
import { commitmentDeliveries } from "./agreements.ts";
import { cents, createdAt, fundId, id, instant } from "./columns.ts";
import { funds } from "./fund.ts";
import { users } from "./identity.ts";
import { potFundings } from "./matching.ts";
import { organisations } from "./organisations.ts";
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

/** Under which name a partner's receipts are made out, as its owner gave it. The newest row holds. */
export const partnerReceiptIdentities = pgTable(
  "partner_receipt_identities",
  {
    fundId: fundId().references(() => funds.id),
    id: id(),
    organisationId: uuid("organisation_id")
      .notNull()
      .references(() => organisations.id),
    /** See `ReceiptIdentity` in the domain; always a company's. */
    identity: jsonb("identity").notNull(),
    givenBy: uuid("given_by")
      .notNull()
      .references(() => users.id),
    createdAt: createdAt(),
  },
  (t) => [
    primaryKey({ columns: [t.fundId, t.id] }),
    check("partner_receipt_identities_company", sql`${t.identity} ->> 'kind' = 'company'`),
    index("partner_receipt_identities_of").on(t.fundId, t.organisationId, t.createdAt),
  ],
);

/** The yearly letter about a donor's receipts, once an address and year; `recipient` is a keyed hash of the address. */
export const receiptSummaries = pgTable(
  "receipt_summaries",
  {
    fundId: fundId(),
    year: integer("year").notNull(),
    recipient: text("recipient").notNull(),
    /** One of the donor's gifts: whose address and language the letter takes. */
    pledgeId: uuid("pledge_id").notNull(),
    announcedAt: instant("announced_at").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.fundId, t.year, t.recipient] }),
    foreignKey({
      columns: [t.fundId, t.pledgeId],
      foreignColumns: [pledges.fundId, pledges.id],
      name: "receipt_summaries_pledge",
    }),
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
    /** What the receipt is about: a gift, or a company's transfer into its pot, or its delivery of goods or days. */
    pledgeId: uuid("pledge_id"),
    fundingId: uuid("funding_id"),
    deliveryId: uuid("delivery_id"),
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
    uniqueIndex("tax_receipts_one_a_funding").on(t.fundId, t.fundingId).where(sql`${t.state} = 'issued'`),
    uniqueIndex("tax_receipts_one_a_delivery").on(t.fundId, t.deliveryId).where(sql`${t.state} = 'issued'`),
    unique("tax_receipts_replaced_once").on(t.fundId, t.replacesId),
    foreignKey({
      columns: [t.fundId, t.pledgeId],
      foreignColumns: [pledges.fundId, pledges.id],
      name: "tax_receipts_pledge",
    }),
    foreignKey({
      columns: [t.fundId, t.fundingId],
      foreignColumns: [potFundings.fundId, potFundings.id],
      name: "tax_receipts_funding",
    }),
    foreignKey({
      columns: [t.fundId, t.deliveryId],
      foreignColumns: [commitmentDeliveries.fundId, commitmentDeliveries.id],
      name: "tax_receipts_delivery",
    }),
    foreignKey({ columns: [t.fundId, t.replacesId], foreignColumns: [t.fundId, t.id], name: "tax_receipts_replaces" }),
    check("tax_receipts_about_one_thing", sql`num_nonnulls(${t.pledgeId}, ${t.fundingId}, ${t.deliveryId}) = 1`),
    check("tax_receipts_company_form", sql`${t.pledgeId} is not null or ${t.form} = '16216'`),
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
