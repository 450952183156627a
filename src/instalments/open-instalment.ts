import { and, eq } from "drizzle-orm";
import type { Reader } from "../db/client.ts";
import { type grants, instalmentEvidence } from "../db/schema/index.ts";
import { type Cents, cents } from "../domain/money.ts";
import { notFound } from "../errors.ts";
import { evidenceNeeded, instalmentCancelled, instalmentLocked, paymentsSuspended } from "./messages.ts";
import { readSchedule } from "./read-schedule.ts";

/**
 * What may be asked for of an instalment, as if `freedCents` of it had not been asked for; exact where the grant's row is
 * locked. @throws AppError 404 for one of another grant, 409 where it is not open for payment (D2, P11).
 */
export async function openInstalment(
  reader: Reader,
  grant: typeof grants.$inferSelect,
  instalmentId: string,
  freedCents: Cents = cents(0n),
): Promise<{ readonly leftCents: Cents; readonly evidenceHash: string | undefined }> {
  const schedule = await readSchedule(reader, grant, { instalmentId, amountCents: freedCents });
  const instalment = schedule.find((one) => one.id === instalmentId);
  if (instalment === undefined) throw notFound();
  if (grant.suspendedAt !== null) throw paymentsSuspended();
  if (instalment.state === "cancelled") throw instalmentCancelled();
  if (instalment.state === "locked") throw instalmentLocked();
  if (instalment.state !== "accepted") throw evidenceNeeded();
  const evidenceHash = await acceptedEvidenceHash(reader, grant.fundId, instalmentId);
  return { leftCents: instalment.leftCents, evidenceHash };
}

/** Hash of the evidence that opened an instalment for payment; approvals hold only for this one (D4). */
export async function acceptedEvidenceHash(
  reader: Reader,
  fundId: string,
  instalmentId: string,
): Promise<string | undefined> {
  const [row] = await reader
    .select({ contentHash: instalmentEvidence.contentHash })
    .from(instalmentEvidence)
    .where(
      and(
        eq(instalmentEvidence.fundId, fundId),
        eq(instalmentEvidence.instalmentId, instalmentId),
        eq(instalmentEvidence.state, "accepted"),
      ),
    );
  return row?.contentHash ?? undefined;
}
