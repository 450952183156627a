import { sql } from "drizzle-orm";
import { check, index, pgTable, primaryKey, text, unique, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { createdAt, instant } from "./columns.ts";
import { users } from "./identity.ts";

export const organisations = pgTable(
  "organisations",
  {
    id: uuid("id").primaryKey(),
    name: text("name").notNull(),
    legalForm: text("legal_form").notNull(),
    siret: text("siret"),
    rna: text("rna"),
    address: text("address").notNull(),
    postcode: text("postcode").notNull(),
    town: text("town").notNull(),
    communeCode: text("commune_code"),
    stripeAccountId: text("stripe_account_id"),
    /** A connected account is paid from a day after this (D5). */
    stripeConnectedAt: instant("stripe_connected_at"),
    createdAt: createdAt(),
  },
  (t) => [
    check(
      "organisations_stripe_connected_whole",
      sql`(${t.stripeAccountId} is null) = (${t.stripeConnectedAt} is null)`,
    ),
    check("organisations_siret_shape", sql`${t.siret} ~ '^[0-9]{14}$'`),
    check("organisations_rna_shape", sql`${t.rna} ~ '^W[0-9A-Z]{9}$'`),
    check("organisations_identified", sql`${t.siret} is not null or ${t.rna} is not null`),
    uniqueIndex("organisations_siret_unique").on(t.siret),
    uniqueIndex("organisations_rna_unique").on(t.rna),
  ],
);

export const organisationMembers = pgTable(
  "organisation_members",
  {
    organisationId: uuid("organisation_id")
      .notNull()
      .references(() => organisations.id),
    userId: uuid("user_id")
      .notNull()
      .references(() => users.id),
    role: text("role").notNull(),
    joinedAt: instant("joined_at").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.organisationId, t.userId] }),
    index("organisation_members_user").on(t.userId),
    check("organisation_members_role_known", sql`${t.role} in ('owner', 'member')`),
  ],
);

/** The IBAN stands encrypted; pages and logs only ever see its last four characters. */
export const bankAccounts = pgTable(
  "bank_accounts",
  {
    id: uuid("id").primaryKey(),
    organisationId: uuid("organisation_id")
      .notNull()
      .references(() => organisations.id),
    holderName: text("holder_name").notNull(),
    ibanCiphertext: text("iban_ciphertext").notNull(),
    ibanFingerprint: text("iban_fingerprint").notNull(),
    ibanMasked: text("iban_masked").notNull(),
    bic: text("bic"),
    state: text("state").notNull(),
    createdBy: uuid("created_by")
      .notNull()
      .references(() => users.id),
    createdAt: createdAt(),
    verifiedBy: uuid("verified_by").references(() => users.id),
    verifiedAt: instant("verified_at"),
  },
  (t) => [
    check("bank_accounts_state_known", sql`${t.state} in ('pending', 'verified', 'replaced', 'blocked')`),
    check(
      "bank_accounts_verified_by_someone",
      sql`${t.state} <> 'verified' or (${t.verifiedAt} is not null and ${t.verifiedBy} is not null)`,
    ),
    check("bank_accounts_verified_by_another", sql`${t.verifiedBy} is distinct from ${t.createdBy}`),
    unique("bank_accounts_iban_once").on(t.organisationId, t.ibanFingerprint),
    uniqueIndex("bank_accounts_one_verified").on(t.organisationId).where(sql`${t.state} = 'verified'`),
  ],
);
