import { sql } from "drizzle-orm";
import { recordAudit } from "../audit/record-audit.ts";
import { fundNow } from "../db/clock.ts";
import { closedDays } from "../db/schema/index.ts";
import { inTransaction } from "../db/transaction.ts";
import type { Deps } from "../deps.ts";
import { type Actor, actorReference } from "../domain/actor.ts";
import { permits } from "../domain/permissions.ts";
import { forbidden, notFound } from "../errors.ts";
import { sealHead } from "../ledger/sealed-entries.ts";
import { storedFigures } from "./day-figures.ts";
import { dayNotClosable } from "./day-refusals.ts";
import { knownDay, readDay } from "./read-days.ts";

/** Closes a Paris day for good (R4): its figures, and the head of the journal's chain, as they are now. */
export async function closeDay(deps: Deps, actor: Actor, input: { readonly day: string }): Promise<void> {
  if (actor.kind !== "user" || !permits(actor, "books.read")) throw notFound();
  if (!permits(actor, "day.close")) throw forbidden();
  const day = knownDay(input.day);
  await inTransaction(deps.db, async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`close-day:${deps.fundId}`}, 0))`);
    // Before the figures are read: what commits in between is shown as late rather than as neither.
    const [at] = await tx.execute<{ snapshot: string }>(sql`select pg_current_snapshot()::text as snapshot`);
    const { figures, refusals } = await readDay(tx, deps.fundId, day, actor.userId);
    if (refusals.length > 0) throw dayNotClosable(refusals);
    const head = await sealHead(tx, deps.fundId);
    await tx.insert(closedDays).values({
      fundId: deps.fundId,
      day,
      closedBy: actorReference(actor),
      closedAt: await fundNow(tx),
      figures: storedFigures(figures),
      sealSequence: head?.sequence ?? null,
      sealHash: head?.hash ?? null,
      snapshot: at?.snapshot ?? "",
    });
    await recordAudit(tx, actor, {
      action: "day.close",
      subject: ["day", day],
      change: { sealSequence: head?.sequence ?? null, bankClosingCents: Number(figures.bank.ledgerClosingCents) },
    });
  });
}
