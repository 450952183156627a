import { recordAudit } from "../audit/record-audit.ts";
import { findCampaign, requireAction } from "../campaigns/named-campaign.ts";
import { dayOf } from "../campaigns/paris-days.ts";
import { CSV_MARK, csvWriter } from "../csv/write-csv.ts";
import { inTransaction } from "../db/transaction.ts";
import type { Deps } from "../deps.ts";
import type { Actor } from "../domain/actor.ts";
import type { Language } from "../i18n/text.ts";
import { DELIVERY } from "./messages.ts";
import { listRewards } from "./queries.ts";

const BATCH = 500;
const COLUMNS = [
  DELIVERY.reward,
  DELIVERY.name,
  DELIVERY.email,
  DELIVERY.gift,
  DELIVERY.givenOn,
  DELIVERY.deliveredOn,
] as const;

/** Every reward of a campaign as a file, made as it is read. Addresses leave the service: who took them is noted (X2). */
export async function exportRewards(
  deps: Deps,
  actor: Actor,
  campaignId: string,
  language: Language,
): Promise<AsyncIterable<string>> {
  await inTransaction(deps.db, async (tx) => {
    requireAction(actor, "reward.read", await findCampaign(tx, deps.fundId, campaignId));
    await recordAudit(tx, actor, { action: "reward.export", subject: ["campaign", campaignId] });
  });
  return linesOf(deps, campaignId, language);
}

async function* linesOf({ db, fundId }: Deps, campaignId: string, language: Language): AsyncGenerator<string> {
  const write = csvWriter(language);
  yield CSV_MARK + write(COLUMNS.map((one) => one[language]));
  for (let after: string | undefined; ; ) {
    const rows = await listRewards(db, fundId, { campaignId, limit: BATCH, after });
    yield rows
      .map(({ reward, name, email, amountCents, capturedAt, deliveredAt }) =>
        write([
          reward,
          name,
          email,
          amountCents,
          dayOf(capturedAt),
          deliveredAt === null ? undefined : dayOf(deliveredAt),
        ]),
      )
      .join("");
    after = rows.at(-1)?.pledgeId;
    if (rows.length < BATCH) return;
  }
}
