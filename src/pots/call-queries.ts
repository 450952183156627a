import { and, asc, desc, eq } from "drizzle-orm";
import { fundCalls, plannedCalls } from "../db/schema/index.ts";
import type { Deps } from "../deps.ts";
import type { Actor } from "../domain/actor.ts";
import type { CallStanding } from "../domain/fund-call.ts";
import { InvariantViolation, notFound } from "../errors.ts";
import { readPot } from "../partners/queries.ts";
import { callReference, callStandings, isCall } from "./call-standings.ts";

type Row = typeof fundCalls.$inferSelect;

export type FundCall = Omit<Row, "fundId" | "amountCents" | "issuedBy"> &
  Omit<CallStanding, "callId"> & { readonly reference: string };

/** A pot's calls, newest first, each with what is paid of it. Who may see the pot is the caller's to have checked. */
export async function callsOfPot(deps: Deps, potId: string): Promise<readonly FundCall[]> {
  const standings = await callStandings(deps.db, deps.fundId, potId);
  const rows = await deps.db
    .select()
    .from(fundCalls)
    .where(and(eq(fundCalls.fundId, deps.fundId), eq(fundCalls.potId, potId)))
    .orderBy(desc(fundCalls.issuedAt), desc(fundCalls.id));
  return rows.map((row) => toCall(row, standings.get(row.id)));
}

function toCall(row: Row, standing: CallStanding | undefined): FundCall {
  if (standing === undefined) throw new InvariantViolation(`call ${row.id} has no standing`);
  const { fundId: _, issuedBy: __, ...call } = row;
  const { callId: ___, ...derived } = standing;
  return { ...call, ...derived, reference: callReference(row) };
}

/** One call with its pot; 404 for who may not see the pot. */
export async function readCall(deps: Deps, actor: Actor, callId: string) {
  const [row] = await deps.db.select().from(fundCalls).where(isCall(deps.fundId, callId));
  if (row === undefined) throw notFound();
  const pot = await readPot(deps, actor, row.potId);
  return { pot, call: toCall(row, (await callStandings(deps.db, deps.fundId, row.potId)).get(callId)) };
}

export type CallDetail = Awaited<ReturnType<typeof readCall>>;

/** Calls still to come, the next first. */
export const plannedCallsOfPot = ({ db, fundId }: Deps, potId: string) =>
  db
    .select({
      id: plannedCalls.id,
      amountCents: plannedCalls.amountCents,
      issueOn: plannedCalls.issueOn,
      dueOn: plannedCalls.dueOn,
    })
    .from(plannedCalls)
    .where(and(eq(plannedCalls.fundId, fundId), eq(plannedCalls.potId, potId), eq(plannedCalls.state, "planned")))
    .orderBy(asc(plannedCalls.issueOn), asc(plannedCalls.id));
