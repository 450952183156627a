import type { Reader } from "../db/client.ts";
import { type Answer, answerGift } from "../domain/matching/usage-book.ts";
import { InvariantViolation } from "../errors.ts";
import { type GiftToMatch, readCampaigns, readMemberships } from "./gift-facts.ts";
import { type GiftUnderRules, readBook } from "./read-book.ts";
import { readRulesInForce } from "./rules-in-force.ts";

/** What every rule in force would answer to a gift now: nothing is held, and nothing promised (M5). */
export async function answerNow(reader: Reader, fundId: string, gift: GiftToMatch): Promise<Answer> {
  const [asked] = await readGifts(reader, fundId, [gift]);
  if (asked === undefined) throw new InvariantViolation("a gift was asked about and not read");
  const { book } = await readBook(reader, fundId, [asked]);
  return answerGift(book, asked.rules, asked.gift);
}

/** The gifts as rules see them, each with the rules in force when it was recorded; in their order, at once. */
export async function readGifts(
  reader: Reader,
  fundId: string,
  gifts: readonly GiftToMatch[],
): Promise<readonly GiftUnderRules[]> {
  const [campaigns, membershipsOf, rulesAt] = await Promise.all([
    readCampaigns(reader, fundId, [...new Set(gifts.map(({ campaignId }) => campaignId))]),
    readMemberships(reader, gifts),
    readRulesInForce(
      reader,
      fundId,
      gifts.map(({ recordedAt }) => recordedAt),
    ),
  ]);
  return gifts.map((gift) => {
    const campaign = campaigns.get(gift.campaignId);
    if (campaign === undefined) throw new InvariantViolation(`there is no campaign ${gift.campaignId}`);
    const { organisationId, ...facts } = campaign;
    const memberOf = membershipsOf(gift);
    const { rules, partnerOfPot } = rulesAt(gift.recordedAt);
    return {
      rules,
      gift: {
        id: gift.pledgeId,
        donorId: gift.donorId,
        campaignId: gift.campaignId,
        facts: {
          ...facts,
          baseCents: gift.amountCents,
          recordedAt: gift.recordedAt,
          donorIsHolder: memberOf.has(organisationId),
        },
        partnerPotIds: new Set([...partnerOfPot].flatMap(([potId, id]) => (memberOf.has(id) ? [potId] : []))),
      },
    };
  });
}
