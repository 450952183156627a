import type { Deps } from "../deps.ts";
import type { Actor } from "../domain/actor.ts";
import { cents } from "../domain/money.ts";
import { type OpenedPledge, openPledge } from "../pledges/open-pledge.ts";
import { CheckoutRefusedError, completeCheckout } from "../sandbox/stripe/client.ts";

/** Cards of Stripe's test list, by what their bank does. */
export const CARDS = {
  good: "4242424242424242",
  declined: "4000000000000002",
  noFunds: "4000000000009995",
  declinesLater: "4000000000000341",
  asksEachTime: "4000002760003184",
} as const;

export type Card = keyof typeof CARDS;

export type Gift = {
  readonly name: string;
  readonly email: string;
  readonly amountCents: bigint;
  readonly tipCents?: bigint;
  readonly anonymous?: boolean;
  readonly card?: Card;
  /** The card taken out after the first was declined at the checkout; without one the donor leaves. */
  readonly secondCard?: Card;
  readonly actor?: Actor;
};

/** The donor fills in the gift's form: its match is held and the hosted page opens. */
export const openGift = (deps: Deps, campaignId: string, gift: Gift): Promise<OpenedPledge> =>
  openPledge(deps, gift.actor ?? { kind: "guest" }, {
    campaignId,
    amountCents: cents(gift.amountCents),
    tipCents: cents(gift.tipCents ?? 0n),
    email: gift.email,
    displayName: gift.name,
    anonymous: gift.anonymous ?? false,
    language: "fr",
  });

/** The donor types a card on the hosted page. Answers how many cards were declined, and whether one was accepted. */
export async function payOnHostedPage(checkoutUrl: string, gift: Gift) {
  const { email, name, card = "good", secondCard } = gift;
  let declines = 0;
  for (const tried of secondCard === undefined ? [card] : [card, secondCard]) {
    try {
      await completeCheckout(checkoutUrl, { card: CARDS[tried], email, name });
      return { isPaid: true, declines };
    } catch (error) {
      if (!(error instanceof CheckoutRefusedError) || error.status !== 402) throw error;
      declines += 1;
    }
  }
  return { isPaid: false, declines };
}
