import type { Transaction } from "../db/client.ts";
import type { Deps } from "../deps.ts";
import type { Actor } from "../domain/actor.ts";
import { accounts } from "../domain/ledger.ts";
import { cents } from "../domain/money.ts";
import { endStateOf, hasEnded, type PledgeState } from "../domain/pledge.ts";
import { findPosted } from "../ledger/balances.ts";
import { endPledge } from "./end-pledge.ts";
import { lockPledge } from "./lock-pledge.ts";
import { returnLateMoney } from "./return-late-money.ts";

/**
 * Two people decided that a charge held for its amount goes back (S4, R2): its pledge ends, its matches are free, and
 * the donor is owed the whole of it. Answers the entry, or undefined where nothing is held any more.
 */
export async function returnHeldCharge(
  tx: Transaction,
  deps: Deps,
  actor: Actor,
  pledgeId: string,
): Promise<string | undefined> {
  const pledge = await lockPledge(tx, deps.fundId, pledgeId);
  if (pledge === undefined || pledge.heldReason === null || pledge.chargeId === null) return undefined;
  const { chargeId } = pledge;
  const held = await findPosted(tx, deps.fundId, `charge:${chargeId}:captured`, accounts.suspense);
  if (held === undefined) return undefined;
  const state = pledge.state as PledgeState;
  if (!hasEnded(state)) await endPledge(tx, deps, actor, pledge, endStateOf(state), "returned");
  return returnLateMoney(tx, deps, actor, pledge, {
    chargeId,
    amountCents: cents(-held.amountCents),
    capturedAt: held.occurredAt,
  });
}
