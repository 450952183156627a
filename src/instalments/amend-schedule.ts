import { v7 as uuidv7 } from "uuid";
import { recordAudit } from "../audit/record-audit.ts";
import { dayOf } from "../campaigns/paris-days.ts";
import { fundNow } from "../db/clock.ts";
import { scheduleAmendments } from "../db/schema/index.ts";
import { inTransaction } from "../db/transaction.ts";
import type { Deps } from "../deps.ts";
import type { Actor } from "../domain/actor.ts";
import { cents } from "../domain/money.ts";
import { type AmendedLine, amend, type WantedLine } from "../domain/schedule-amendment.ts";
import { amendmentOpen, refusedAmendment } from "./amendment-messages.ts";
import { amendmentsInForce, findOpenAmendment } from "./amendment-queries.ts";
import { lockGrant } from "./lock-instalment.ts";
import { agreementNotSigned } from "./messages.ts";
import { readSchedule } from "./read-schedule.ts";
import { scheduleAmendmentHash, scheduleAmendmentText } from "./schedule-amendment-text.ts";

export type AmendmentInput = {
  readonly grantId: string;
  readonly lines: readonly WantedLine[];
  readonly reason: string;
};

/**
 * The holder or a case officer proposes other shares and limit dates for what nobody asked for yet; nothing changes
 * before both sides signed (D2, D3). One proposal at a time. Answers its id and the hash to sign.
 */
export async function amendSchedule(
  deps: Deps,
  actor: Actor,
  { grantId, lines: wanted, reason }: AmendmentInput,
): Promise<{ readonly id: string; readonly hash: string }> {
  return await inTransaction(deps.db, async (tx) => {
    const { grant, person } = await lockGrant(tx, deps, actor, "schedule.amend", grantId);
    if (grant.fundSignedAt === null) throw agreementNotSigned();
    if ((await findOpenAmendment(tx, deps.fundId, grantId)) !== undefined) throw amendmentOpen();
    const now = await fundNow(tx);
    const schedule = await readSchedule(tx, grant);
    const amended = amend(schedule, wanted, dayOf(now));
    if (amended.kind === "refused") throw refusedAmendment(amended.reason);
    const { lines } = amended;
    const id = uuidv7();
    const amountCents = cents(grant.amountCents - grant.awaitingCents);
    const inForce = await amendmentsInForce(tx, deps.fundId, grantId);
    const facts = { amendmentId: id, grantId, amountCents, schedule, inForce, lines, reason, proposedAt: now };
    const paragraphs = scheduleAmendmentText(facts);
    const hash = scheduleAmendmentHash(paragraphs);
    await tx.insert(scheduleAmendments).values({
      fundId: deps.fundId,
      id,
      grantId,
      lines: lines.map(stored),
      reason,
      paragraphs,
      hash,
      proposedBy: person.userId,
      createdAt: now,
    });
    await recordAudit(tx, actor, {
      action: "grant.propose-schedule-amendment",
      subject: ["grant", grantId],
      change: { amendmentId: id, hash, instalments: lines.length },
      reason,
    });
    return { id, hash };
  });
}

/** JSON has no big integers. */
const stored = (line: AmendedLine) => ({ ...line, share: String(line.share), fromShare: String(line.fromShare) });
