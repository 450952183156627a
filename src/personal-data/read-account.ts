import { and, asc, desc, eq } from "drizzle-orm";
import { apiTokens, sessions, staffRoles, users } from "../db/schema/identity.ts";
import { formDrafts } from "../db/schema/kept-input.ts";
import { organisationMembers, organisations } from "../db/schema/organisations.ts";
import type { Deps } from "../deps.ts";
import type { MemberRole, StaffRole } from "../domain/actor.ts";
import { notFound } from "../errors.ts";
import type { Language } from "../i18n/text.ts";
import { accountTexts, ROLE_NAMES } from "../identity/messages.ts";
import { MEMBER_ROLE_NAMES } from "../organisations/messages.ts";
import type { Person, Section } from "./section.ts";
import { COLUMNS, SECTIONS, WORDS } from "./section-names.ts";

/** What the account itself is: who, with which roles, from where signed in. */
export async function readAccount(deps: Deps, { userId }: Person, language: Language): Promise<readonly Section[]> {
  const [user] = await deps.db.select().from(users).where(eq(users.id, userId));
  if (user === undefined) throw notFound();
  return [
    {
      key: "account",
      title: SECTIONS.account,
      columns: {
        email: COLUMNS.email,
        name: COLUMNS.name,
        language: COLUMNS.language,
        secondFactor: COLUMNS.secondFactor,
        since: COLUMNS.since,
      },
      rows: [
        {
          email: user.email,
          name: user.name,
          language: accountTexts[user.language === "en" ? "english" : "french"][language],
          secondFactor: user.twoFactorEnabled,
          since: user.createdAt,
        },
      ],
    },
    await rolesOf(deps, userId, language),
    await entriesOf(deps, userId, language),
    await draftsOf(deps, userId, language),
  ];
}

async function rolesOf({ db }: Deps, userId: string, language: Language): Promise<Section> {
  const roles = await db.select().from(staffRoles).where(eq(staffRoles.userId, userId)).orderBy(asc(staffRoles.role));
  const memberships = await db
    .select({ organisation: organisations.name, role: organisationMembers.role, since: organisationMembers.joinedAt })
    .from(organisationMembers)
    .innerJoin(organisations, eq(organisations.id, organisationMembers.organisationId))
    .where(eq(organisationMembers.userId, userId))
    .orderBy(asc(organisationMembers.joinedAt));
  return {
    key: "roles",
    title: SECTIONS.places,
    columns: { organisation: COLUMNS.organisation, role: COLUMNS.role, since: COLUMNS.since },
    rows: [
      ...roles.map(({ role, grantedAt }) => ({
        organisation: null,
        role: ROLE_NAMES[role as StaffRole][language],
        since: grantedAt,
      })),
      ...memberships.map((one) => ({ ...one, role: MEMBER_ROLE_NAMES[one.role as MemberRole][language] })),
    ],
  };
}

/** Addresses and browsers of sign-ins are kept nowhere. */
async function entriesOf({ db }: Deps, userId: string, language: Language): Promise<Section> {
  const open = await db
    .select({ since: sessions.createdAt, until: sessions.expiresAt })
    .from(sessions)
    .where(eq(sessions.userId, userId))
    .orderBy(desc(sessions.createdAt));
  const tokens = await db
    .select({ name: apiTokens.name, since: apiTokens.createdAt, until: apiTokens.expiresAt })
    .from(apiTokens)
    .where(eq(apiTokens.userId, userId))
    .orderBy(desc(apiTokens.createdAt));
  return {
    key: "signIns",
    title: SECTIONS.entries,
    columns: { what: COLUMNS.what, name: COLUMNS.name, since: COLUMNS.since, until: COLUMNS.until },
    rows: [
      ...open.map((row) => ({ what: WORDS.session[language], name: null, ...row })),
      ...tokens.map((row) => ({ what: WORDS.token[language], ...row })),
    ],
  };
}

async function draftsOf({ db, fundId }: Deps, userId: string, language: Language): Promise<Section> {
  const rows = await db
    .select({ form: formDrafts.form, at: formDrafts.savedAt })
    .from(formDrafts)
    .where(and(eq(formDrafts.fundId, fundId), eq(formDrafts.savedBy, userId)));
  return {
    key: "drafts",
    title: SECTIONS.drafts,
    columns: { what: COLUMNS.what, at: COLUMNS.at },
    rows: rows.map((row) => ({ what: WORDS.draft[language], ...row })),
  };
}
