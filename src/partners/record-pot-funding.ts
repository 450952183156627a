import { and, eq } from "drizzle-orm";
import { startOfDay } from "../campaigns/paris-days.ts";
import { fundNow } from "../db/clock.ts";
import { matchingPots } from "../db/schema/matching.ts";
import { inTransaction } from "../db/transaction.ts";
import type { Deps } from "../deps.ts";
import type { Actor } from "../domain/actor.ts";
import { cents } from "../domain/money.ts";
import { permits } from "../domain/permissions.ts";
import { forbidden, invalidInput, notFound } from "../errors.ts";
import { fundPot } from "../matching/fund-pot.ts";
import type { FundingInput } from "./forms.ts";
import { receivedInFuture } from "./messages.ts";

/**
 * The paymaster records a transfer seen on the bank's statement: its money is behind the pot's rules at once (M9).
 * The same bank reference again changes nothing; with another amount or pot it is refused (R3).
 */
export async function recordPotFunding(
  deps: Deps,
  actor: Actor,
  { potId, amountCents, bankReference, receivedOn }: FundingInput & { readonly potId: string },
): Promise<{ readonly recorded: boolean }> {
  if (!permits(actor, "pot.fund")) throw forbidden();
  return inTransaction(deps.db, async (tx) => {
    const [pot] = await tx
      .select({ id: matchingPots.id })
      .from(matchingPots)
      .where(and(eq(matchingPots.fundId, deps.fundId), eq(matchingPots.id, potId)));
    if (pot === undefined) throw notFound();
    const occurredAt = startOfDay(receivedOn);
    if (occurredAt > (await fundNow(tx))) throw invalidInput([receivedInFuture]);
    const { posted } = await fundPot(tx, deps, actor, {
      potId,
      amountCents: cents(amountCents),
      source: "bank",
      reference: bankReference,
      occurredAt,
    });
    return { recorded: posted };
  });
}
