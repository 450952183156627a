import { and, eq } from "drizzle-orm";
import { fundNow } from "../db/clock.ts";
import { cooperationAgreements } from "../db/schema/index.ts";
import type { Deps } from "../deps.ts";
import type { Actor } from "../domain/actor.ts";
import { callableCents } from "../domain/fund-call.ts";
import { InvariantViolation } from "../errors.ts";
import { listFundings, readPot } from "../partners/queries.ts";
import { callsOfPot, plannedCallsOfPot } from "./call-queries.ts";
import { callStandings } from "./call-standings.ts";
import { potAt } from "./pot-at.ts";
import { waysToPay } from "./ways-to-pay.ts";
import { withdrawalsOfPot } from "./withdrawal-queries.ts";

/** Everything a pot's page shows; 404 for who may not see the pot. */
export async function readOverview(deps: Deps, actor: Actor, potId: string) {
  const pot = await readPot(deps, actor, potId);
  const [agreement] = await deps.db
    .select({
      reference: cooperationAgreements.reference,
      state: cooperationAgreements.state,
      endsAt: cooperationAgreements.endsAt,
    })
    .from(cooperationAgreements)
    .where(and(eq(cooperationAgreements.fundId, deps.fundId), eq(cooperationAgreements.id, pot.agreementId)));
  if (agreement === undefined) throw new InvariantViolation(`pot ${potId} has no agreement`);
  const now = await fundNow(deps.db);
  const standings = await callStandings(deps.db, deps.fundId, potId);
  return {
    pot,
    agreement,
    isOver: agreement.state === "ended" || (agreement.endsAt !== null && agreement.endsAt <= now),
    figures: await potAt(deps, potId, now),
    ways: await waysToPay(deps, actor, potId),
    fundings: await listFundings(deps, actor, potId),
    withdrawals: await withdrawalsOfPot(deps, potId),
    calls: await callsOfPot(deps, potId),
    planned: await plannedCallsOfPot(deps, potId),
    callableCents: callableCents(pot, [...standings.values()]),
  };
}

export type PotOverview = Awaited<ReturnType<typeof readOverview>>;
