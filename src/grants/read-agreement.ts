import { and, asc, eq, sql } from "drizzle-orm";
import { dayOf } from "../campaigns/paris-days.ts";
import type { Reader } from "../db/client.ts";
import { budgetLines, grants, organisations, projects, signedAgreements } from "../db/schema/index.ts";
import { type DeMinimisFacts, readDeclaration } from "../de-minimis/read-declaration.ts";
import type { Deps } from "../deps.ts";
import { accounts } from "../domain/ledger.ts";
import { type Cents, cents } from "../domain/money.ts";
import { notFound } from "../errors.ts";
import type { Text } from "../i18n/text.ts";
import { parametersOn } from "../parameters/read-parameters.ts";
import { agreementHash, agreementText } from "./agreement-text.ts";
import { fundParty } from "./fund-party.ts";
import { projectOf, titleOf } from "./grant-origin.ts";
import { grantedKey } from "./granted-key.ts";
import { readSchedule } from "./schedule.ts";
import { readTemplate } from "./template-queries.ts";

export type Agreement = { readonly paragraphs: readonly Text[]; readonly hash: string };

type AgreementDeps = Pick<Deps, "fundId" | "bankAccount" | "siret">;

/**
 * The agreement as it is to be signed now; once both have signed, the very text they signed. What amendments added
 * since stands in them, not in it.
 */
export async function readAgreement(
  reader: Reader,
  deps: AgreementDeps,
  grantId: string,
): Promise<Agreement & { readonly deMinimis: DeMinimisFacts }> {
  const { fundId } = deps;
  const row = await selectGrant(reader, fundId, grantId);
  const { grant } = row;
  const fund = fundParty(deps);
  const amountCents = grant.amountCents - BigInt(row.amendedCents);
  const deMinimis = await readDeclaration(reader, deps.bankAccount.name, { ...grant, amountCents });
  const signed = grant.fundSignedAt === null ? undefined : await readSigned(reader, grant);
  if (signed !== undefined) return { ...signed, deMinimis };
  const values = await parametersOn(reader, fundId, dayOf(grant.createdAt));
  const paragraphs = agreementText(await readTemplate(reader, fundId, grant.templateVersion), {
    grantId,
    fund,
    organisation: row.organisation,
    projectTitle: row.project.title,
    projectSummary: row.project.summary,
    campaignTitle: grant.campaignId === null ? null : row.campaignTitle,
    amountCents,
    sources: await sourcesOf(reader, grant, amountCents),
    budget: await budgetOf(reader, fundId, row.project.id),
    schedule: await readSchedule(reader, fundId, grantId),
    startsOn: grant.startsOn,
    endsOn: grant.endsOn,
    conditions: grant.conditions,
    grantedAt: grant.createdAt,
    writtenAboveCents: values["written-agreement-above"],
    reportMonths: Number(values["grant-report-months"]),
    deMinimis,
  });
  return { paragraphs, hash: agreementHash(paragraphs), deMinimis };
}

async function selectGrant(reader: Reader, fundId: string, grantId: string) {
  const [row] = await reader
    .select({
      grant: grants,
      campaignTitle: titleOf("grants"),
      project: projects,
      organisation: organisations,
      amendedCents: sql<string>`(select coalesce(sum(c.amount_cents), 0) from grant_complements c
        where c.fund_id = ${fundId} and c.grant_id = ${grantId} and c.is_amendment)`,
    })
    .from(grants)
    .innerJoin(projects, and(eq(projects.fundId, grants.fundId), eq(projects.id, projectOf("grants"))))
    .innerJoin(organisations, eq(organisations.id, grants.organisationId))
    .where(and(eq(grants.fundId, fundId), eq(grants.id, grantId)));
  if (row === undefined) throw notFound();
  return row;
}

async function readSigned(reader: Reader, grant: typeof grants.$inferSelect): Promise<Agreement | undefined> {
  const [row] = await reader
    .select({ paragraphs: signedAgreements.paragraphs, hash: signedAgreements.hash })
    .from(signedAgreements)
    .where(
      and(
        eq(signedAgreements.fundId, grant.fundId),
        eq(signedAgreements.grantId, grant.id),
        eq(signedAgreements.hash, grant.agreementHash ?? ""),
      ),
    );
  return row;
}

const budgetOf = (reader: Reader, fundId: string, projectId: string) =>
  reader
    .select({ label: budgetLines.label, amountCents: budgetLines.amountCents })
    .from(budgetLines)
    .where(and(eq(budgetLines.fundId, fundId), eq(budgetLines.projectId, projectId)))
    .orderBy(asc(budgetLines.position));

type GrantKey = Pick<typeof grants.$inferSelect, "fundId" | "campaignId" | "applicationId">;

/** What the fund gave of its own, in cents, as the entry that made the grant says (D1, P5). */
export async function fundPartsOf(
  reader: Reader,
  grant: GrantKey,
): Promise<{ readonly topUpCents: Cents; readonly ownGrantCents: Cents }> {
  const debits = await debitsOf(reader, grant);
  const own = [...debits].filter(([account]) => account.startsWith("fund:committed:"));
  return {
    topUpCents: cents(debits.get(accounts.reserve) ?? 0n),
    ownGrantCents: cents(own.reduce((sum, [, amount]) => sum + amount, 0n)),
  };
}

/** What the agreed amount is made of: matches of the campaign and of rounds, the reserve's share, and gifts less their fee. */
async function sourcesOf(reader: Reader, grant: typeof grants.$inferSelect, amountCents: bigint) {
  const debits = await debitsOf(reader, grant);
  const { topUpCents, ownGrantCents } = await fundPartsOf(reader, grant);
  const [row] = await reader.execute<{ rounds: string }>(sql`
    select coalesce(sum(amount_cents), 0) as rounds from grant_complements
    where fund_id = ${grant.fundId} and grant_id = ${grant.id} and not is_amendment`);
  const matchesCents =
    (grant.campaignId === null ? 0n : (debits.get(accounts.matches(grant.campaignId)) ?? 0n)) +
    BigInt(row?.rounds ?? 0);
  const giftsCents = amountCents - matchesCents - topUpCents - ownGrantCents;
  return { giftsCents, matchesCents, topUpCents, ownGrantCents };
}

async function debitsOf(reader: Reader, grant: GrantKey): Promise<ReadonlyMap<string, bigint>> {
  const rows = await reader.execute<{ account: string; cents: string }>(sql`
    select p.account, p.amount_cents as cents from journal_entries e
    join postings p on p.fund_id = e.fund_id and p.entry_id = e.id
    where e.fund_id = ${grant.fundId} and e.key = ${grantedKey(grant)} and p.amount_cents > 0`);
  return new Map(rows.map((row) => [row.account, BigInt(row.cents)]));
}
