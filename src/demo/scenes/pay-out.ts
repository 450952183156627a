import { and, eq } from "drizzle-orm";
import { stripePayouts } from "../../db/schema/payments.ts";
import { accounts } from "../../domain/ledger.ts";
import { balanceOf } from "../../ledger/balances.ts";
import { eventually } from "../eventually.ts";
import type { Stage } from "../stage.ts";
import type { Told } from "../tell.ts";
import { euros } from "../words.ts";

export type Payout = { readonly id: string; readonly amountCents: bigint };

const DAY = 86_400;

/** Once the last gift is available, Stripe sends everything to the bank; in the books it is on its way (R1). */
export async function payOut({ deps, sandbox, passTime, sweep }: Stage): Promise<Told<{ readonly payout: Payout }>> {
  await passTime(3 * DAY);
  const paid = await sandbox.runPayout();
  if (paid === null) throw new Error("Stripe has nothing to pay out");
  const payout = { id: paid.id, amountCents: BigInt(paid.amount) };
  await eventually(
    { fr: "le virement de Stripe est en route dans les comptes", en: "Stripe’s payout is on its way in the books" },
    async () => {
      const [known] = await deps.db
        .select({ state: stripePayouts.state, reconciled: stripePayouts.reconciled })
        .from(stripePayouts)
        .where(and(eq(stripePayouts.fundId, deps.fundId), eq(stripePayouts.id, payout.id)));
      const inTransit = await balanceOf(deps.db, deps.fundId, accounts.stripeInTransit);
      return known?.state === "paid" && known.reconciled && inTransit === payout.amountCents ? true : undefined;
    },
    { nudge: () => sweep("sweep-stripe", "reconcile-stripe") },
  );
  const amount = euros(payout.amountCents);
  return {
    payout,
    told: {
      fr: `${amount.fr} en route, égaux à la somme de leurs mouvements.`,
      en: `${amount.en} on its way, the sum of its movements.`,
    },
  };
}
