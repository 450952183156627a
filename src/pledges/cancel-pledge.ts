import { inTransaction } from "../db/transaction.ts";
import type { Deps } from "../deps.ts";
import type { Actor } from "../domain/actor.ts";
import { canBeCancelled, type PledgeState } from "../domain/pledge.ts";
import { notFound } from "../errors.ts";
import { isAccessToken } from "./access-token.ts";
import { endPledge } from "./end-pledge.ts";
import { lockPledge, type PledgeRow } from "./lock-pledge.ts";
import { tooLateToCancel } from "./messages.ts";

/** The donor takes the word back, until the charge starts; the row's lock decides that race (P8). */
export async function cancelPledge(
  deps: Deps,
  actor: Actor,
  input: { pledgeId: string; token?: string | undefined },
): Promise<void> {
  await inTransaction(deps.db, async (tx) => {
    const pledge = await lockPledge(tx, deps.fundId, input.pledgeId);
    if (pledge === undefined || !isDonorOf(deps, actor, pledge, input.token)) throw notFound();
    if (pledge.state === "cancelled") return;
    if (!canBeCancelled(pledge.state as PledgeState)) throw tooLateToCancel();
    await endPledge(tx, deps, actor, pledge, "cancelled", "cancelled_by_donor");
  });
}

/** The donor signed in, or whoever holds the secret link of this gift. */
export const isDonorOf = (deps: Deps, actor: Actor, pledge: PledgeRow, token: string | undefined): boolean =>
  (actor.kind === "user" && pledge.userId === actor.userId) ||
  (token !== undefined && isAccessToken(deps.cipher, pledge.id, token));
