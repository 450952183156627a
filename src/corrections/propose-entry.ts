import { v7 as uuidv7 } from "uuid";
import { recordAudit } from "../audit/record-audit.ts";
import type { Transaction } from "../db/client.ts";
import { fundNow } from "../db/clock.ts";
import { manualEntries } from "../db/schema/index.ts";
import { inTransaction } from "../db/transaction.ts";
import type { Deps } from "../deps.ts";
import type { Actor } from "../domain/actor.ts";
import type { Account } from "../domain/ledger.ts";
import { decideCorrection, decideTransfer } from "../domain/manual-entry.ts";
import { permits } from "../domain/permissions.ts";
import { forbidden, notFound } from "../errors.ts";
import { signedBalanceOf } from "../ledger/balances.ts";
import { spendableOf } from "../ledger/free-reserve.ts";
import { readEntry } from "../ledger/queries.ts";
import type { TransferInput } from "./forms.ts";
import { correctionRefused, transferRefused } from "./messages.ts";

type CorrectionInput = {
  readonly entryId: string;
  readonly toAccount?: Account | undefined;
  readonly reason: string;
};

/** L4: a first person proposes that an entry be reversed, and where its money belongs instead. Nothing moves yet. */
export async function proposeCorrection(deps: Deps, actor: Actor, input: CorrectionInput): Promise<string> {
  const userId = proposerOf(actor);
  return inTransaction(deps.db, async (tx) => {
    const entry = await readEntry(tx, deps.fundId, input.entryId);
    if (entry === undefined) throw notFound();
    const decision = decideCorrection(entry, input.toAccount);
    if (decision.kind === "refused") throw correctionRefused(decision.reason);
    return await propose(tx, deps, actor, {
      kind: "correction",
      reversesId: entry.id,
      toAccount: input.toAccount,
      reason: input.reason,
      proposedBy: userId,
    });
  });
}

/** A first person proposes to move the fund's own money, or to cover a cost with it. Nothing moves yet. */
export async function proposeTransfer(deps: Deps, actor: Actor, input: TransferInput): Promise<string> {
  const userId = proposerOf(actor);
  return inTransaction(deps.db, async (tx) => {
    const decision = decideTransfer(input, {
      fromCents: await spendableOf(tx, deps.fundId, input.fromAccount),
      toCents: await signedBalanceOf(tx, deps.fundId, input.toAccount),
    });
    if (decision.kind === "refused") throw transferRefused(decision.reason);
    return await propose(tx, deps, actor, { kind: "transfer", ...input, proposedBy: userId });
  });
}

function proposerOf(actor: Actor): string {
  if (actor.kind !== "user" || !permits(actor, "books.read")) throw notFound();
  if (!permits(actor, "entry.propose")) throw forbidden();
  return actor.userId;
}

type Proposal = Pick<
  typeof manualEntries.$inferInsert,
  "kind" | "reversesId" | "fromAccount" | "toAccount" | "amountCents" | "reason" | "proposedBy"
>;

async function propose(tx: Transaction, { fundId }: Deps, actor: Actor, proposal: Proposal): Promise<string> {
  const id = uuidv7();
  await tx.insert(manualEntries).values({ fundId, id, state: "proposed", createdAt: await fundNow(tx), ...proposal });
  await recordAudit(tx, actor, {
    action: "manual-entry.propose",
    subject: ["manual-entry", id],
    change: {
      kind: proposal.kind,
      reversesId: proposal.reversesId ?? null,
      fromAccount: proposal.fromAccount ?? null,
      toAccount: proposal.toAccount ?? null,
      amountCents: proposal.amountCents == null ? null : Number(proposal.amountCents),
    },
    reason: proposal.reason,
  });
  return id;
}
