import { sql } from "drizzle-orm";
import {
  bigint,
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
import { storedFiles } from "./files.ts";
import { funds } from "./fund.ts";
import { grants } from "./grants.ts";
import { users } from "./identity.ts";

/** How the fund splits a new grant, by version. Append-only: the newest holds for grants to come (D2). */
export const instalmentTemplates = pgTable(
  "instalment_templates",
  {
    fundId: fundId().references(() => funds.id),
    version: integer("version").notNull(),
    /** In order: `TemplateLine` of `domain/instalment.ts`. */
    lines: jsonb("lines").notNull(),
    reason: text("reason").notNull(),
    createdBy: uuid("created_by")
      .notNull()
      .references(() => users.id),
    createdAt: createdAt(),
  },
  (t) => [
    primaryKey({ columns: [t.fundId, t.version] }),
    check("instalment_templates_version_positive", sql`${t.version} > 0`),
    check("instalment_templates_reason_given", sql`length(${t.reason}) > 0`),
  ],
);

/** A share of a grant, asked for once its evidence is accepted; its successor waits for that too (D2). */
export const instalments = pgTable(
  "instalments",
  {
    fundId: fundId(),
    id: id(),
    grantId: uuid("grant_id").notNull(),
    number: integer("number").notNull(),
    /** Its part of the sum of the grant's shares: basis points or cents. Amounts follow by largest remainder (A3). */
    share: bigint("share", { mode: "bigint" }).notNull(),
    label: text("label").notNull(),
    condition: text("condition").notNull(),
    /** What the holder must show before it is paid; nothing where null. */
    evidenceAsked: text("evidence_asked"),
    /** Last day for its evidence and its request, in Paris. */
    dueOn: date("due_on").notNull(),
    createdAt: createdAt(),
    cancelledAt: instant("cancelled_at"),
    cancelledReason: text("cancelled_reason"),
    /** What of its payments came back after it was cancelled (a trigger on `disbursements` counts), and what of that
     * went on to where the grant's money came from. */
    returnedCents: cents("returned_cents").notNull().default(sql`0`),
    givenBackCents: cents("given_back_cents").notNull().default(sql`0`),
  },
  (t) => [
    primaryKey({ columns: [t.fundId, t.id] }),
    foreignKey({
      columns: [t.fundId, t.grantId],
      foreignColumns: [grants.fundId, grants.id],
      name: "instalments_grant",
    }),
    unique("instalments_number_unique").on(t.fundId, t.grantId, t.number),
    unique("instalments_of_grant").on(t.fundId, t.grantId, t.id),
    check("instalments_number_positive", sql`${t.number} between 1 and 12`),
    check("instalments_share_positive", sql`${t.share} > 0`),
    check("instalments_words_given", sql`length(${t.label}) > 0 and length(${t.condition}) > 0`),
    check(
      "instalments_cancelled_has_reason",
      sql`(${t.cancelledAt} is null) = (${t.cancelledReason} is null) and coalesce(length(${t.cancelledReason}), 1) > 0`,
    ),
    check(
      "instalments_given_back_within_returned",
      sql`${t.givenBackCents} between 0 and ${t.returnedCents} and (${t.returnedCents} = 0 or ${t.cancelledAt} is not null)`,
    ),
    index("instalments_due").on(t.fundId, t.dueOn),
  ],
);

/** What a holder shows for an instalment, and what the fund answered: `draft → sent → accepted | refused` (D2). */
export const instalmentEvidence = pgTable(
  "instalment_evidence",
  {
    fundId: fundId(),
    id: id(),
    instalmentId: uuid("instalment_id").notNull(),
    state: text("state").notNull(),
    comment: text("comment").notNull().default(""),
    /** SHA-256 of the comment and of the files' hashes, from the sending on: approvals of the payment name it (D4). */
    contentHash: text("content_hash"),
    createdBy: uuid("created_by")
      .notNull()
      .references(() => users.id),
    createdAt: createdAt(),
    sentBy: uuid("sent_by").references(() => users.id),
    sentAt: instant("sent_at"),
    decidedBy: uuid("decided_by").references(() => users.id),
    decidedAt: instant("decided_at"),
    /** Why it was refused. */
    reason: text("reason"),
  },
  (t) => [
    primaryKey({ columns: [t.fundId, t.id] }),
    foreignKey({
      columns: [t.fundId, t.instalmentId],
      foreignColumns: [instalments.fundId, instalments.id],
      name: "instalment_evidence_instalment",
    }),
    uniqueIndex("instalment_evidence_one_at_a_time").on(t.fundId, t.instalmentId).where(sql`${t.state} <> 'refused'`),
    check("instalment_evidence_state_known", sql`${t.state} in ('draft', 'sent', 'accepted', 'refused')`),
    check(
      "instalment_evidence_sent_whole",
      sql`(${t.state} = 'draft') = (${t.sentAt} is null) and (${t.sentAt} is null) = (${t.sentBy} is null) and (${t.sentAt} is null) = (${t.contentHash} is null)`,
    ),
    check(
      "instalment_evidence_decided_whole",
      sql`(${t.state} in ('accepted', 'refused')) = (${t.decidedAt} is not null) and (${t.decidedAt} is null) = (${t.decidedBy} is null)`,
    ),
    check("instalment_evidence_decided_by_another", sql`${t.decidedBy} is null or ${t.decidedBy} <> ${t.sentBy}`),
    check(
      "instalment_evidence_refusal_has_reason",
      sql`(${t.state} = 'refused') = (${t.reason} is not null) and coalesce(length(${t.reason}), 1) > 0`,
    ),
    index("instalment_evidence_state").on(t.fundId, t.state),
  ],
);

/** One file of an evidence. Taken out before the sending, it keeps its row and its content. */
export const evidenceFiles = pgTable(
  "evidence_files",
  {
    fundId: fundId(),
    id: id(),
    evidenceId: uuid("evidence_id").notNull(),
    sha256: text("sha256").notNull(),
    filename: text("filename").notNull(),
    addedBy: uuid("added_by")
      .notNull()
      .references(() => users.id),
    addedAt: instant("added_at").notNull(),
    removedAt: instant("removed_at"),
  },
  (t) => [
    primaryKey({ columns: [t.fundId, t.id] }),
    foreignKey({
      columns: [t.fundId, t.evidenceId],
      foreignColumns: [instalmentEvidence.fundId, instalmentEvidence.id],
      name: "evidence_files_evidence",
    }),
    foreignKey({
      columns: [t.fundId, t.sha256],
      foreignColumns: [storedFiles.fundId, storedFiles.sha256],
      name: "evidence_files_content",
    }),
    check("evidence_files_named", sql`length(${t.filename}) between 1 and 200`),
    uniqueIndex("evidence_files_once").on(t.fundId, t.evidenceId, t.sha256).where(sql`${t.removedAt} is null`),
  ],
);

/** Letters about a limit date, each once for each date. */
export const instalmentReminders = pgTable(
  "instalment_reminders",
  {
    fundId: fundId(),
    instalmentId: uuid("instalment_id").notNull(),
    kind: text("kind").notNull(),
    dueOn: date("due_on").notNull(),
    createdAt: createdAt(),
  },
  (t) => [
    primaryKey({ columns: [t.fundId, t.instalmentId, t.kind, t.dueOn] }),
    foreignKey({
      columns: [t.fundId, t.instalmentId],
      foreignColumns: [instalments.fundId, instalments.id],
      name: "instalment_reminders_instalment",
    }),
    check("instalment_reminders_kind_known", sql`${t.kind} in ('soon', 'late')`),
  ],
);
