import { sql } from "drizzle-orm";
import {
  boolean,
  check,
  date,
  foreignKey,
  index,
  integer,
  pgTable,
  primaryKey,
  text,
  unique,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { MOST_ATTEMPTS } from "../../domain/pledge.ts";
import { campaigns, rewards } from "./campaigns.ts";
import { cents, createdAt, fundId, id, instant } from "./columns.ts";
import { funds } from "./fund.ts";
import { users } from "./identity.ts";

/** One person across accounts (M6): found by any of the keys in `donor_keys`. */
export const donors = pgTable(
  "donors",
  { fundId: fundId().references(() => funds.id), id: id(), createdAt: createdAt() },
  (t) => [primaryKey({ columns: [t.fundId, t.id] })],
);

export const donorKeys = pgTable(
  "donor_keys",
  {
    fundId: fundId(),
    kind: text("kind").notNull(),
    value: text("value").notNull(),
    donorId: uuid("donor_id").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.fundId, t.kind, t.value] }),
    foreignKey({
      columns: [t.fundId, t.donorId],
      foreignColumns: [donors.fundId, donors.id],
      name: "donor_keys_donor",
    }),
    check("donor_keys_kind_known", sql`${t.kind} in ('user', 'email', 'card', 'iban')`),
  ],
);

export const pledges = pgTable(
  "pledges",
  {
    fundId: fundId(),
    id: id(),
    campaignId: uuid("campaign_id").notNull(),
    donorId: uuid("donor_id").notNull(),
    /** Who the donor was taken for at first; `donorMerges` tells the rest (M6). */
    firstDonorId: uuid("first_donor_id"),
    userId: uuid("user_id").references(() => users.id),
    email: text("email").notNull(),
    displayName: text("display_name").notNull(),
    anonymous: boolean("anonymous").notNull().default(false),
    language: text("language").notNull().default("fr"),
    /** The gift to the project: what rules match. The tip stands apart (M16). */
    amountCents: cents("amount_cents").notNull(),
    tipCents: cents("tip_cents").notNull().default(sql`0`),
    rewardId: uuid("reward_id"),
    rewardHeld: boolean("reward_held").notNull().default(false),
    state: text("state").notNull(),
    mode: text("mode").notNull(),
    createdAt: createdAt(),
    checkoutExpiresAt: instant("checkout_expires_at").notNull(),
    checkoutSessionId: text("checkout_session_id"),
    checkoutUrl: text("checkout_url"),
    customerId: text("customer_id"),
    paymentMethodId: text("payment_method_id"),
    methodKind: text("method_kind"),
    /** For the donor to recognise their card by; never more of its number (X7). */
    cardLast4: text("card_last4"),
    /** The last day the saved card is good for. */
    cardExpiresOn: date("card_expires_on", { mode: "string" }),
    /** The saved card whose coming end the donor was told of. */
    expiryToldMethodId: text("expiry_told_method_id"),
    paymentIntentId: text("payment_intent_id"),
    /** Since when a debit waits for the answer of the payer's bank: money to come, counted as nothing yet. */
    pendingSince: instant("pending_since"),
    chargeId: text("charge_id"),
    authorisedAt: instant("authorised_at"),
    capturedAt: instant("captured_at"),
    capturedCents: cents("captured_cents").notNull().default(sql`0`),
    /** Refunds and lost disputes together (F1), and of them the part of the gift to the project. Kept by triggers. */
    returnedCents: cents("returned_cents").notNull().default(sql`0`),
    returnedGiftCents: cents("returned_gift_cents").notNull().default(sql`0`),
    /** What disputes freeze now, and of it the part of the gift (F4). Kept by triggers. */
    disputedCents: cents("disputed_cents").notNull().default(sql`0`),
    disputedGiftCents: cents("disputed_gift_cents").notNull().default(sql`0`),
    nextChargeAt: instant("next_charge_at"),
    lastDeclineCode: text("last_decline_code"),
    /** Set when Stripe's amount or currency is not ours (S4): nothing moves until a person decided. */
    heldReason: text("held_reason"),
    endedAt: instant("ended_at"),
    endedReason: text("ended_reason"),
    /** When nothing was left open at Stripe of a pledge that ended: no page, no payment under way, no saved card. */
    voidedAt: instant("voided_at"),
  },
  (t) => [
    primaryKey({ columns: [t.fundId, t.id] }),
    foreignKey({
      columns: [t.fundId, t.campaignId],
      foreignColumns: [campaigns.fundId, campaigns.id],
      name: "pledges_campaign",
    }),
    foreignKey({ columns: [t.fundId, t.donorId], foreignColumns: [donors.fundId, donors.id], name: "pledges_donor" }),
    foreignKey({
      columns: [t.fundId, t.rewardId],
      foreignColumns: [rewards.fundId, rewards.id],
      name: "pledges_reward",
    }),
    check("pledges_amount_accepted", sql`${t.amountCents} between 100 and 10000000000`),
    check("pledges_tip_not_negative", sql`${t.tipCents} between 0 and 10000000000`),
    check(
      "pledges_state_known",
      sql`${t.state} in ('draft', 'authorised', 'charging', 'captured', 'action_required', 'failed', 'cancelled', 'expired')`,
    ),
    check("pledges_captured_at_matches_state", sql`(${t.state} = 'captured') = (${t.capturedAt} is not null)`),
    check(
      "pledges_captured_whole_amount",
      sql`${t.capturedCents} = case ${t.state} when 'captured' then ${t.amountCents} + ${t.tipCents} else 0 end`,
    ),
    check(
      "pledges_returned_within_captured",
      sql`${t.returnedCents} >= 0 and ${t.disputedCents} >= 0 and ${t.returnedCents} + ${t.disputedCents} <= ${t.capturedCents}`,
    ),
    check(
      "pledges_undone_by_parts",
      sql`${t.returnedGiftCents} between 0 and ${t.returnedCents} and ${t.disputedGiftCents} between 0 and ${t.disputedCents} and ${t.returnedGiftCents} + ${t.disputedGiftCents} <= ${t.amountCents} and ${t.returnedCents} - ${t.returnedGiftCents} + ${t.disputedCents} - ${t.disputedGiftCents} <= ${t.tipCents}`,
    ),
    check(
      "pledges_ended_at_matches_state",
      sql`(${t.state} in ('failed', 'cancelled', 'expired')) = (${t.endedAt} is not null)`,
    ),
    check("pledges_method_kind_known", sql`${t.methodKind} in ('card', 'sepa_debit', 'other')`),
    check("pledges_card_last4_only", sql`${t.cardLast4} ~ '^[0-9]{4}$'`),
    check("pledges_pending_while_charging", sql`${t.pendingSince} is null or ${t.state} = 'charging'`),
    check("pledges_voided_once_ended", sql`${t.voidedAt} is null or ${t.endedAt} is not null`),
    check("pledges_reward_held_is_named", sql`not ${t.rewardHeld} or ${t.rewardId} is not null`),
    uniqueIndex("pledges_one_open_checkout").on(t.fundId, t.campaignId, t.donorId).where(sql`${t.state} = 'draft'`),
    unique("pledges_checkout_session_unique").on(t.fundId, t.checkoutSessionId),
    unique("pledges_payment_intent_unique").on(t.fundId, t.paymentIntentId),
    unique("pledges_charge_unique").on(t.fundId, t.chargeId),
    index("pledges_campaign_state").on(t.fundId, t.campaignId, t.state),
    index("pledges_user").on(t.userId),
    index("pledges_checkout_expiry").on(t.checkoutExpiresAt).where(sql`${t.state} = 'draft'`),
    index("pledges_to_void").on(t.endedAt).where(sql`${t.endedAt} is not null and ${t.voidedAt} is null`),
    index("pledges_card_expiry").on(t.cardExpiresOn).where(sql`${t.state} = 'authorised'`),
    index("pledges_payment_method").on(t.paymentMethodId).where(sql`${t.paymentMethodId} is not null`),
    index("pledges_next_charge").on(t.nextChargeAt).where(sql`${t.nextChargeAt} is not null`),
  ],
);

/** One row a call to charge; its number stands in the idempotency key (S1). */
export const chargeAttempts = pgTable(
  "charge_attempts",
  {
    fundId: fundId(),
    pledgeId: uuid("pledge_id").notNull(),
    attempt: integer("attempt").notNull(),
    state: text("state").notNull(),
    startedAt: instant("started_at").notNull(),
    endedAt: instant("ended_at"),
    paymentIntentId: text("payment_intent_id"),
    declineCode: text("decline_code"),
  },
  (t) => [
    primaryKey({ columns: [t.fundId, t.pledgeId, t.attempt] }),
    foreignKey({
      columns: [t.fundId, t.pledgeId],
      foreignColumns: [pledges.fundId, pledges.id],
      name: "charge_attempts_pledge",
    }),
    check(
      "charge_attempts_state_known",
      sql`${t.state} in ('started', 'succeeded', 'pending', 'declined', 'action_required')`,
    ),
    check("charge_attempts_ended_at_matches_state", sql`(${t.state} = 'started') = (${t.endedAt} is null)`),
    check("charge_attempts_within_network_cap", sql`${t.attempt} between 1 and ${sql.raw(String(MOST_ATTEMPTS))}`),
    index("charge_attempts_started").on(t.fundId, t.startedAt),
    uniqueIndex("charge_attempts_one_open").on(t.fundId, t.pledgeId).where(sql`${t.state} = 'started'`),
  ],
);

/** When the next call to charge may leave, so that all processes of a fund together keep one rate. */
export const chargePace = pgTable("charge_pace", {
  fundId: fundId()
    .primaryKey()
    .references(() => funds.id),
  nextAt: instant("next_at").notNull(),
});

/** A donor puts another card in the place of the saved one, on a checkout of its own. */
export const methodChanges = pgTable(
  "method_changes",
  {
    fundId: fundId(),
    id: id(),
    pledgeId: uuid("pledge_id").notNull(),
    openedAt: instant("opened_at").notNull(),
    checkoutSessionId: text("checkout_session_id"),
    endedAt: instant("ended_at"),
    outcome: text("outcome"),
    /** The saved card that nobody needs any more: the old one, or the new one where it came too late. */
    unusedMethodId: text("unused_method_id"),
    /** When Stripe forgot it. */
    forgottenAt: instant("forgotten_at"),
  },
  (t) => [
    primaryKey({ columns: [t.fundId, t.id] }),
    foreignKey({
      columns: [t.fundId, t.pledgeId],
      foreignColumns: [pledges.fundId, pledges.id],
      name: "method_changes_pledge",
    }),
    check(
      "method_changes_ended_whole",
      sql`(${t.endedAt} is null) = (${t.outcome} is null) and coalesce(${t.outcome} in ('replaced', 'refused', 'expired'), true)`,
    ),
    check("method_changes_forgotten_once_ended", sql`${t.forgottenAt} is null or ${t.endedAt} is not null`),
    uniqueIndex("method_changes_one_open").on(t.fundId, t.pledgeId).where(sql`${t.endedAt} is null`),
    unique("method_changes_session_unique").on(t.fundId, t.checkoutSessionId),
  ],
);

/** A link of a letter that leads its donor to Stripe's page. Its token is derived; only the token's hash is kept. */
export const paymentLinks = pgTable(
  "payment_links",
  {
    fundId: fundId(),
    id: id(),
    pledgeId: uuid("pledge_id").notNull(),
    /** `payment`: authenticate or pay by another card; `method`: save another card. */
    purpose: text("purpose").notNull(),
    tokenHash: text("token_hash").notNull(),
    createdAt: createdAt(),
    expiresAt: instant("expires_at").notNull(),
    endedAt: instant("ended_at"),
    ended: text("ended"),
  },
  (t) => [
    primaryKey({ columns: [t.fundId, t.id] }),
    foreignKey({
      columns: [t.fundId, t.pledgeId],
      foreignColumns: [pledges.fundId, pledges.id],
      name: "payment_links_pledge",
    }),
    check("payment_links_purpose_known", sql`${t.purpose} in ('payment', 'method')`),
    check("payment_links_expire_later", sql`${t.expiresAt} > ${t.createdAt}`),
    check(
      "payment_links_ended_whole",
      sql`(${t.endedAt} is null) = (${t.ended} is null) and coalesce(${t.ended} in ('used', 'replaced'), true)`,
    ),
    unique("payment_links_token_unique").on(t.tokenHash),
    uniqueIndex("payment_links_one_live").on(t.fundId, t.pledgeId).where(sql`${t.endedAt} is null`),
  ],
);

/** Money going back to a donor. `late_money` is P7: a charge that arrived for an ended pledge. */
export const refunds = pgTable(
  "refunds",
  {
    fundId: fundId(),
    id: id(),
    pledgeId: uuid("pledge_id").notNull(),
    chargeId: text("charge_id").notNull(),
    reason: text("reason").notNull(),
    amountCents: cents("amount_cents").notNull(),
    /** The part of the gift to the project; the rest is of the tip. Late money is of neither. */
    giftCents: cents("gift_cents").notNull(),
    state: text("state").notNull(),
    /** Which sending this is: one that failed may be sent again (F5). */
    attempt: integer("attempt").notNull().default(1),
    stripeRefundId: text("stripe_refund_id"),
    createdAt: createdAt(),
    endedAt: instant("ended_at"),
  },
  (t) => [
    primaryKey({ columns: [t.fundId, t.id] }),
    foreignKey({
      columns: [t.fundId, t.pledgeId],
      foreignColumns: [pledges.fundId, pledges.id],
      name: "refunds_pledge",
    }),
    check("refunds_amount_positive", sql`${t.amountCents} > 0`),
    check(
      "refunds_reason_known",
      sql`${t.reason} in ('late_money', 'campaign_failed', 'campaign_cancelled', 'campaign_changed', 'donor_request', 'staff_decision')`,
    ),
    check("refunds_gift_part", sql`${t.giftCents} between 0 and ${t.amountCents}`),
    check("refunds_attempt_positive", sql`${t.attempt} >= 1`),
    check("refunds_state_known", sql`${t.state} in ('requested', 'pending', 'succeeded', 'failed', 'closed')`),
    unique("refunds_stripe_refund_unique").on(t.fundId, t.stripeRefundId),
    uniqueIndex("refunds_late_money_once").on(t.fundId, t.chargeId).where(sql`${t.reason} = 'late_money'`),
    index("refunds_pledge").on(t.fundId, t.pledgeId),
  ],
);
