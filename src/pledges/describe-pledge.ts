import { needsAuthentication } from "../domain/declines.ts";
import type { Text } from "../i18n/text.ts";
import { METHOD } from "./link-messages.ts";
import {
  BEING_RETURNED,
  DISPUTED,
  ENDED,
  HELD,
  NEXT,
  PARTLY_RETURNED,
  PLEDGE_STATES_IN_WORDS,
  RETURNED,
} from "./page-messages.ts";
import type { PledgeDetail } from "./queries.ts";

export type PledgeInWords = {
  readonly state: Text;
  readonly tone: "neutral" | "waiting" | "good" | "bad";
  /** What has happened and what comes next, a sentence each. */
  readonly sentences: readonly Text[];
};

export type Arrival = {
  /** Back from the payment page, having finished there. */
  readonly returned: boolean;
  /** Back from the payment page, having left it. */
  readonly abandoned: boolean;
  /** Back from the page where another card is saved, which is not known of yet. */
  readonly changing: boolean;
  /** What the screen before had said would be held, in cents, where less could be. */
  readonly announcedCents: bigint | undefined;
};

/** Where a gift stands, in words (P2): what a page shows is derived from pledge, refunds and campaign. */
export function describePledge(pledge: PledgeDetail, arrival: Arrival): PledgeInWords {
  if (pledge.isHeld) return { state: HELD, tone: "waiting", sentences: [NEXT.held] };
  const state = PLEDGE_STATES_IN_WORDS[pledge.state];
  switch (pledge.state) {
    case "draft":
      return { state, tone: "waiting", sentences: draft(pledge, arrival) };
    case "authorised":
      return { state, tone: "good", sentences: [promised(pledge)] };
    case "charging":
      return {
        state,
        tone: "waiting",
        sentences: charging(pledge),
      };
    case "action_required":
      return { state, tone: "waiting", sentences: [arrival.returned ? NEXT.waiting : whatBankAsks(pledge)] };
    case "captured":
      return captured(pledge, state);
    case "failed":
      return { state, tone: "bad", sentences: ended(pledge) };
    case "cancelled":
    case "expired":
      return { state, tone: "neutral", sentences: ended(pledge) };
  }
}

function charging({ nextChargeAt, pendingSince }: PledgeDetail): readonly Text[] {
  if (pendingSince !== null) return [METHOD.debitUnderWay];
  return [nextChargeAt === null ? NEXT.charging : NEXT.retry(nextChargeAt)];
}

const whatBankAsks = ({ lastDeclineCode }: PledgeDetail): Text =>
  needsAuthentication(lastDeclineCode) ? NEXT.confirm : METHOD.anotherNeeded;

function draft({ checkoutExpiresAt, now, matchCents }: PledgeDetail, arrival: Arrival): readonly Text[] {
  if (arrival.returned) return [NEXT.waiting];
  if (checkoutExpiresAt <= now) return [NEXT.tooLate];
  if (arrival.announcedCents !== undefined && arrival.announcedCents > matchCents)
    return [NEXT.less(arrival.announcedCents, matchCents), NEXT.finish(checkoutExpiresAt)];
  return arrival.abandoned ? [NEXT.abandoned, NEXT.finish(checkoutExpiresAt)] : [NEXT.finish(checkoutExpiresAt)];
}

const promised = ({ amountCents, tipCents, campaign }: PledgeDetail): Text =>
  campaign.state === "settling"
    ? NEXT.toBeCharged(amountCents + tipCents)
    : NEXT.promised(amountCents + tipCents, lastDay(campaign.deadlineAt));

function captured(pledge: PledgeDetail, state: Text): PledgeInWords {
  const { capturedCents, returnedCents, campaign, refunds } = pledge;
  const isReturned = returnedCents > 0n && returnedCents === capturedCents;
  const isUnderWay = refunds.some((refund) => refund.state === "requested" || refund.state === "pending");
  const isOver = campaign.state === "failed" || campaign.state === "cancelled";
  if (isReturned)
    return {
      state: isUnderWay ? BEING_RETURNED : RETURNED,
      tone: isUnderWay ? "waiting" : "neutral",
      sentences: [isOver ? NEXT.returned : NEXT.givenBack],
    };
  if (pledge.disputedCents > 0n) return { state: DISPUTED, tone: "waiting", sentences: [NEXT.disputed] };
  const partly = returnedCents > 0n ? [NEXT.partlyBack(returnedCents)] : [];
  const next =
    campaign.state === "live"
      ? [NEXT.stillRunning(lastDay(campaign.deadlineAt))]
      : campaign.state === "settling"
        ? [NEXT.settling]
        : campaign.state === "succeeded"
          ? [NEXT.succeeded]
          : [];
  return {
    state: returnedCents > 0n ? PARTLY_RETURNED : state,
    tone: "good",
    sentences: [NEXT.captured(capturedCents), ...partly, ...next],
  };
}

const ended = ({ endedReason }: PledgeDetail): readonly Text[] => {
  const reason = ENDED[endedReason ?? ""];
  return reason === undefined ? [] : [reason];
};

/** A deadline is the first instant too late: people read the day before it. */
const lastDay = (deadlineAt: Date): Date => new Date(deadlineAt.getTime() - 1);
