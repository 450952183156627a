import { and, eq, sql } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { recordAudit } from "../audit/record-audit.ts";
import { committeeMembers } from "../db/schema/index.ts";
import { inTransaction } from "../db/transaction.ts";
import type { Deps } from "../deps.ts";
import type { Actor } from "../domain/actor.ts";
import { notFound } from "../errors.ts";
import { findOrAddPerson } from "../organisations/find-or-add-person.ts";
import { managing } from "./managing.ts";

type Term = { readonly email: string; readonly startsOn: string; readonly endsOn: string };

/** An administrator appoints a person to the committee, for a term. Answers the seat. */
export async function appointMember(deps: Deps, actor: Actor, term: Term): Promise<string> {
  const { userId: appointedBy } = managing(actor);
  return inTransaction(deps.db, async (tx) => {
    const userId = await findOrAddPerson(tx, term.email);
    const id = uuidv7();
    const { startsOn, endsOn } = term;
    await tx
      .insert(committeeMembers)
      .values({ fundId: deps.fundId, id, userId, startsOn, endsOn, appointedBy, createdAt: sql`fund_now()` });
    await recordAudit(tx, actor, {
      action: "committee.appoint",
      subject: ["committee-member", id],
      change: { userId, startsOn, endsOn },
    });
    return id;
  });
}

/** Sets another last day of a term: earlier or later. */
export async function endTerm(
  deps: Deps,
  actor: Actor,
  { memberId, endsOn }: { readonly memberId: string; readonly endsOn: string },
): Promise<void> {
  managing(actor);
  await inTransaction(deps.db, async (tx) => {
    const [changed] = await tx
      .update(committeeMembers)
      .set({ endsOn })
      .where(and(eq(committeeMembers.fundId, deps.fundId), eq(committeeMembers.id, memberId)))
      .returning({ id: committeeMembers.id });
    if (changed === undefined) throw notFound();
    await recordAudit(tx, actor, {
      action: "committee.end-term",
      subject: ["committee-member", memberId],
      change: { endsOn },
    });
  });
}
