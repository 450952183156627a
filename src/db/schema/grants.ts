import { sql } from "drizzle-orm";
import { check, date, foreignKey, integer, pgTable, primaryKey, text, unique, uuid } from "drizzle-orm/pg-core";
import { campaigns } from "./campaigns.ts";
import { cents, createdAt, fundId, id, instant } from "./columns.ts";
import { users } from "./identity.ts";
import { organisations } from "./organisations.ts";

/** What a project is owed. The ledger account `grant:<id>` holds the payable (D1). */
export const grants = pgTable(
  "grants",
  {
    fundId: fundId(),
    id: id(),
    /** Null where the committee granted a project money by itself: then the application is named. */
    campaignId: uuid("campaign_id"),
    /** The application for the fund's own grant it came of; a key into own_grant_applications, held by migration. */
    applicationId: uuid("application_id"),
    organisationId: uuid("organisation_id")
      .notNull()
      .references(() => organisations.id),
    /** As granted, and as the agreement says. */
    amountCents: cents("amount_cents").notNull(),
    /** What refunds and lost disputes took back of it since (F2). */
    reducedCents: cents("reduced_cents").notNull().default(sql`0`),
    /** Part of the amount that an amendment adds and that is not signed yet: not payable (D3). Kept by a trigger. */
    awaitingCents: cents("awaiting_cents").notNull().default(sql`0`),
    /** Requested, authorised, ordered or sent and not yet paid; both counters are kept by a trigger on disbursements. */
    engagedCents: cents("engaged_cents").notNull().default(sql`0`),
    paidCents: cents("paid_cents").notNull().default(sql`0`),
    createdAt: createdAt(),
    /** SHA-256 of the agreement's text as the holder signed it; the fund signs the same text or none. */
    agreementHash: text("agreement_hash"),
    holderSignedAt: instant("holder_signed_at"),
    holderSignedBy: uuid("holder_signed_by").references(() => users.id),
    fundSignedAt: instant("fund_signed_at"),
    fundSignedBy: uuid("fund_signed_by").references(() => users.id),
    /** The wording it was made with; 0 is the one every fund begins with. */
    templateVersion: integer("template_version").notNull().default(0),
    /** First and last day of the project's period, and what the fund asks beyond its template. */
    startsOn: date("starts_on").notNull(),
    endsOn: date("ends_on").notNull(),
    conditions: text("conditions").notNull().default(""),
    /** Who subscribed for the holder to the contrat d'engagement républicain (décret n° 2021-1947). */
    commitmentAgreedAt: instant("commitment_agreed_at"),
    commitmentAgreedBy: uuid("commitment_agreed_by").references(() => users.id),
    /** While it is set, no instalment is asked for, approved or paid (P11). */
    suspendedAt: instant("suspended_at"),
    suspendedReason: text("suspended_reason"),
  },
  (t) => [
    primaryKey({ columns: [t.fundId, t.id] }),
    foreignKey({
      columns: [t.fundId, t.campaignId],
      foreignColumns: [campaigns.fundId, campaigns.id],
      name: "grants_campaign",
    }),
    unique("grants_one_per_campaign").on(t.fundId, t.campaignId),
    unique("grants_one_per_application").on(t.fundId, t.applicationId),
    check("grants_of_campaign_or_application", sql`(${t.campaignId} is null) <> (${t.applicationId} is null)`),
    check("grants_amount_positive", sql`${t.amountCents} > 0`),
    check(
      "grants_never_overpaid",
      sql`${t.engagedCents} >= 0 and ${t.paidCents} >= 0 and ${t.engagedCents} + ${t.paidCents} <= ${t.amountCents} - ${t.reducedCents}`,
    ),
    check(
      "grants_awaiting_not_payable",
      sql`${t.awaitingCents} >= 0 and ${t.engagedCents} + ${t.paidCents} + ${t.awaitingCents} <= ${t.amountCents}`,
    ),
    check("grants_reduced_within_amount", sql`${t.reducedCents} between 0 and ${t.amountCents}`),
    check(
      "grants_signed_by_two",
      sql`${t.holderSignedBy} is null or ${t.fundSignedBy} is null or ${t.holderSignedBy} <> ${t.fundSignedBy}`,
    ),
    check(
      "grants_signatures_whole",
      sql`(${t.holderSignedAt} is null) = (${t.holderSignedBy} is null) and (${t.holderSignedAt} is null) = (${t.agreementHash} is null) and (${t.fundSignedAt} is null) = (${t.fundSignedBy} is null)`,
    ),
    check("grants_period_in_order", sql`${t.startsOn} <= ${t.endsOn}`),
    check("grants_commitment_whole", sql`(${t.commitmentAgreedAt} is null) = (${t.commitmentAgreedBy} is null)`),
    check("grants_signed_with_commitment", sql`${t.holderSignedAt} is null or ${t.commitmentAgreedAt} is not null`),
    check(
      "grants_suspension_has_reason",
      sql`(${t.suspendedAt} is null) = (${t.suspendedReason} is null) and coalesce(length(${t.suspendedReason}), 1) > 0`,
    ),
    check("grants_holder_signs_first", sql`${t.fundSignedAt} is null or ${t.holderSignedAt} is not null`),
  ],
);
