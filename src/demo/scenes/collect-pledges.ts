import { progressOfOne } from "../../campaigns/progress.ts";
import { CROWD, UNHEARD } from "../donors.ts";
import { eventually } from "../eventually.ts";
import { type Gift, openGift, payOnHostedPage } from "../give.ts";
import { inState, pledgesOf } from "../look.ts";
import type { Stage } from "../stage.ts";
import type { Told } from "../tell.ts";
import { euros } from "../words.ts";

/**
 * Forty donors open their checkouts at once and pay on the hosted page; one of Stripe's messages comes twice. The
 * donor whose message will be lost has not paid yet. Answers that donor's open checkout.
 */
export async function collectPledges(
  { deps, sandbox }: Stage,
  campaignId: string,
): Promise<Told<{ readonly unpaidUrl: string }>> {
  await sandbox.orderWebhooks({ action: "duplicate", types: ["checkout.session.completed"] });
  const visits = await Promise.all(CROWD.map((donor) => visit(deps, campaignId, donor)));
  const paid = visits.filter((one) => one.isPaid).length;
  const declines = visits.reduce((sum, one) => sum + one.declines, 0);
  await eventually(
    { fr: "chaque carte enregistrée devient une promesse", en: "each saved card becomes a pledge" },
    async () => (inState(await pledgesOf(deps, campaignId), "authorised").length === paid ? true : undefined),
  );
  await eventually({ fr: "le message répété est arrivé deux fois", en: "the repeated message came twice" }, async () =>
    (await deliveredTwice(sandbox)) === 1 ? true : undefined,
  );
  const { giftsFirmCents, matchesCents } = await progressOfOne(deps.db, deps.fundId, campaignId);
  const [gifts, matches] = [euros(giftsFirmCents), euros(matchesCents)];
  return {
    unpaidUrl: visits.find((one) => one.email === UNHEARD)?.checkoutUrl ?? "",
    told: {
      fr: `${paid} promesses pour ${gifts.fr}, abondées de ${matches.fr} ; ${declines} cartes refusées au paiement, un message de Stripe reçu deux fois et compté une fois.`,
      en: `${paid} pledges of ${gifts.en}, matched with ${matches.en}; ${declines} cards declined at the checkout, one message of Stripe’s received twice and counted once.`,
    },
  };
}

async function visit(deps: Stage["deps"], campaignId: string, donor: Gift) {
  const { checkoutUrl } = await openGift(deps, campaignId, donor);
  const { email } = donor;
  if (email === UNHEARD) return { email, checkoutUrl, isPaid: false, declines: 0 };
  return { email, checkoutUrl, ...(await payOnHostedPage(checkoutUrl, donor)) };
}

async function deliveredTwice(sandbox: Stage["sandbox"]): Promise<number> {
  const events = (await sandbox.deliveries()).filter((one) => one.state === "delivered").map((one) => one.event);
  return events.length - new Set(events).size;
}
