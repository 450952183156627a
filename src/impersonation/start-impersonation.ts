import { eq, sql } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { recordAudit } from "../audit/record-audit.ts";
import { fundNow } from "../db/clock.ts";
import { users } from "../db/schema/identity.ts";
import { impersonations } from "../db/schema/staff-work.ts";
import { inTransaction } from "../db/transaction.ts";
import type { Deps } from "../deps.ts";
import type { Actor } from "../domain/actor.ts";
import { permits } from "../domain/permissions.ts";
import { invalidInput, notFound } from "../errors.ts";
import { enqueue } from "../jobs/outbox.ts";
import type { VisitInput } from "./forms.ts";
import { notOneself, supportTexts } from "./messages.ts";

const HALF_AN_HOUR_MS = 1_800_000;

/**
 * Begins a visit in this session: for half an hour its pages are those of somebody else, who is told at once.
 * @returns its id
 * @throws AppError 404 without the permission, 409 for oneself or for staff, 422 for an address without an account
 */
export async function startImpersonation(
  deps: Deps,
  actor: Actor,
  sessionId: string | undefined,
  { email, reason }: VisitInput,
): Promise<string> {
  if (!permits(actor, "support.visit") || actor.kind !== "user" || sessionId === undefined) throw notFound();
  return await inTransaction(deps.db, async (tx) => {
    const [person] = await tx
      .select({ id: users.id })
      .from(users)
      .where(eq(sql`lower(${users.email})`, email.toLowerCase()))
      .for("update");
    if (person === undefined) throw invalidInput([{ field: "email", message: supportTexts.unknown }]);
    if (person.id === actor.userId) throw notOneself();
    const id = uuidv7();
    const now = await fundNow(tx);
    await tx.insert(impersonations).values({
      fundId: deps.fundId,
      id,
      staffId: actor.userId,
      sessionId,
      personId: person.id,
      reason,
      startedAt: now,
      endsAt: new Date(now.getTime() + HALF_AN_HOUR_MS),
    });
    await recordAudit(tx, actor, {
      action: "impersonation.start",
      subject: ["user", person.id],
      change: { impersonation: id },
      reason,
    });
    await enqueue(tx, "send-mail", { template: "support-visit", subjectId: id });
    return id;
  });
}
