import { and, desc, eq, inArray, lt, type SQL } from "drizzle-orm";
import { grants, organisations } from "../db/schema/index.ts";
import type { DeMinimisFacts } from "../de-minimis/read-declaration.ts";
import type { Deps } from "../deps.ts";
import { grantMoney } from "../disbursements/grant-money.ts";
import type { Actor } from "../domain/actor.ts";
import { availableCents } from "../domain/grant.ts";
import { permits } from "../domain/permissions.ts";
import { notFound } from "../errors.ts";
import { decodeCursor, type Page, toPage } from "../http/pagination.ts";
import { type GrantComplement, listComplements } from "./complement-queries.ts";
import { titleOf } from "./grant-origin.ts";
import { type Agreement, readAgreement } from "./read-agreement.ts";

type GrantRow = typeof grants.$inferSelect;

export type GrantSummary = Pick<
  GrantRow,
  | "id"
  | "campaignId"
  | "organisationId"
  | "amountCents"
  | "reducedCents"
  | "engagedCents"
  | "paidCents"
  | "createdAt"
  | "holderSignedAt"
  | "fundSignedAt"
  | "suspendedReason"
  | "startsOn"
  | "endsOn"
  | "conditions"
  | "commitmentAgreedAt"
> & { readonly campaignTitle: string; readonly organisationName: string };

export type GrantDetail = GrantSummary & {
  /** What may still be asked for, in cents (D7). */
  readonly availableCents: bigint;
  /** Gifts under dispute, with the matches behind them: not payable until the bank decided (F4). */
  readonly frozenCents: bigint;
  /** What the project was paid and owes back; it is kept from later instalments (F2). */
  readonly owedBackCents: bigint;
  readonly agreement: Agreement;
  /** The text the holder signed is no longer the text as it reads now. */
  readonly hasChangedSinceSigned: boolean;
  readonly complements: readonly GrantComplement[];
  /** Public aid as declared, and the sum it is judged by. */
  readonly deMinimis: DeMinimisFacts;
};

export type PageRequest = { readonly limit: number; readonly cursor?: string | undefined };

/** Grants a person may read, newest first: all of them for staff, their organisations' for members. */
export async function listGrants(
  deps: Deps,
  actor: Actor,
  { limit, cursor }: PageRequest,
): Promise<Page<GrantSummary>> {
  const after = decodeCursor(deps.cipher, "grants", cursor)?.[0];
  const seen = visibleTo(actor);
  const rows = await selectGrants(deps, and(seen, after === undefined ? undefined : lt(grants.id, after)), limit + 1);
  return toPage(deps.cipher, "grants", rows.map(summaryOf), limit, (row) => [row.id]);
}

/** One grant with its agreement as it reads now. Throws 404 to who may not read it (X1). */
export async function readGrant(deps: Deps, actor: Actor, grantId: string): Promise<GrantDetail> {
  const [row] = await selectGrants(deps, eq(grants.id, grantId), 1);
  if (row === undefined || !permits(actor, "grant.read", row.grant.organisationId)) throw notFound();
  const agreement = await readAgreement(deps.db, deps, grantId);
  const { agreementHash } = row.grant;
  const money = await grantMoney(deps.db, row.grant);
  return {
    ...summaryOf(row),
    availableCents: availableCents(money),
    frozenCents: money.frozenCents,
    owedBackCents: money.owedBackCents,
    agreement,
    deMinimis: agreement.deMinimis,
    hasChangedSinceSigned: agreementHash !== null && agreementHash !== agreement.hash,
    complements: await listComplements(deps.db, deps.fundId, grantId),
  };
}

const visibleTo = (actor: Actor): SQL | undefined => {
  if (permits(actor, "grant.read")) return undefined;
  const mine = actor.kind === "user" ? actor.memberships.map((membership) => membership.organisationId) : [];
  return inArray(grants.organisationId, mine);
};

const selectGrants = (deps: Deps, where: SQL | undefined, limit: number) =>
  deps.db
    .select({ grant: grants, campaignTitle: titleOf("grants"), organisationName: organisations.name })
    .from(grants)
    .innerJoin(organisations, eq(organisations.id, grants.organisationId))
    .where(and(eq(grants.fundId, deps.fundId), where))
    .orderBy(desc(grants.id))
    .limit(limit);

const summaryOf = (row: Awaited<ReturnType<typeof selectGrants>>[number]): GrantSummary => ({
  ...row.grant,
  campaignTitle: row.campaignTitle,
  organisationName: row.organisationName,
});
