import { sql } from "drizzle-orm";
import {
  boolean,
  check,
  index,
  integer,
  pgTable,
  pgView,
  primaryKey,
  text,
  unique,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import { createdAt, instant } from "./columns.ts";

export const users = pgTable(
  "users",
  {
    id: uuid("id").primaryKey(),
    email: text("email").notNull(),
    emailVerified: boolean("email_verified").notNull().default(false),
    name: text("name").notNull().default(""),
    image: text("image"),
    language: text("language").notNull().default("fr"),
    twoFactorEnabled: boolean("two_factor_enabled").notNull().default(false),
    /** Staff: a letter each working morning with what waits for their decision. */
    decisionLetters: boolean("decision_letters").notNull().default(true),
    createdAt: createdAt(),
    updatedAt: instant("updated_at").notNull(),
  },
  (t) => [
    uniqueIndex("users_email_unique").on(sql`lower(${t.email})`),
    check("users_language_known", sql`${t.language} in ('fr', 'en')`),
  ],
);

export const sessions = pgTable("sessions", {
  id: uuid("id").primaryKey(),
  userId: uuid("user_id")
    .notNull()
    .references(() => users.id, { onDelete: "cascade" }),
  token: text("token").notNull().unique(),
  expiresAt: instant("expires_at").notNull(),
  ipAddress: text("ip_address"),
  userAgent: text("user_agent"),
  createdAt: createdAt(),
  updatedAt: instant("updated_at").notNull(),
});

export const authAccounts = pgTable("auth_accounts", {
  id: uuid("id").primaryKey(),
  userId: uuid("user_id")
    .notNull()
    .references(() => users.id, { onDelete: "cascade" }),
  accountId: text("account_id").notNull(),
  providerId: text("provider_id").notNull(),
  accessToken: text("access_token"),
  refreshToken: text("refresh_token"),
  idToken: text("id_token"),
  accessTokenExpiresAt: instant("access_token_expires_at"),
  refreshTokenExpiresAt: instant("refresh_token_expires_at"),
  scope: text("scope"),
  password: text("password"),
  createdAt: createdAt(),
  updatedAt: instant("updated_at").notNull(),
});

export const verifications = pgTable(
  "verifications",
  {
    id: uuid("id").primaryKey(),
    identifier: text("identifier").notNull(),
    value: text("value").notNull(),
    expiresAt: instant("expires_at").notNull(),
    createdAt: createdAt(),
    updatedAt: instant("updated_at").notNull(),
  },
  (t) => [index("verifications_identifier").on(t.identifier)],
);

export const twoFactors = pgTable("two_factors", {
  id: uuid("id").primaryKey(),
  userId: uuid("user_id")
    .notNull()
    .references(() => users.id, { onDelete: "cascade" }),
  secret: text("secret").notNull(),
  backupCodes: text("backup_codes").notNull(),
  verified: boolean("verified").notNull().default(true),
  failedVerificationCount: integer("failed_verification_count").notNull().default(0),
  lockedUntil: instant("locked_until"),
});

/** Roles in the fund, also those that do not count yet; who reads whether somebody has one reads `staffRolesInForce`. */
export const staffRoles = pgTable(
  "staff_roles",
  {
    userId: uuid("user_id")
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
    role: text("role").notNull(),
    /** From when it counts; null: an approving role that awaits a second administrator (X3). */
    grantedAt: instant("granted_at"),
    /** Null at the first start, before there is anybody to ask. */
    proposedBy: uuid("proposed_by").references(() => users.id),
    proposedAt: instant("proposed_at"),
    confirmedBy: uuid("confirmed_by").references(() => users.id),
    confirmedAt: instant("confirmed_at"),
  },
  (t) => [
    primaryKey({ columns: [t.userId, t.role] }),
    check(
      "staff_roles_known",
      sql`${t.role} in ('administrator', 'case_officer', 'authoriser', 'paymaster', 'auditor')`,
    ),
    check(
      "staff_roles_proposed_whole",
      sql`(${t.proposedBy} is null) = (${t.proposedAt} is null) and (${t.proposedBy} is not null or ${t.grantedAt} is not null)`,
    ),
    check(
      "staff_roles_confirmed_whole",
      sql`(${t.confirmedBy} is null) = (${t.confirmedAt} is null) and (${t.confirmedBy} is null or ${t.proposedBy} is not null)`,
    ),
    check(
      "staff_roles_two_people",
      sql`${t.proposedBy} is distinct from ${t.userId} and ${t.confirmedBy} is distinct from ${t.userId} and (${t.confirmedBy} is null or ${t.confirmedBy} <> ${t.proposedBy})`,
    ),
    check(
      "staff_roles_confirmed_waits",
      sql`${t.confirmedAt} is null or coalesce(${t.grantedAt} >= ${t.confirmedAt} + interval '24 hours', false)`,
    ),
  ],
);

/** Roles that count at this moment by the fund's clock: no job brings one into force (X3). */
export const staffRolesInForce = pgView("staff_roles_in_force", {
  userId: uuid("user_id").notNull(),
  role: text("role").notNull(),
}).as(sql`select user_id, role from staff_roles where granted_at <= fund_now()`);

/** Tokens for scripts. Only the SHA-256 of a token is kept. */
export const apiTokens = pgTable(
  "api_tokens",
  {
    id: uuid("id").primaryKey(),
    userId: uuid("user_id")
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
    name: text("name").notNull(),
    tokenHash: text("token_hash").notNull(),
    createdAt: createdAt(),
    expiresAt: instant("expires_at").notNull(),
    lastUsedAt: instant("last_used_at"),
    revokedAt: instant("revoked_at"),
  },
  (t) => [unique("api_tokens_hash_unique").on(t.tokenHash)],
);
