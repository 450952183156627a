import { and, asc, eq, gt, type SQL } from "drizzle-orm";
import type { Reader } from "../db/client.ts";
import {
  cooperationAgreements,
  grantComplements,
  grants,
  matchingPots,
  matchingRules,
  organisations,
  roundResults,
} from "../db/schema/index.ts";
import type { Text } from "../i18n/text.ts";
import { amendmentHash, amendmentText } from "./amendment-text.ts";

export type GrantComplement = Awaited<ReturnType<typeof selectComplements>>[number]["complement"] & {
  readonly partnerName: string;
  readonly organisationId: string;
  /** The amendment as it reads now; none where the agreement was signed with this money in it. */
  readonly amendment: { readonly paragraphs: readonly Text[]; readonly hash: string } | undefined;
};

/** What rounds added to a grant, oldest first; what a correction took back whole is left out. */
export async function listComplements(
  reader: Reader,
  fundId: string,
  grantId: string,
): Promise<readonly GrantComplement[]> {
  const rows = await selectComplements(
    reader,
    fundId,
    and(eq(grantComplements.grantId, grantId), gt(grantComplements.amountCents, 0n)),
  );
  return rows.map(asComplement);
}

export async function readComplement(
  reader: Reader,
  fundId: string,
  complementId: string,
): Promise<GrantComplement | undefined> {
  const [row] = await selectComplements(reader, fundId, eq(grantComplements.id, complementId));
  return row === undefined ? undefined : asComplement(row);
}

const selectComplements = (reader: Reader, fundId: string, where: SQL | undefined) =>
  reader
    .select({
      complement: grantComplements,
      partnerName: organisations.name,
      organisationId: grants.organisationId,
    })
    .from(grantComplements)
    .innerJoin(grants, and(eq(grants.fundId, fundId), eq(grants.id, grantComplements.grantId)))
    .innerJoin(
      roundResults,
      and(
        eq(roundResults.fundId, fundId),
        eq(roundResults.ruleId, grantComplements.ruleId),
        eq(roundResults.version, grantComplements.resultVersion),
      ),
    )
    .innerJoin(
      matchingRules,
      and(
        eq(matchingRules.fundId, fundId),
        eq(matchingRules.id, roundResults.ruleId),
        eq(matchingRules.version, roundResults.ruleVersion),
      ),
    )
    .innerJoin(matchingPots, and(eq(matchingPots.fundId, fundId), eq(matchingPots.id, matchingRules.potId)))
    .innerJoin(
      cooperationAgreements,
      and(eq(cooperationAgreements.fundId, fundId), eq(cooperationAgreements.id, matchingPots.agreementId)),
    )
    .innerJoin(organisations, eq(organisations.id, cooperationAgreements.partnerId))
    .where(and(eq(grantComplements.fundId, fundId), where))
    .orderBy(asc(grantComplements.id));

function asComplement(row: Awaited<ReturnType<typeof selectComplements>>[number]): GrantComplement {
  const { complement, partnerName, organisationId } = row;
  const paragraphs = amendmentText({
    complementId: complement.id,
    grantId: complement.grantId,
    partnerName,
    amountCents: complement.amountCents,
    addedAt: complement.createdAt,
  });
  const amendment = complement.isAmendment ? { paragraphs, hash: amendmentHash(paragraphs) } : undefined;
  return { ...complement, partnerName, organisationId, amendment };
}
