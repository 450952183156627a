import { sql } from "drizzle-orm";
import { recordAudit } from "../audit/record-audit.ts";
import { fundNow } from "../db/clock.ts";
import { inTransaction } from "../db/transaction.ts";
import type { Deps } from "../deps.ts";
import type { Actor } from "../domain/actor.ts";
import { owedBackOf } from "../domain/grant.ts";
import { accounts, move } from "../domain/ledger.ts";
import { minCents } from "../domain/money.ts";
import { forEachLogged } from "../jobs/for-each-logged.ts";
import { balanceOf } from "../ledger/balances.ts";
import { postEntry } from "../ledger/post-entry.ts";
import { lockGrantMoney } from "./return-facts.ts";
import { payIfWhole, reduceGrant } from "./return-gift.ts";

/** Keeps what projects owe back from the undisbursed part of their own grant, as soon as there is one again (F2). */
export async function recoverOwed(deps: Deps, actor: Actor): Promise<void> {
  const owing = await deps.db.execute<{ id: string }>(sql`
    select g.id from grants g
    join accounts a on a.fund_id = g.fund_id and a.code = 'receivable:campaign:' || coalesce(g.campaign_id, g.id)
    where g.fund_id = ${deps.fundId} and a.debit_cents > a.credit_cents
      and g.engaged_cents + g.paid_cents < g.amount_cents - g.reduced_cents`);
  await forEachLogged(deps, "recover-owed", owing, ({ id }) => recoverFrom(deps, actor, id));
}

const recoverFrom = (deps: Deps, actor: Actor, grantId: string) =>
  inTransaction(deps.db, async (tx) => {
    const { grant, undisbursedCents } = await lockGrantMoney(tx, deps.fundId, grantId);
    const receivable = owedBackOf(grant);
    const keptCents = minCents(undisbursedCents, await balanceOf(tx, deps.fundId, receivable));
    if (keptCents === 0n) return;
    await reduceGrant(tx, grant, keptCents);
    await postEntry(tx, deps.fundId, actor, {
      key: `grant:${grant.id}:kept-after:${grant.reducedCents}`,
      kind: "owed_back_kept",
      occurredAt: await fundNow(tx),
      source: `grant:${grant.id}`,
      postings: move(accounts.grant(grant.id), receivable, keptCents),
    });
    await recordAudit(tx, actor, {
      action: "grant.keep-owed",
      subject: ["grant", grant.id],
      change: { amountCents: Number(keptCents) },
    });
    await payIfWhole(tx, deps.fundId, actor, grant.id);
  });
