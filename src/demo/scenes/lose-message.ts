import { CROWD, UNHEARD } from "../donors.ts";
import { eventually, expectThat } from "../eventually.ts";
import { payOnHostedPage } from "../give.ts";
import { pledgeOf } from "../look.ts";
import type { Stage } from "../stage.ts";
import type { Told } from "../tell.ts";
import { euros } from "../words.ts";

const TELLING = ["checkout.session.completed", "setup_intent.succeeded"];

/** The last donor pays and no message arrives; the sweep finds in Stripe's list what was lost (S3). */
export async function loseAMessage({ deps, sandbox, sweep }: Stage, campaignId: string, url: string): Promise<Told> {
  const donor = CROWD.find((one) => one.email === UNHEARD);
  if (donor === undefined) throw new Error("nobody is unheard");
  await sandbox.orderWebhooks({ action: "drop", count: TELLING.length, types: TELLING });
  await payOnHostedPage(url, donor);
  await sandbox.idle();
  const isLost = (await sandbox.deliveries()).filter((one) => one.state === "dropped").length === TELLING.length;
  expectThat(isLost, { fr: "le message n’a pas été perdu", en: "the message was not lost" });
  await eventually(
    { fr: "le balayage retrouve la promesse", en: "the sweep finds the pledge" },
    async () => ((await pledgeOf(deps, campaignId, UNHEARD)).state === "authorised" ? true : undefined),
    { nudge: () => sweep("sweep-stripe") },
  );
  const amount = euros(donor.amountCents);
  return {
    told: {
      fr: `La promesse de ${amount.fr} est retrouvée dans la liste des événements de Stripe.`,
      en: `The pledge of ${amount.en} is found in Stripe’s list of events.`,
    },
  };
}
