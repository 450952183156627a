import { sql } from "drizzle-orm";
import {
  boolean,
  check,
  date,
  foreignKey,
  index,
  integer,
  jsonb,
  numeric,
  pgTable,
  primaryKey,
  smallint,
  text,
  unique,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { campaigns } from "./campaigns.ts";
import { cents, createdAt, fundId, id, instant } from "./columns.ts";
import { storedFiles } from "./files.ts";
import { users } from "./identity.ts";
import { cooperationAgreements, matchingPots, matchingRules } from "./matching.ts";
import { places } from "./territories.ts";

const agreementId = () => uuid("agreement_id").notNull();
const by = (name: string) => uuid(name).references(() => users.id);
/** Goods are counted whole, days by halves. */
const quantity = (name: string) => numeric(name, { precision: 12, scale: 1, mode: "number" });

/** From the first proposal to the last signature, or to giving up; an amendment is a further one of the same agreement. */
export const agreementNegotiations = pgTable(
  "agreement_negotiations",
  {
    fundId: fundId(),
    id: id(),
    agreementId: agreementId(),
    state: text("state").notNull(),
    openedBy: by("opened_by").notNull(),
    createdAt: createdAt(),
    closedAt: instant("closed_at"),
    closedReason: text("closed_reason"),
  },
  (t) => [
    primaryKey({ columns: [t.fundId, t.id] }),
    foreignKey({
      columns: [t.fundId, t.agreementId],
      foreignColumns: [cooperationAgreements.fundId, cooperationAgreements.id],
      name: "agreement_negotiations_agreement",
    }),
    unique("agreement_negotiations_of_agreement").on(t.fundId, t.agreementId, t.id),
    uniqueIndex("agreement_negotiations_one_open").on(t.fundId, t.agreementId).where(sql`${t.state} = 'open'`),
    check("agreement_negotiations_state_known", sql`${t.state} in ('open', 'signed', 'abandoned')`),
    check("agreement_negotiations_closed_whole", sql`(${t.state} = 'open') = (${t.closedAt} is null)`),
    check(
      "agreement_negotiations_abandoned_has_reason",
      sql`${t.state} <> 'abandoned' or coalesce(length(${t.closedReason}), 0) > 0`,
    ),
  ],
);

/** What one side proposed, whole. Numbered over the agreement's life; append-only. */
export const agreementVersions = pgTable(
  "agreement_versions",
  {
    fundId: fundId(),
    agreementId: agreementId(),
    version: integer("version").notNull(),
    negotiationId: uuid("negotiation_id").notNull(),
    side: text("side").notNull(),
    proposedBy: by("proposed_by").notNull(),
    message: text("message").notNull(),
    terms: jsonb("terms").notNull(),
    /** SHA-256 of the terms as canonical JSON. */
    termsHash: text("terms_hash").notNull(),
    createdAt: createdAt(),
  },
  (t) => [
    primaryKey({ columns: [t.fundId, t.agreementId, t.version] }),
    foreignKey({
      columns: [t.fundId, t.agreementId, t.negotiationId],
      foreignColumns: [agreementNegotiations.fundId, agreementNegotiations.agreementId, agreementNegotiations.id],
      name: "agreement_versions_negotiation",
    }),
    check("agreement_versions_side_known", sql`${t.side} in ('partner', 'fund')`),
    check("agreement_versions_hash_shape", sql`${t.termsHash} ~ '^[0-9a-f]{64}$'`),
  ],
);

/** The other side accepts a version: its text is fixed, ready to be signed. Append-only. */
export const agreementAcceptances = pgTable(
  "agreement_acceptances",
  {
    fundId: fundId(),
    agreementId: agreementId(),
    version: integer("version").notNull(),
    side: text("side").notNull(),
    acceptedBy: by("accepted_by").notNull(),
    /** Paragraphs, in French: the language that binds. */
    text: jsonb("text").notNull(),
    textHash: text("text_hash").notNull(),
    /** Promised money above the fund's threshold as it was then. */
    needsSecond: boolean("needs_second").notNull(),
    createdAt: createdAt(),
  },
  (t) => [
    primaryKey({ columns: [t.fundId, t.agreementId, t.version] }),
    foreignKey({
      columns: [t.fundId, t.agreementId, t.version],
      foreignColumns: [agreementVersions.fundId, agreementVersions.agreementId, agreementVersions.version],
      name: "agreement_acceptances_version",
    }),
    check("agreement_acceptances_side_known", sql`${t.side} in ('partner', 'fund')`),
    check("agreement_acceptances_hash_shape", sql`${t.textHash} ~ '^[0-9a-f]{64}$'`),
  ],
);

/** One person's signature under one version's text. Append-only: a later version leaves it without effect. */
export const agreementSignatures = pgTable(
  "agreement_signatures",
  {
    fundId: fundId(),
    id: id(),
    agreementId: agreementId(),
    version: integer("version").notNull(),
    side: text("side").notNull(),
    seat: smallint("seat").notNull(),
    signedBy: by("signed_by").notNull(),
    textHash: text("text_hash").notNull(),
    createdAt: createdAt(),
  },
  (t) => [
    primaryKey({ columns: [t.fundId, t.id] }),
    foreignKey({
      columns: [t.fundId, t.agreementId, t.version],
      foreignColumns: [agreementAcceptances.fundId, agreementAcceptances.agreementId, agreementAcceptances.version],
      name: "agreement_signatures_accepted",
    }),
    check(
      "agreement_signatures_seat_known",
      sql`(${t.side} = 'partner' and ${t.seat} = 1) or (${t.side} = 'fund' and ${t.seat} in (1, 2))`,
    ),
    unique("agreement_signatures_one_a_seat").on(t.fundId, t.agreementId, t.version, t.side, t.seat),
    unique("agreement_signatures_one_a_person").on(t.fundId, t.agreementId, t.version, t.signedBy),
  ],
);

/** While one runs, the agreement's rules match no new pledge; what exists stays (M5, M8). */
export const agreementSuspensions = pgTable(
  "agreement_suspensions",
  {
    fundId: fundId(),
    id: id(),
    agreementId: agreementId(),
    state: text("state").notNull(),
    askedSide: text("asked_side").notNull(),
    askedBy: by("asked_by").notNull(),
    createdAt: createdAt(),
    reason: text("reason").notNull(),
    startedAt: instant("started_at"),
    startedBy: by("started_by"),
    overAt: instant("over_at"),
    overBy: by("over_by"),
    overReason: text("over_reason"),
  },
  (t) => [
    primaryKey({ columns: [t.fundId, t.id] }),
    foreignKey({
      columns: [t.fundId, t.agreementId],
      foreignColumns: [cooperationAgreements.fundId, cooperationAgreements.id],
      name: "agreement_suspensions_agreement",
    }),
    uniqueIndex("agreement_suspensions_one_open")
      .on(t.fundId, t.agreementId)
      .where(sql`${t.state} in ('asked', 'running')`),
    check("agreement_suspensions_state_known", sql`${t.state} in ('asked', 'declined', 'running', 'over')`),
    check("agreement_suspensions_side_known", sql`${t.askedSide} in ('partner', 'fund')`),
    check("agreement_suspensions_has_reason", sql`length(${t.reason}) > 0`),
    check(
      "agreement_suspensions_started_whole",
      sql`(${t.state} in ('running', 'over')) = (${t.startedAt} is not null)`,
    ),
    check(
      "agreement_suspensions_over_has_reason",
      sql`(${t.state} in ('declined', 'over')) = (${t.overAt} is not null) and (${t.overAt} is null or coalesce(length(${t.overReason}), 0) > 0)`,
    ),
  ],
);

/** Which version of a rule a suspension cut short: resuming writes it again as the next one. Append-only. */
export const suspendedRules = pgTable(
  "suspended_rules",
  {
    fundId: fundId(),
    suspensionId: uuid("suspension_id").notNull(),
    ruleId: uuid("rule_id").notNull(),
    version: integer("version").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.fundId, t.suspensionId, t.ruleId] }),
    foreignKey({
      columns: [t.fundId, t.suspensionId],
      foreignColumns: [agreementSuspensions.fundId, agreementSuspensions.id],
      name: "suspended_rules_suspension",
    }),
    foreignKey({
      columns: [t.fundId, t.ruleId, t.version],
      foreignColumns: [matchingRules.fundId, matchingRules.id, matchingRules.version],
      name: "suspended_rules_version",
    }),
  ],
);

/** The commitments of an agreement as they are in force: money by its pot, goods and days by what was delivered. */
export const commitments = pgTable(
  "commitments",
  {
    fundId: fundId(),
    agreementId: agreementId(),
    /** Stable over versions: how an amendment names the line. */
    key: text("key").notNull(),
    position: smallint("position").notNull(),
    kind: text("kind").notNull(),
    label: text("label").notNull(),
    nature: text("nature").notNull(),
    /** A line an amendment took out: kept for what was delivered or funded. */
    isRemoved: boolean("is_removed").notNull().default(false),
    potId: uuid("pot_id"),
    unit: text("unit"),
    unitValueCents: cents("unit_value_cents"),
    promisedQuantity: quantity("promised_quantity"),
    /** Recorded or confirmed, and confirmed alone; both are kept by a trigger on deliveries. */
    deliveredQuantity: quantity("delivered_quantity").notNull().default(0),
    confirmedQuantity: quantity("confirmed_quantity").notNull().default(0),
  },
  (t) => [
    primaryKey({ columns: [t.fundId, t.agreementId, t.key] }),
    foreignKey({
      columns: [t.fundId, t.agreementId],
      foreignColumns: [cooperationAgreements.fundId, cooperationAgreements.id],
      name: "commitments_agreement",
    }),
    foreignKey({
      columns: [t.fundId, t.potId],
      foreignColumns: [matchingPots.fundId, matchingPots.id],
      name: "commitments_pot",
    }),
    unique("commitments_pot_once").on(t.fundId, t.potId),
    check("commitments_kind_known", sql`${t.kind} in ('money', 'goods', 'skill_days')`),
    check("commitments_nature_known", sql`${t.nature} in ('corporate_giving', 'grant', 'sponsorship', 'service')`),
    check(
      "commitments_kind_whole",
      sql`(${t.kind} = 'money') = (${t.potId} is not null) and (${t.kind} = 'money') = (${t.promisedQuantity} is null) and (${t.kind} = 'money') = (${t.unitValueCents} is null)`,
    ),
    check("commitments_goods_whole", sql`${t.kind} <> 'goods' or ${t.promisedQuantity} = trunc(${t.promisedQuantity})`),
    check("commitments_never_over_confirmed", sql`${t.confirmedQuantity} <= ${t.promisedQuantity}`),
    check(
      "commitments_quantities_never_negative",
      sql`${t.confirmedQuantity} >= 0 and ${t.confirmedQuantity} <= ${t.deliveredQuantity} and ${t.promisedQuantity} >= 0`,
    ),
  ],
);

/** Which rule a key of the terms stands for. */
export const commitmentRules = pgTable(
  "commitment_rules",
  {
    fundId: fundId(),
    agreementId: agreementId(),
    key: text("key").notNull(),
    ruleId: uuid("rule_id").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.fundId, t.agreementId, t.key] }),
    foreignKey({
      columns: [t.fundId, t.agreementId],
      foreignColumns: [cooperationAgreements.fundId, cooperationAgreements.id],
      name: "commitment_rules_agreement",
    }),
    unique("commitment_rules_once").on(t.fundId, t.ruleId),
  ],
);

/** Goods or days handed over. What was recorded never changes; the other side confirms or refuses it, once. */
export const commitmentDeliveries = pgTable(
  "commitment_deliveries",
  {
    fundId: fundId(),
    id: id(),
    agreementId: agreementId(),
    commitmentKey: text("commitment_key").notNull(),
    state: text("state").notNull(),
    deliveredOn: date("delivered_on").notNull(),
    quantity: quantity("quantity").notNull(),
    /** As the agreement valued it when it was recorded: a trigger writes it, an amendment leaves it. */
    unitValueCents: cents("unit_value_cents").notNull().default(sql`0`),
    placeId: text("place_id").references(() => places.id),
    campaignId: uuid("campaign_id"),
    note: text("note").notNull(),
    recordedSide: text("recorded_side").notNull(),
    recordedBy: by("recorded_by").notNull(),
    createdAt: createdAt(),
    decidedSide: text("decided_side"),
    decidedBy: by("decided_by"),
    decidedAt: instant("decided_at"),
    refusal: text("refusal"),
  },
  (t) => [
    primaryKey({ columns: [t.fundId, t.id] }),
    foreignKey({
      columns: [t.fundId, t.agreementId, t.commitmentKey],
      foreignColumns: [commitments.fundId, commitments.agreementId, commitments.key],
      name: "commitment_deliveries_commitment",
    }),
    foreignKey({
      columns: [t.fundId, t.campaignId],
      foreignColumns: [campaigns.fundId, campaigns.id],
      name: "commitment_deliveries_campaign",
    }),
    index("commitment_deliveries_commitment_of").on(t.fundId, t.agreementId, t.commitmentKey),
    index("commitment_deliveries_of_campaign").on(t.fundId, t.campaignId),
    check("commitment_deliveries_state_known", sql`${t.state} in ('recorded', 'confirmed', 'refused')`),
    check(
      "commitment_deliveries_sides_known",
      sql`${t.recordedSide} in ('partner', 'fund', 'holder') and ${t.decidedSide} in ('partner', 'fund', 'holder')`,
    ),
    check("commitment_deliveries_quantity_positive", sql`${t.quantity} > 0`),
    check(
      "commitment_deliveries_decided_whole",
      sql`(${t.state} = 'recorded') = (${t.decidedAt} is null) and (${t.decidedAt} is null) = (${t.decidedBy} is null) and (${t.decidedAt} is null) = (${t.decidedSide} is null)`,
    ),
    check(
      "commitment_deliveries_decided_by_other_side",
      sql`${t.decidedBy} <> ${t.recordedBy} and (${t.recordedSide} = 'partner') <> (${t.decidedSide} = 'partner')`,
    ),
    check(
      "commitment_deliveries_refused_has_reason",
      sql`(${t.state} = 'refused') = (coalesce(length(${t.refusal}), 0) > 0)`,
    ),
  ],
);

/** The evidence of a delivery, as it was sent. Append-only. */
export const deliveryEvidence = pgTable(
  "delivery_evidence",
  {
    fundId: fundId(),
    deliveryId: uuid("delivery_id").notNull(),
    filename: text("filename").notNull(),
    sha256: text("sha256").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.fundId, t.deliveryId] }),
    foreignKey({
      columns: [t.fundId, t.deliveryId],
      foreignColumns: [commitmentDeliveries.fundId, commitmentDeliveries.id],
      name: "delivery_evidence_delivery",
    }),
    foreignKey({
      columns: [t.fundId, t.sha256],
      foreignColumns: [storedFiles.fundId, storedFiles.sha256],
      name: "delivery_evidence_content",
    }),
  ],
);
