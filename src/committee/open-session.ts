import { and, asc, eq, inArray, sql } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { recordAudit } from "../audit/record-audit.ts";
import type { Transaction } from "../db/client.ts";
import { committeeSessions, ownGrantApplications, sessionApplications } from "../db/schema/index.ts";
import { inTransaction } from "../db/transaction.ts";
import type { Deps } from "../deps.ts";
import type { Actor } from "../domain/actor.ts";
import type { SessionInput } from "./forms.ts";
import { managing } from "./managing.ts";
import { gridNeeded, notAdmissible, notAMember, samePerson } from "./messages.ts";
import { latestGrid, membersOn } from "./session-facts.ts";
import { tellMembers } from "./tell-people.ts";

/** Opens a session over admissible applications, and tells its members. Answers its id. */
export async function openSession(deps: Deps, actor: Actor, input: SessionInput): Promise<string> {
  const { userId } = managing(actor);
  return inTransaction(deps.db, async (tx) => {
    const { fundId } = deps;
    const grid = await latestGrid(tx, fundId);
    if (grid === undefined) throw gridNeeded();
    const members = (await membersOn(tx, fundId, input.heldOn)).map((one) => one.userId);
    if (!members.includes(input.chairId)) throw notAMember("chairId");
    if (!members.includes(input.secretaryId)) throw notAMember("secretaryId");
    if (input.chairId === input.secretaryId) throw samePerson();
    const wanted = [...new Set(input.applicationIds)];
    await holdApplications(tx, fundId, wanted);
    const admissible = await tx
      .select({ id: ownGrantApplications.id })
      .from(ownGrantApplications)
      .where(
        and(
          areApplications(fundId, wanted),
          eq(ownGrantApplications.state, "admissible"),
          sql`not exists (select from session_applications o join committee_sessions s
            on s.fund_id = o.fund_id and s.id = o.session_id and s.state = 'open'
            where o.fund_id = ${ownGrantApplications.fundId} and o.application_id = ${ownGrantApplications.id})`,
        ),
      );
    if (admissible.length < wanted.length) throw notAdmissible();
    const id = uuidv7();
    await tx.insert(committeeSessions).values({
      fundId,
      id,
      heldOn: input.heldOn,
      envelopeCents: input.envelopeCents,
      gridVersion: grid,
      quorumCount: input.quorum.kind === "count" ? input.quorum.voters : null,
      quorumPercent: input.quorum.kind === "share" ? input.quorum.percent : null,
      majority: input.majority,
      chairId: input.chairId,
      secretaryId: input.secretaryId,
      state: "open",
      createdBy: userId,
      createdAt: sql`fund_now()`,
    });
    await tx
      .insert(sessionApplications)
      .values(wanted.map((applicationId) => ({ fundId, sessionId: id, applicationId })));
    await recordAudit(tx, actor, {
      action: "committee.open-session",
      subject: ["committee-session", id],
      change: { heldOn: input.heldOn, envelopeCents: Number(input.envelopeCents), applications: wanted.length },
    });
    await tellMembers(tx, id, members);
    return id;
  });
}

const areApplications = (fundId: string, ids: readonly string[]) =>
  and(eq(ownGrantApplications.fundId, fundId), inArray(ownGrantApplications.id, [...ids]));

/** Held before they are looked at: of two sessions opened at once, the second sees the first. */
const holdApplications = (tx: Transaction, fundId: string, ids: readonly string[]) =>
  tx
    .select({ id: ownGrantApplications.id })
    .from(ownGrantApplications)
    .where(areApplications(fundId, ids))
    .orderBy(asc(ownGrantApplications.id))
    .for("no key update");
