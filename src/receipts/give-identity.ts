import { sql } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { recordAudit } from "../audit/record-audit.ts";
import { giveRewardBack } from "../campaigns/take-reward.ts";
import { receiptIdentities } from "../db/schema/receipts.ts";
import { inTransaction } from "../db/transaction.ts";
import type { Deps } from "../deps.ts";
import type { Actor } from "../domain/actor.ts";
import { ruledOut } from "../domain/tax-receipt.ts";
import { notFound } from "../errors.ts";
import { enqueue } from "../jobs/outbox.ts";
import { isAccessToken } from "../pledges/access-token.ts";
import { lockPledge, updatePledge } from "../pledges/lock-pledge.ts";
import { type IdentityInput, toIdentity } from "./identity-form.ts";
import { noReceiptAnyMore } from "./messages.ts";
import { readGift } from "./read-gift.ts";

type Input = {
  readonly pledgeId: string;
  /** The secret of the donor's link. */
  readonly token: string;
  readonly identity: IdentityInput;
  /** The donor gives the reward up to keep the receipt (T3). */
  readonly declinesReward: boolean;
};

/** Whom the gift's receipt shall name, from the donor. Given again later, the receipt is replaced. */
export async function giveIdentity(deps: Deps, actor: Actor, input: Input): Promise<void> {
  if (!isAccessToken(deps.cipher, input.pledgeId, input.token)) throw notFound();
  await inTransaction(deps.db, async (tx) => {
    const pledge = await lockPledge(tx, deps.fundId, input.pledgeId);
    if (pledge === undefined) throw notFound();
    const never = ruledOut(await readGift(tx, pledge));
    if (never !== undefined) throw noReceiptAnyMore(never);
    await tx.insert(receiptIdentities).values({
      fundId: deps.fundId,
      id: uuidv7(),
      pledgeId: pledge.id,
      identity: toIdentity(input.identity),
      createdAt: sql`fund_now()`,
    });
    if (input.declinesReward && pledge.rewardHeld && pledge.rewardId !== null) {
      await updatePledge(tx, pledge, { rewardHeld: false });
      await giveRewardBack(tx, deps.fundId, pledge.rewardId);
    }
    await recordAudit(tx, actor, {
      action: "receipt.identity",
      subject: ["pledge", pledge.id],
      change: { kind: input.identity.kind, declinesReward: input.declinesReward },
    });
    await enqueue(tx, "review-receipt", { pledgeId: pledge.id });
  });
}
