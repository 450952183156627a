import { and, eq } from "drizzle-orm";
import { recordAudit } from "../audit/record-audit.ts";
import type { Transaction } from "../db/client.ts";
import { fundNow } from "../db/clock.ts";
import { type grants, instalments, scheduleAmendments } from "../db/schema/index.ts";
import { inTransaction } from "../db/transaction.ts";
import type { Deps } from "../deps.ts";
import type { Actor } from "../domain/actor.ts";
import { decideFundSignature, decideHolderSignature, type SigningState } from "../domain/grant.ts";
import { cents } from "../domain/money.ts";
import { type AmendedLine, stillApplies } from "../domain/schedule-amendment.ts";
import { notFound } from "../errors.ts";
import { signatureRefused } from "../grants/messages.ts";
import type { SignatureOutcome } from "../grants/sign-grant-agreement.ts";
import { amendmentEnded, amendmentOvertaken } from "./amendment-messages.ts";
import { amendmentsInForce, findAmendment, type ScheduleAmendment } from "./amendment-queries.ts";
import { lockGrant } from "./lock-instalment.ts";
import { type Instalment, readSchedule } from "./read-schedule.ts";
import { scheduleAmendmentHash, scheduleAmendmentText } from "./schedule-amendment-text.ts";

export type AmendmentSignature = {
  readonly grantId: string;
  readonly amendmentId: string;
  /** Hash of the text the signer had before them. */
  readonly agreementHash: string;
};

/**
 * The holder's owner signs an amendment of the schedule, then another person for the fund: with the last signature it is
 * in force, unless one of its instalments was asked for, extended or given up, or the grant grew meanwhile (D2, D3).
 */
export async function signScheduleAmendment(
  deps: Deps,
  actor: Actor,
  { grantId, amendmentId, agreementHash }: AmendmentSignature,
): Promise<SignatureOutcome> {
  return await inTransaction(deps.db, async (tx) => {
    const { grant, person } = await lockGrant(tx, deps, actor, "grant.sign", grantId);
    const amendment = await findAmendment(tx, deps.fundId, amendmentId);
    if (amendment?.grantId !== grantId) throw notFound();
    if (amendment.withdrawnAt !== null) throw amendmentEnded();
    const membership = person.memberships.find((one) => one.organisationId === grant.organisationId);
    const party = membership?.role === "owner" ? "holder" : "fund";
    const state = signingState(amendment, agreementHash, {
      userId: person.userId,
      belongsToHolder: membership !== undefined,
    });
    const decision = party === "holder" ? decideHolderSignature(state) : decideFundSignature(state);
    if (decision.kind === "refused") throw signatureRefused(decision.reason);
    if (decision.kind === "signed-already") return { kind: "signed-already", party };

    const schedule = await readSchedule(tx, grant);
    if (!stillApplies(schedule, amendment.lines) || (await readNow(tx, grant, schedule, amendment)) !== amendment.hash)
      throw amendmentOvertaken();
    const at = await fundNow(tx);
    await tx
      .update(scheduleAmendments)
      .set(
        party === "holder"
          ? { holderSignedAt: at, holderSignedBy: person.userId }
          : { fundSignedAt: at, fundSignedBy: person.userId },
      )
      .where(and(eq(scheduleAmendments.fundId, deps.fundId), eq(scheduleAmendments.id, amendmentId)));
    if (party === "fund") await putInForce(tx, deps.fundId, amendment.lines);
    await recordAudit(tx, actor, {
      action: `grant.sign-schedule-amendment-for-${party}`,
      subject: ["grant", grantId],
      change: { amendmentId, amendmentHash: amendment.hash },
    });
    return { kind: "signed", party };
  });
}

/** The hash of its text as it would be proposed now: a grant that grew since gives other amounts. */
async function readNow(
  tx: Transaction,
  { fundId, id, amountCents, awaitingCents }: typeof grants.$inferSelect,
  schedule: readonly Instalment[],
  { id: amendmentId, lines, reason, createdAt }: ScheduleAmendment,
): Promise<string> {
  const paragraphs = scheduleAmendmentText({
    amendmentId,
    grantId: id,
    amountCents: cents(amountCents - awaitingCents),
    schedule,
    inForce: await amendmentsInForce(tx, fundId, id),
    lines,
    reason,
    proposedAt: createdAt,
  });
  return scheduleAmendmentHash(paragraphs);
}

type Signer = SigningState["signer"];

const signingState = (amendment: ScheduleAmendment, seenHash: string, signer: Signer): SigningState => ({
  signer,
  seenHash,
  currentHash: amendment.hash,
  signedHash: amendment.holderSignedAt === null ? null : amendment.hash,
  holderSignedBy: amendment.holderSignedBy,
  fundSignedBy: amendment.fundSignedBy,
});

async function putInForce(tx: Transaction, fundId: string, lines: readonly AmendedLine[]): Promise<void> {
  for (const { id, share, dueOn } of lines) {
    await tx
      .update(instalments)
      .set({ share, dueOn })
      .where(and(eq(instalments.fundId, fundId), eq(instalments.id, id)));
  }
}
