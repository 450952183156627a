import { LATE_PAYER, NEVER_PAYS } from "../donors.ts";
import { eventually } from "../eventually.ts";
import { CARDS } from "../give.ts";
import { pledgeOf } from "../look.ts";
import type { Stage } from "../stage.ts";
import type { Told } from "../tell.ts";

const DAY = 86_400;

/** A day later the workers try the declined cards again; one donor has filled the account meanwhile (P4). */
export async function retryTheCards({ deps, sandbox, passTime, sweep }: Stage, campaignId: string): Promise<Told> {
  const [late, never] = await Promise.all([
    pledgeOf(deps, campaignId, LATE_PAYER),
    pledgeOf(deps, campaignId, NEVER_PAYS),
  ]);
  await sandbox.letCardBehave(late.paymentMethodId ?? "", CARDS.good);
  await passTime(DAY);
  await eventually(
    { fr: "les cartes refusées sont essayées de nouveau", en: "declined cards are tried again" },
    async () => {
      const isPaid = (await pledgeOf(deps, campaignId, LATE_PAYER)).state === "captured";
      const { nextChargeAt } = await pledgeOf(deps, campaignId, NEVER_PAYS);
      const isRefused = nextChargeAt !== null && nextChargeAt > (never.nextChargeAt ?? nextChargeAt);
      return isPaid && isRefused ? true : undefined;
    },
    { nudge: () => sweep("sweep-charges") },
  );
  return {
    told: { fr: "L’une passe, l’autre est encore refusée.", en: "One pays, the other is declined again." },
  };
}
