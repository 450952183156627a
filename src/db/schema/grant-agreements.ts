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
  smallint,
  text,
  uuid,
} from "drizzle-orm/pg-core";
import type { Text } from "../../i18n/text.ts";
import { cents, createdAt, fundId, id, instant } from "./columns.ts";
import { funds } from "./fund.ts";
import { grants } from "./grants.ts";
import { users } from "./identity.ts";

/** The fund's own wording of grant agreements, by version; a grant keeps the one it was made with. Append-only. */
export const agreementTemplates = pgTable(
  "agreement_templates",
  {
    fundId: fundId().references(() => funds.id),
    version: integer("version").notNull(),
    bodyFr: text("body_fr").notNull(),
    bodyEn: text("body_en").notNull(),
    createdBy: uuid("created_by")
      .notNull()
      .references(() => users.id),
    createdAt: createdAt(),
  },
  (t) => [
    primaryKey({ columns: [t.fundId, t.version] }),
    check("agreement_templates_version_positive", sql`${t.version} >= 1`),
    check("agreement_templates_written", sql`length(${t.bodyFr}) > 0 and length(${t.bodyEn}) > 0`),
  ],
);

/** The text a holder signed, whole: what was signed can be read for ever, whatever changes around it. Append-only. */
export const signedAgreements = pgTable(
  "signed_agreements",
  {
    fundId: fundId(),
    grantId: uuid("grant_id").notNull(),
    hash: text("hash").notNull(),
    paragraphs: jsonb("paragraphs").$type<readonly Text[]>().notNull(),
    createdAt: createdAt(),
  },
  (t) => [
    primaryKey({ columns: [t.fundId, t.grantId, t.hash] }),
    foreignKey({
      columns: [t.fundId, t.grantId],
      foreignColumns: [grants.fundId, grants.id],
      name: "signed_agreements_grant",
    }),
    check("signed_agreements_hash_shape", sql`${t.hash} ~ '^[0-9a-f]{64}$'`),
  ],
);

/** What the holder says of aid it received (Règlement (UE) 2023/2831); the last one counts. Append-only. */
export const deMinimisDeclarations = pgTable(
  "de_minimis_declarations",
  {
    fundId: fundId(),
    id: id(),
    grantId: uuid("grant_id").notNull(),
    hasEconomicActivity: boolean("has_economic_activity").notNull(),
    declaredBy: uuid("declared_by")
      .notNull()
      .references(() => users.id),
    createdAt: createdAt(),
  },
  (t) => [
    primaryKey({ columns: [t.fundId, t.id] }),
    foreignKey({
      columns: [t.fundId, t.grantId],
      foreignColumns: [grants.fundId, grants.id],
      name: "de_minimis_declarations_grant",
    }),
    index("de_minimis_declarations_grant_index").on(t.fundId, t.grantId),
  ],
);

/** One aid of a declaration. Append-only. */
export const deMinimisAids = pgTable(
  "de_minimis_aids",
  {
    fundId: fundId(),
    declarationId: uuid("declaration_id").notNull(),
    position: smallint("position").notNull(),
    granter: text("granter").notNull(),
    amountCents: cents("amount_cents").notNull(),
    grantedOn: date("granted_on").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.fundId, t.declarationId, t.position] }),
    foreignKey({
      columns: [t.fundId, t.declarationId],
      foreignColumns: [deMinimisDeclarations.fundId, deMinimisDeclarations.id],
      name: "de_minimis_aids_declaration",
    }),
    check("de_minimis_aids_amount_positive", sql`${t.amountCents} > 0`),
    check("de_minimis_aids_granter_named", sql`length(${t.granter}) > 0`),
  ],
);

/** Each reminder leaves once. Append-only. */
export const grantReminders = pgTable(
  "grant_reminders",
  {
    fundId: fundId(),
    grantId: uuid("grant_id").notNull(),
    kind: text("kind").notNull(),
    sentAt: instant("sent_at").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.fundId, t.grantId, t.kind] }),
    foreignKey({
      columns: [t.fundId, t.grantId],
      foreignColumns: [grants.fundId, grants.id],
      name: "grant_reminders_grant",
    }),
    check(
      "grant_reminders_kind_known",
      sql`${t.kind} in ('agreement-unsigned', 'agreement-uncountersigned', 'report-soon', 'report-due', 'report-late')`,
    ),
  ],
);
