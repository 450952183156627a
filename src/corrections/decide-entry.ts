import { and, eq } from "drizzle-orm";
import { recordAudit } from "../audit/record-audit.ts";
import type { Transaction } from "../db/client.ts";
import { fundNow } from "../db/clock.ts";
import { manualEntries } from "../db/schema/index.ts";
import { inTransaction } from "../db/transaction.ts";
import type { Deps } from "../deps.ts";
import type { Actor } from "../domain/actor.ts";
import { decideEntry, type EntryState } from "../domain/manual-entry.ts";
import { type Action, permits } from "../domain/permissions.ts";
import { forbidden, notFound } from "../errors.ts";
import { balanceInvariants, findBrokenInvariants } from "../ledger/invariants.ts";
import { decisionRefused, wouldBreak } from "./messages.ts";
import { postManualEntry } from "./post-manual-entry.ts";

export type ManualEntryRow = typeof manualEntries.$inferSelect;

/**
 * L4: a second person confirms, and the entry is posted in the same transaction: the reversal linked to what it
 * reverses, then what stands in its place. Refused where a check of the books would no longer hold.
 */
export const confirmEntry = (deps: Deps, actor: Actor, id: string): Promise<void> =>
  decide(deps, actor, id, "entry.confirm", "confirmed", async (tx, proposal) => {
    const brokenBefore = new Set((await brokenBalances(tx, deps.fundId)).map(nameOf));
    const entryId = await postManualEntry(tx, deps.fundId, actor, proposal);
    const broken = (await brokenBalances(tx, deps.fundId)).find((finding) => !brokenBefore.has(nameOf(finding)));
    if (broken !== undefined) throw wouldBreak(broken.invariant);
    return { entryId };
  });

const brokenBalances = (tx: Transaction, fundId: string) => findBrokenInvariants(tx, fundId, balanceInvariants);

const nameOf = ({ invariant, subject }: { readonly invariant: string; readonly subject: string }) =>
  `${invariant} ${subject}`;

/** … or refuses, saying why: nothing moves. */
export const refuseEntry = (deps: Deps, actor: Actor, id: string, refusal: string): Promise<void> =>
  decide(deps, actor, id, "entry.confirm", "refused", async () => ({ refusal }));

/** Whoever proposed an entry withdraws it, as long as nobody answered. */
export const withdrawEntry = (deps: Deps, actor: Actor, id: string): Promise<void> =>
  decide(deps, actor, id, "entry.propose", "withdrawn", async () => ({}));

async function decide(
  deps: Deps,
  actor: Actor,
  id: string,
  action: Action,
  to: Exclude<EntryState, "proposed">,
  act: (tx: Transaction, proposal: ManualEntryRow) => Promise<{ entryId?: string; refusal?: string }>,
): Promise<void> {
  if (actor.kind !== "user" || !permits(actor, "books.read")) throw notFound();
  if (!permits(actor, action)) throw forbidden();
  await inTransaction(deps.db, async (tx) => {
    const proposal = await lockProposal(tx, deps.fundId, id);
    if (proposal.state === to && proposal.decidedBy === actor.userId) return;
    const decision = decideEntry(
      { state: proposal.state as EntryState, proposedBy: proposal.proposedBy },
      actor.userId,
      to,
    );
    if (decision.kind === "refused") throw decisionRefused(decision.reason);
    const outcome = await act(tx, proposal);
    await tx
      .update(manualEntries)
      .set({ state: to, decidedBy: actor.userId, decidedAt: await fundNow(tx), ...outcome })
      .where(isProposal(deps.fundId, id));
    await recordAudit(tx, actor, {
      action: `manual-entry.${to}`,
      subject: ["manual-entry", id],
      change: { entryId: outcome.entryId ?? null },
      ...(outcome.refusal !== undefined && { reason: outcome.refusal }),
    });
  });
}

const isProposal = (fundId: string, id: string) => and(eq(manualEntries.fundId, fundId), eq(manualEntries.id, id));

async function lockProposal(tx: Transaction, fundId: string, id: string): Promise<ManualEntryRow> {
  const [row] = await tx.select().from(manualEntries).where(isProposal(fundId, id)).for("no key update");
  if (row === undefined) throw notFound();
  return row;
}
