import { and, asc, desc, eq, isNull, ne, sql } from "drizzle-orm";
import type { Reader } from "../db/client.ts";
import { evidenceFiles, grants, instalmentEvidence, instalments, storedFiles, users } from "../db/schema/index.ts";
import type { Deps } from "../deps.ts";
import type { Actor } from "../domain/actor.ts";
import { EVIDENCE_STATES, type EvidenceState } from "../domain/instalment.ts";
import { permits } from "../domain/permissions.ts";
import { InvariantViolation, notFound } from "../errors.ts";
import { openFile } from "../evidence/open-file.ts";

export type EvidenceFile = {
  readonly id: string;
  readonly filename: string;
  readonly contentType: string;
  readonly sizeBytes: number;
  readonly sha256: string;
  readonly addedAt: Date;
  /** The same content stands in evidence of another instalment, whoever's. */
  readonly isUsedElsewhere: boolean;
};

export type Evidence = {
  readonly id: string;
  readonly instalmentId: string;
  readonly state: EvidenceState;
  readonly comment: string;
  readonly contentHash: string | null;
  readonly sentAt: Date | null;
  readonly sentByName: string | null;
  readonly decidedAt: Date | null;
  /** Why it was refused. */
  readonly reason: string | null;
  readonly files: readonly EvidenceFile[];
};

/**
 * What was shown for each instalment of a grant, the newest first. A draft is its holder's business: nobody of the fund
 * reads it. Whoever calls it asked whether the reader may see the grant.
 */
export async function listEvidence(
  deps: Deps,
  actor: Actor,
  grant: { readonly id: string; readonly organisationId: string },
): Promise<readonly Evidence[]> {
  const isHolder =
    actor.kind === "user" && actor.memberships.some((one) => one.organisationId === grant.organisationId);
  const rows = await deps.db
    .select({ evidence: instalmentEvidence, sentByName: users.name })
    .from(instalmentEvidence)
    .innerJoin(
      instalments,
      and(eq(instalments.fundId, instalmentEvidence.fundId), eq(instalments.id, instalmentEvidence.instalmentId)),
    )
    .leftJoin(users, eq(users.id, instalmentEvidence.sentBy))
    .where(
      and(
        eq(instalmentEvidence.fundId, deps.fundId),
        eq(instalments.grantId, grant.id),
        isHolder ? undefined : ne(instalmentEvidence.state, "draft"),
      ),
    )
    .orderBy(desc(instalmentEvidence.createdAt), desc(instalmentEvidence.id));
  return await Promise.all(
    rows.map(async ({ evidence: { fundId: _, ...evidence }, sentByName }) => ({
      ...evidence,
      state: stateOf(evidence.state),
      sentByName,
      files: await listFiles(deps.db, deps.fundId, evidence.id),
    })),
  );
}

const stateOf = (state: string): EvidenceState => {
  const known = EVIDENCE_STATES.find((one) => one === state);
  if (known === undefined) throw new InvariantViolation(`evidence is ${state}`);
  return known;
};

const USED_ELSEWHERE = sql<boolean>`exists (
  select from evidence_files other join instalment_evidence e on e.fund_id = other.fund_id and e.id = other.evidence_id
  where other.fund_id = ${evidenceFiles.fundId} and other.sha256 = ${evidenceFiles.sha256} and other.removed_at is null
    and e.state in ('sent', 'accepted') and e.instalment_id <> (
      select mine.instalment_id from instalment_evidence mine
      where mine.fund_id = ${evidenceFiles.fundId} and mine.id = ${evidenceFiles.evidenceId}))`;

const listFiles = (reader: Reader, fundId: string, evidenceId: string): Promise<readonly EvidenceFile[]> =>
  reader
    .select({
      id: evidenceFiles.id,
      filename: evidenceFiles.filename,
      contentType: storedFiles.contentType,
      sizeBytes: storedFiles.sizeBytes,
      sha256: evidenceFiles.sha256,
      addedAt: evidenceFiles.addedAt,
      isUsedElsewhere: USED_ELSEWHERE,
    })
    .from(evidenceFiles)
    .innerJoin(
      storedFiles,
      and(eq(storedFiles.fundId, evidenceFiles.fundId), eq(storedFiles.sha256, evidenceFiles.sha256)),
    )
    .where(
      and(eq(evidenceFiles.fundId, fundId), eq(evidenceFiles.evidenceId, evidenceId), isNull(evidenceFiles.removedAt)),
    )
    .orderBy(asc(evidenceFiles.addedAt), asc(evidenceFiles.id));

type Named = { readonly instalmentId: string; readonly fileId: string };

/** One file as it was sent: for the holder's members, and once it is sent for staff. @throws AppError 404 to anybody else. */
export async function readEvidenceFile(deps: Deps, actor: Actor, { instalmentId, fileId }: Named) {
  const [row] = await deps.db
    .select({ file: evidenceFiles, state: instalmentEvidence.state, organisationId: grants.organisationId })
    .from(evidenceFiles)
    .innerJoin(
      instalmentEvidence,
      and(eq(instalmentEvidence.fundId, evidenceFiles.fundId), eq(instalmentEvidence.id, evidenceFiles.evidenceId)),
    )
    .innerJoin(
      instalments,
      and(eq(instalments.fundId, evidenceFiles.fundId), eq(instalments.id, instalmentEvidence.instalmentId)),
    )
    .innerJoin(grants, and(eq(grants.fundId, instalments.fundId), eq(grants.id, instalments.grantId)))
    .where(
      and(
        eq(evidenceFiles.fundId, deps.fundId),
        eq(evidenceFiles.id, fileId),
        eq(instalmentEvidence.instalmentId, instalmentId),
      ),
    );
  if (row === undefined || !permits(actor, "grant.read", row.organisationId)) throw notFound();
  const isHolder = actor.kind === "user" && actor.memberships.some((one) => one.organisationId === row.organisationId);
  if (!isHolder && (row.state === "draft" || row.file.removedAt !== null)) throw notFound();
  const { sha256, filename } = row.file;
  return { filename, sha256, ...(await openFile(deps, sha256)) };
}

/** The instalment an evidence is for. @throws AppError 404 where there is no such evidence. */
export async function findInstalmentOfEvidence({ db, fundId }: Deps, evidenceId: string): Promise<string> {
  const [row] = await db
    .select({ instalmentId: instalmentEvidence.instalmentId })
    .from(instalmentEvidence)
    .where(and(eq(instalmentEvidence.fundId, fundId), eq(instalmentEvidence.id, evidenceId)));
  if (row === undefined) throw notFound();
  return row.instalmentId;
}
