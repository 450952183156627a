import { and, eq, sql } from "drizzle-orm";
import type { Reader } from "../db/client.ts";
import { campaigns, funds, grants, organisations, projects } from "../db/schema/index.ts";
import { notFound } from "../errors.ts";
import type { Text } from "../i18n/text.ts";
import { agreementHash, agreementText } from "./agreement-text.ts";

export type Agreement = { readonly paragraphs: readonly Text[]; readonly hash: string };

/** The agreement as the tables tell it now; what amendments added since stands in them, not in it. */
export async function readAgreement(reader: Reader, fundId: string, grantId: string): Promise<Agreement> {
  const [row] = await reader
    .select({
      grant: grants,
      fund: funds,
      campaign: campaigns,
      project: projects,
      organisation: organisations,
      amendedCents: sql<string>`(select coalesce(sum(c.amount_cents), 0) from grant_complements c
        where c.fund_id = ${fundId} and c.grant_id = ${grantId} and c.is_amendment)`,
    })
    .from(grants)
    .innerJoin(funds, eq(funds.id, grants.fundId))
    .innerJoin(campaigns, and(eq(campaigns.fundId, grants.fundId), eq(campaigns.id, grants.campaignId)))
    .innerJoin(projects, and(eq(projects.fundId, campaigns.fundId), eq(projects.id, campaigns.projectId)))
    .innerJoin(organisations, eq(organisations.id, grants.organisationId))
    .where(and(eq(grants.fundId, fundId), eq(grants.id, grantId)));
  if (row === undefined) throw notFound();
  const paragraphs = agreementText({
    grantId,
    fundName: row.fund.name,
    organisation: row.organisation,
    projectTitle: row.project.title,
    projectSummary: row.project.summary,
    campaignTitle: row.campaign.title,
    amountCents: row.grant.amountCents - BigInt(row.amendedCents),
    grantedAt: row.grant.createdAt,
  });
  return { paragraphs, hash: agreementHash(paragraphs) };
}
