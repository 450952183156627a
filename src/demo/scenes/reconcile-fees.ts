import { and, count, eq, isNull, sum } from "drizzle-orm";
import { balanceTransactions } from "../../db/schema/payments.ts";
import { accounts } from "../../domain/ledger.ts";
import { balanceOf } from "../../ledger/balances.ts";
import { listDifferences } from "../../reconciliation/list-differences.ts";
import { eventually } from "../eventually.ts";
import { inState, pledgesOf } from "../look.ts";
import { actAs } from "../people.ts";
import type { Stage } from "../stage.ts";
import type { Told } from "../tell.ts";
import { euros } from "../words.ts";

/** The workers read Stripe's statement, tie each line with its entry and book its fee (R1). */
export async function reconcileFees(stage: Stage, campaignId: string): Promise<Told> {
  const { deps, sweep } = stage;
  const captured = inState(await pledgesOf(deps, campaignId), "captured").length;
  const lines = await eventually(
    { fr: "chaque mouvement de Stripe est rapproché", en: "each movement of Stripe’s ties" },
    async () => {
      const all = await movements(stage, false);
      const isTied = all.lines === captured && (await movements(stage, true)).lines === 0;
      return isTied && (await openDifferences(stage)) === 0 ? all.lines : undefined;
    },
    { nudge: () => sweep("sweep-stripe", "reconcile-stripe") },
  );
  const fees = await balanceOf(deps.db, deps.fundId, accounts.processorFees);
  const isStated = fees === (await movements(stage, false)).feeCents;
  if (!isStated) throw new Error("the books' fees are not those of Stripe's statement");
  const amount = euros(fees);
  return {
    told: {
      fr: `${lines} mouvements rapprochés, ${amount.fr} de frais comptabilisés, aucun écart.`,
      en: `${lines} movements tied, ${amount.en} of fees booked, no difference.`,
    },
  };
}

async function movements({ deps }: Stage, onlyOpen: boolean) {
  const [row] = await deps.db
    .select({ lines: count(), fee: sum(balanceTransactions.feeCents) })
    .from(balanceTransactions)
    .where(
      and(eq(balanceTransactions.fundId, deps.fundId), onlyOpen ? isNull(balanceTransactions.reconciledAt) : undefined),
    );
  return { lines: row?.lines ?? 0, feeCents: BigInt(row?.fee ?? 0) };
}

async function openDifferences({ deps }: Stage): Promise<number> {
  return (await listDifferences(deps, await actAs(deps.db, "auditor"), { limit: 10, open: true })).items.length;
}
