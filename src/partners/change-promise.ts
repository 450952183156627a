import { and, eq } from "drizzle-orm";
import { recordAudit } from "../audit/record-audit.ts";
import type { Transaction } from "../db/client.ts";
import { matchingPots } from "../db/schema/index.ts";
import type { Deps } from "../deps.ts";
import type { Actor } from "../domain/actor.ts";

type Pot = Pick<typeof matchingPots.$inferSelect, "id" | "name" | "promisedCents">;

/** Changes what is promised to a pot. Lowered below what was funded, it takes nothing back. */
export async function changePromise(
  tx: Transaction,
  { fundId }: Deps,
  actor: Actor,
  pot: Pot,
  promise: { readonly name: string; readonly promisedCents: bigint },
): Promise<void> {
  if (pot.name === promise.name && pot.promisedCents === promise.promisedCents) return;
  await tx
    .update(matchingPots)
    .set(promise)
    .where(and(eq(matchingPots.fundId, fundId), eq(matchingPots.id, pot.id)));
  await recordAudit(tx, actor, {
    action: "pot.change-promise",
    subject: ["pot", pot.id],
    change: { beforeCents: Number(pot.promisedCents), promisedCents: Number(promise.promisedCents) },
  });
}
