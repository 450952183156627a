import type { Deps } from "../deps.ts";
import type { Actor } from "../domain/actor.ts";
import { type Cents, cents } from "../domain/money.ts";
import { reservationLane } from "../matching/reservation-lane.ts";
import { campaignClosed, emailNeeded, tooManyAtOnce } from "./messages.ts";
import { openCheckout } from "./open-checkout.ts";
import { type PledgeInput, recordPledge } from "./record-pledge.ts";

export type OpenedPledge = {
  readonly pledgeId: string;
  readonly checkoutUrl: string;
  readonly matchCents: Cents;
  /** Until when the match is held and the checkout open. */
  readonly expiresAt: Date;
};

/**
 * Records a pledge as a draft, holds its matches and reward, and opens its checkout (P1, P3, M5): three steps, none of
 * which holds a lock while another runs. Killed between them, the draft ends like a checkout that nobody used.
 */
export async function openPledge(deps: Deps, actor: Actor, input: PledgeInput): Promise<OpenedPledge> {
  const email = actor.kind === "user" ? actor.email : input.email;
  if (email === undefined || email === "") throw emailNeeded();

  const draft = await recordAndReserve(deps, actor, { ...input, email });
  const { url, expiresAt } = await openCheckout(deps, draft.pledgeId);
  return { ...draft, checkoutUrl: url, expiresAt };
}

async function recordAndReserve(deps: Deps, actor: Actor, input: PledgeInput & { readonly email: string }) {
  const lane = reservationLane(deps);
  const leave = lane.takeSeat();
  if (leave === undefined) throw tooManyAtOnce();
  try {
    const pledge = await recordPledge(deps, actor, input);
    const reservation = await lane.join(pledge);
    if (reservation.kind === "campaign_closed") throw campaignClosed();
    return {
      pledgeId: pledge.pledgeId,
      matchCents: reservation.kind === "reserved" ? reservation.matchCents : cents(0n),
    };
  } finally {
    leave();
  }
}
