import { and, asc, eq, gte, lt, type SQL } from "drizzle-orm";
import type { Reader } from "../db/client.ts";
import { campaigns } from "../db/schema/campaigns.ts";
import { pledges } from "../db/schema/pledges.ts";
import { taxReceipts } from "../db/schema/receipts.ts";
import { decideReceipt, type NoReceipt } from "../domain/tax-receipt.ts";
import { parisYear } from "./paris-year.ts";
import { type Receipt, toReceipt } from "./queries.ts";
import { creditedOn, limitsOn, readGift, stands } from "./read-gift.ts";

export type GiftOfYear = {
  readonly pledgeId: string;
  readonly campaignTitle: string;
  readonly creditedOn: string;
  readonly amountCents: bigint;
  /** The receipt in force; without one, why there is none, or null where it is about to be made. */
  readonly receipt: Receipt | null;
  readonly noReceipt: NoReceipt | null;
};

export type YearOfGifts = {
  readonly year: number;
  readonly gifts: readonly GiftOfYear[];
  readonly receipts: readonly Receipt[];
  /** Of the receipts in force: what the donor declares. */
  readonly totalCents: bigint;
};

/** Some person's gifts credited in a Paris year, the oldest first, each with its receipt or why it has none (T2, T3). */
export async function yearOfGifts(
  reader: Reader,
  fundId: string,
  whose: SQL | undefined,
  year: number,
): Promise<YearOfGifts> {
  const { startsAt, endsAt } = parisYear(year);
  const rows = await reader
    .select({ pledge: pledges, title: campaigns.title, receipt: taxReceipts })
    .from(pledges)
    .innerJoin(campaigns, and(eq(campaigns.fundId, pledges.fundId), eq(campaigns.id, pledges.campaignId)))
    .leftJoin(
      taxReceipts,
      and(
        eq(taxReceipts.fundId, pledges.fundId),
        eq(taxReceipts.pledgeId, pledges.id),
        eq(taxReceipts.state, "issued"),
      ),
    )
    .where(and(eq(pledges.fundId, fundId), gte(pledges.capturedAt, startsAt), lt(pledges.capturedAt, endsAt), whose))
    .orderBy(asc(pledges.capturedAt), asc(pledges.id));
  const gifts: GiftOfYear[] = [];
  for (const { pledge, title, receipt: inForce } of rows) {
    const receipt = inForce !== null && stands(inForce, pledge) ? inForce : null;
    const day = creditedOn(pledge) ?? `${year}-01-01`;
    const decision = receipt ?? decideReceipt(await readGift(reader, pledge), await limitsOn(reader, fundId, day));
    gifts.push({
      pledgeId: pledge.id,
      campaignTitle: title,
      creditedOn: day,
      amountCents: pledge.amountCents,
      receipt: receipt && toReceipt(receipt),
      noReceipt: "kind" in decision && decision.kind === "none" ? decision.reason : null,
    });
  }
  const receipts = gifts.flatMap(({ receipt }) => receipt ?? []);
  return { year, gifts, receipts, totalCents: receipts.reduce((sum, { amountCents }) => sum + amountCents, 0n) };
}
