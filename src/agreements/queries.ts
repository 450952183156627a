import { and, asc, eq, inArray } from "drizzle-orm";
import {
  agreementAcceptances,
  agreementNegotiations,
  agreementSignatures,
  agreementSuspensions,
  agreementVersions,
  users,
} from "../db/schema/index.ts";
import type { Deps } from "../deps.ts";
import type { Actor } from "../domain/actor.ts";
import { type NextStep, nextStep, type Side } from "../domain/agreement.ts";
import { notFound } from "../errors.ts";
import type { Text } from "../i18n/text.ts";
import { type AgreementDetail, readAgreement } from "../partners/queries.ts";
import { comparisonWords } from "./comparison.ts";
import type { TermsInput } from "./forms.ts";
import { asParagraphs, asSide, readRound } from "./read-round.ts";
import { readTerms } from "./terms-json.ts";

type Signature = {
  readonly side: Side;
  readonly userId: string;
  readonly name: string;
  readonly at: Date;
  readonly textHash: string;
};

export type Version = {
  readonly version: number;
  readonly negotiationId: string;
  readonly negotiation: string;
  /** Why the negotiation was given up. */
  readonly givenUp: string | null;
  readonly side: Side;
  readonly name: string;
  readonly at: Date;
  readonly message: string;
  readonly termsHash: string;
  readonly terms: TermsInput;
  readonly accepted: { readonly side: Side; readonly name: string; readonly at: Date } | null;
  readonly signatures: readonly Signature[];
};

export type AgreementLife = {
  readonly agreement: AgreementDetail;
  /** Every version ever proposed, the first one first. */
  readonly versions: readonly Version[];
  /** The one under negotiation. */
  readonly open: Version | undefined;
  readonly next: NextStep;
  readonly suspension: { readonly state: "asked" | "running"; readonly reason: string; readonly at: Date } | undefined;
};

/** An agreement with its rounds; 404 for anybody but staff and the partner's members. */
export async function readLife(deps: Deps, actor: Actor, agreementId: string): Promise<AgreementLife> {
  const agreement = await readAgreement(deps, actor, agreementId);
  const versions = await listVersions(deps, agreementId);
  const latest = versions.at(-1);
  const open = latest?.negotiation === "open" ? latest : undefined;
  return {
    agreement,
    versions,
    open,
    next: nextStep(open && (await readRound(deps.db, deps.fundId, agreementId))),
    suspension: await openSuspensionOf(deps, agreementId),
  };
}

/** What two versions of an agreement say differently, in words. */
export async function compareVersions(
  deps: Deps,
  actor: Actor,
  { agreementId, from, to }: { readonly agreementId: string; readonly from: number; readonly to: number },
): Promise<readonly Text[]> {
  const { partnerName } = await readAgreement(deps, actor, agreementId);
  const versions = await listVersions(deps, agreementId, [from, to]);
  const [before, after] = [from, to].map((wanted) => versions.find((one) => one.version === wanted));
  if (before === undefined || after === undefined) throw notFound();
  return comparisonWords(partnerName, before.terms, after.terms);
}

export type SignedText = {
  readonly version: number;
  readonly paragraphs: readonly string[];
  readonly hash: string;
  readonly needsSecond: boolean;
};

/** The text of the version under negotiation once both sides accepted it, else of the one in force. */
export async function readText(deps: Deps, life: AgreementLife): Promise<SignedText | undefined> {
  const version = life.open?.version ?? life.agreement.signedVersion;
  if (version === null) return undefined;
  const [row] = await deps.db
    .select()
    .from(agreementAcceptances)
    .where(
      and(
        eq(agreementAcceptances.fundId, deps.fundId),
        eq(agreementAcceptances.agreementId, life.agreement.id),
        eq(agreementAcceptances.version, version),
      ),
    );
  if (row === undefined) return undefined;
  return { version, paragraphs: asParagraphs(row.text), hash: row.textHash, needsSecond: row.needsSecond };
}

/** The same by the agreement's id; 404 where no text is accepted yet. */
export async function readSignedText(deps: Deps, actor: Actor, agreementId: string): Promise<SignedText> {
  const text = await readText(deps, await readLife(deps, actor, agreementId));
  if (text === undefined) throw notFound();
  return text;
}

/** What is awaited of whom for each of some agreements. */
export async function nextStepsOf(deps: Deps, agreementIds: readonly string[]): Promise<ReadonlyMap<string, NextStep>> {
  if (agreementIds.length === 0) return new Map();
  const open = await deps.db
    .select({ agreementId: agreementNegotiations.agreementId })
    .from(agreementNegotiations)
    .where(
      and(
        eq(agreementNegotiations.fundId, deps.fundId),
        eq(agreementNegotiations.state, "open"),
        inArray(agreementNegotiations.agreementId, [...agreementIds]),
      ),
    );
  const steps = await Promise.all(
    open.map(async ({ agreementId }) => {
      const round = await readRound(deps.db, deps.fundId, agreementId);
      return [agreementId, nextStep(round)] as const;
    }),
  );
  return new Map(steps);
}

async function listVersions(deps: Deps, agreementId: string, only?: readonly number[]): Promise<readonly Version[]> {
  const { db, fundId } = deps;
  const wanted = and(
    eq(agreementVersions.fundId, fundId),
    eq(agreementVersions.agreementId, agreementId),
    only === undefined ? undefined : inArray(agreementVersions.version, [...only]),
  );
  const rows = await db
    .select({ version: agreementVersions, negotiation: agreementNegotiations, name: users.name })
    .from(agreementVersions)
    .innerJoin(
      agreementNegotiations,
      and(eq(agreementNegotiations.fundId, fundId), eq(agreementNegotiations.id, agreementVersions.negotiationId)),
    )
    .innerJoin(users, eq(users.id, agreementVersions.proposedBy))
    .where(wanted)
    .orderBy(asc(agreementVersions.version));
  const [accepted, signed] = [await acceptancesOf(deps, agreementId), await signaturesOf(deps, agreementId)];
  return rows.map(({ version: row, negotiation, name }) => ({
    version: row.version,
    negotiationId: row.negotiationId,
    negotiation: negotiation.state,
    givenUp: negotiation.closedReason,
    side: asSide(row.side),
    name,
    at: row.createdAt,
    message: row.message,
    termsHash: row.termsHash,
    terms: readTerms(row.terms),
    accepted: accepted.get(row.version) ?? null,
    signatures: signed.filter((one) => one.version === row.version),
  }));
}

async function acceptancesOf({ db, fundId }: Deps, agreementId: string) {
  const rows = await db
    .select({ row: agreementAcceptances, name: users.name })
    .from(agreementAcceptances)
    .innerJoin(users, eq(users.id, agreementAcceptances.acceptedBy))
    .where(and(eq(agreementAcceptances.fundId, fundId), eq(agreementAcceptances.agreementId, agreementId)));
  return new Map(rows.map(({ row, name }) => [row.version, { side: asSide(row.side), name, at: row.createdAt }]));
}

async function signaturesOf({ db, fundId }: Deps, agreementId: string) {
  const rows = await db
    .select({ row: agreementSignatures, name: users.name })
    .from(agreementSignatures)
    .innerJoin(users, eq(users.id, agreementSignatures.signedBy))
    .where(and(eq(agreementSignatures.fundId, fundId), eq(agreementSignatures.agreementId, agreementId)))
    .orderBy(asc(agreementSignatures.id));
  return rows.map(({ row, name }) => ({
    version: row.version,
    side: asSide(row.side),
    userId: row.signedBy,
    name,
    at: row.createdAt,
    textHash: row.textHash,
  }));
}

async function openSuspensionOf({ db, fundId }: Deps, agreementId: string): Promise<AgreementLife["suspension"]> {
  const [row] = await db
    .select()
    .from(agreementSuspensions)
    .where(
      and(
        eq(agreementSuspensions.fundId, fundId),
        eq(agreementSuspensions.agreementId, agreementId),
        inArray(agreementSuspensions.state, ["asked", "running"]),
      ),
    );
  if (row === undefined) return undefined;
  return {
    state: row.state === "asked" ? "asked" : "running",
    reason: row.reason,
    at: row.startedAt ?? row.createdAt,
  };
}
