import { and, asc, desc, eq, inArray, lt } from "drizzle-orm";
import type { Reader } from "../db/client.ts";
import { users } from "../db/schema/identity.ts";
import { bankAccounts, organisationMembers, organisations } from "../db/schema/organisations.ts";
import type { Deps } from "../deps.ts";
import type { Actor } from "../domain/actor.ts";
import { permits } from "../domain/permissions.ts";
import { notFound } from "../errors.ts";
import { decodeCursor, type Page, toPage } from "../http/pagination.ts";
import { accountStateOf } from "./account-state.ts";
import { roleOf } from "./members.ts";

const SUMMARY = {
  id: organisations.id,
  name: organisations.name,
  legalForm: organisations.legalForm,
  siret: organisations.siret,
  rna: organisations.rna,
  address: organisations.address,
  postcode: organisations.postcode,
  town: organisations.town,
  communeCode: organisations.communeCode,
  createdAt: organisations.createdAt,
};

export type OrganisationRow = {
  readonly id: string;
  readonly name: string;
  readonly legalForm: string;
  readonly siret: string | null;
  readonly rna: string | null;
  readonly address: string;
  readonly postcode: string;
  readonly town: string;
  readonly communeCode: string | null;
  readonly createdAt: Date;
};

/** The organisations a person may see, newest first: their own, or all for staff. */
export async function listOrganisations(
  deps: Deps,
  actor: Actor,
  { limit, cursor }: { readonly limit: number; readonly cursor?: string | undefined },
): Promise<Page<OrganisationRow>> {
  const own = actor.kind === "user" ? actor.memberships.map((m) => m.organisationId) : [];
  const [after] = decodeCursor(deps.cipher, "organisations", cursor) ?? [];
  const rows = await deps.db
    .select(SUMMARY)
    .from(organisations)
    .where(
      and(
        permits(actor, "organisation.read") ? undefined : inArray(organisations.id, own),
        after === undefined ? undefined : lt(organisations.id, after),
      ),
    )
    .orderBy(desc(organisations.id))
    .limit(limit + 1);
  return toPage(deps.cipher, "organisations", rows, limit, (row) => [row.id]);
}

/** One organisation with its members and its accounts, IBANs masked (X7); 404 for anybody else. */
export async function readOrganisation(deps: Deps, actor: Actor, organisationId: string) {
  if (!permits(actor, "organisation.read", organisationId)) throw notFound();
  const [organisation] = await deps.db.select(SUMMARY).from(organisations).where(eq(organisations.id, organisationId));
  if (organisation === undefined) throw notFound();
  return {
    ...organisation,
    members: await listMembers(deps.db, organisationId),
    bankAccounts: await listBankAccounts(deps.db, organisationId),
    editable: permits(actor, "organisation.edit", organisationId),
    blockable: permits(actor, "organisation.block-bank-account", organisationId),
    verifiable: permits(actor, "organisation.verify-bank-account", organisationId),
  };
}

export type OrganisationDetail = Awaited<ReturnType<typeof readOrganisation>>;

async function listMembers(reader: Reader, organisationId: string) {
  const rows = await reader
    .select({
      userId: users.id,
      name: users.name,
      email: users.email,
      role: organisationMembers.role,
      joinedAt: organisationMembers.joinedAt,
    })
    .from(organisationMembers)
    .innerJoin(users, eq(users.id, organisationMembers.userId))
    .where(eq(organisationMembers.organisationId, organisationId))
    .orderBy(asc(organisationMembers.joinedAt), asc(users.id));
  return rows.map((row) => ({ ...row, role: roleOf(row.role) }));
}

async function listBankAccounts(reader: Reader, organisationId: string) {
  const rows = await reader
    .select({
      id: bankAccounts.id,
      holderName: bankAccounts.holderName,
      iban: bankAccounts.ibanMasked,
      bic: bankAccounts.bic,
      state: bankAccounts.state,
      createdBy: bankAccounts.createdBy,
      createdAt: bankAccounts.createdAt,
      verifiedAt: bankAccounts.verifiedAt,
    })
    .from(bankAccounts)
    .where(eq(bankAccounts.organisationId, organisationId))
    .orderBy(desc(bankAccounts.createdAt), desc(bankAccounts.id));
  return rows.map((row) => ({ ...row, state: accountStateOf(row.state) }));
}
