import { and, asc, desc, eq } from "drizzle-orm";
import type { Reader } from "../db/client.ts";
import {
  agreementAcceptances,
  agreementNegotiations,
  agreementSignatures,
  agreementVersions,
} from "../db/schema/index.ts";
import type { Round, Side } from "../domain/agreement.ts";
import type { TermsInput } from "./forms.ts";
import { readTerms } from "./terms-json.ts";

export type OpenRound = Round & {
  readonly negotiationId: string;
  readonly terms: TermsInput;
  readonly message: string;
  /** As it was fixed when both sides had accepted. */
  readonly text: { readonly paragraphs: readonly string[]; readonly hash: string } | undefined;
};

/** The version under negotiation with what was said to it; undefined where nothing is negotiated. */
export async function readRound(reader: Reader, fundId: string, agreementId: string): Promise<OpenRound | undefined> {
  const [row] = await reader
    .select({ version: agreementVersions, acceptance: agreementAcceptances })
    .from(agreementVersions)
    .innerJoin(
      agreementNegotiations,
      and(eq(agreementNegotiations.fundId, fundId), eq(agreementNegotiations.id, agreementVersions.negotiationId)),
    )
    .leftJoin(
      agreementAcceptances,
      and(
        eq(agreementAcceptances.fundId, fundId),
        eq(agreementAcceptances.agreementId, agreementId),
        eq(agreementAcceptances.version, agreementVersions.version),
      ),
    )
    .where(
      and(
        eq(agreementVersions.fundId, fundId),
        eq(agreementVersions.agreementId, agreementId),
        eq(agreementNegotiations.state, "open"),
      ),
    )
    .orderBy(desc(agreementVersions.version))
    .limit(1);
  if (row === undefined) return undefined;
  const { version, acceptance } = row;
  return {
    version: version.version,
    side: asSide(version.side),
    isAccepted: acceptance !== null,
    needsSecond: acceptance?.needsSecond ?? false,
    signatures: await signaturesOf(reader, fundId, agreementId, version.version),
    negotiationId: version.negotiationId,
    terms: readTerms(version.terms),
    message: version.message,
    text: acceptance === null ? undefined : { paragraphs: asParagraphs(acceptance.text), hash: acceptance.textHash },
  };
}

async function signaturesOf(reader: Reader, fundId: string, agreementId: string, version: number) {
  const rows = await reader
    .select({ side: agreementSignatures.side, userId: agreementSignatures.signedBy })
    .from(agreementSignatures)
    .where(
      and(
        eq(agreementSignatures.fundId, fundId),
        eq(agreementSignatures.agreementId, agreementId),
        eq(agreementSignatures.version, version),
      ),
    )
    .orderBy(asc(agreementSignatures.id));
  return rows.map(({ side, userId }) => ({ side: asSide(side), userId }));
}

/** The number of the latest version ever proposed; 0 where an agreement was signed on paper. */
export async function latestVersion(reader: Reader, fundId: string, agreementId: string): Promise<number> {
  const [row] = await reader
    .select({ version: agreementVersions.version })
    .from(agreementVersions)
    .where(and(eq(agreementVersions.fundId, fundId), eq(agreementVersions.agreementId, agreementId)))
    .orderBy(desc(agreementVersions.version))
    .limit(1);
  return row?.version ?? 0;
}

export const asSide = (side: string): Side => (side === "partner" ? "partner" : "fund");

export const asParagraphs = (text: unknown): readonly string[] =>
  Array.isArray(text) ? text.filter((one) => typeof one === "string") : [];
