import { and, eq } from "drizzle-orm";
import { campaigns, pledges } from "../db/schema/index.ts";
import { inTransaction } from "../db/transaction.ts";
import type { Deps } from "../deps.ts";
import type { Actor } from "../domain/actor.ts";
import { needsAuthentication } from "../domain/declines.ts";
import type { PledgeState } from "../domain/pledge.ts";
import { canChangeMethod } from "../domain/saved-method.ts";
import { notFound } from "../errors.ts";
import { enqueue } from "../jobs/outbox.ts";
import { accessToken } from "./access-token.ts";
import { lockPledge } from "./lock-pledge.ts";
import { linkEnded } from "./messages.ts";
import { openAuthentication } from "./open-authentication.ts";
import { openMethodChange } from "./open-method-change.ts";
import { findLink, issueLink, type LinkPurpose, latestLink, type PaymentLink } from "./payment-link.ts";

/** What its donor is asked for, or `nothing` where the gift has been paid or has ended meanwhile. */
export type LinkAsks = "authentication" | "another_card" | "card_before_charge" | "nothing";

export type OpenedLink = {
  readonly link: PaymentLink;
  readonly asks: LinkAsks;
  readonly campaignTitle: string;
  readonly amountCents: bigint;
};

/** A link of a letter, whatever became of it; 404 for what we never signed. */
export async function readLink(deps: Deps, token: string): Promise<OpenedLink> {
  const link = await findLink(deps, token);
  if (link === undefined) throw notFound();
  const [row] = await deps.db
    .select({ pledge: pledges, title: campaigns.title })
    .from(pledges)
    .innerJoin(campaigns, and(eq(campaigns.fundId, pledges.fundId), eq(campaigns.id, pledges.campaignId)))
    .where(and(eq(pledges.fundId, deps.fundId), eq(pledges.id, link.pledgeId)));
  if (row === undefined) throw notFound();
  const { pledge, title } = row;
  return {
    link,
    asks: asksOf(link, pledge),
    campaignTitle: title,
    amountCents: pledge.amountCents + pledge.tipCents,
  };
}

/** Goes on to Stripe's page; answers its address, or undefined where nothing is left to do. */
export async function openByLink(deps: Deps, actor: Actor, token: string): Promise<string | undefined> {
  const link = await findLink(deps, token);
  if (link === undefined) throw notFound();
  if (link.state !== "live") throw linkEnded();
  const input = { pledgeId: link.pledgeId, token: accessToken(deps.cipher, link.pledgeId) };
  return link.purpose === "payment" ? openAuthentication(deps, actor, input) : openMethodChange(deps, actor, input);
}

/**
 * Sends a new letter, with a new link, to the donor's own address: whoever holds an old link learns nothing by asking.
 * Nothing is sent where nothing is left to do, or where a letter left a moment ago.
 */
export async function renewLink(deps: Deps, token: string): Promise<void> {
  const link = await findLink(deps, token);
  if (link === undefined) throw notFound();
  await inTransaction(deps.db, async (tx) => {
    const pledge = await lockPledge(tx, deps.fundId, link.pledgeId);
    if (pledge === undefined || asksOf(link, pledge) === "nothing") return;
    const latest = await latestLink(tx, deps.fundId, pledge.id);
    if (latest?.state === "live" && latest.isFresh) return;
    await issueLink(tx, deps, pledge, link.purpose);
    await enqueue(tx, "send-mail", { template: LETTERS[link.purpose], subjectId: pledge.id });
  });
}

const LETTERS: Readonly<Record<LinkPurpose, string>> = { payment: "authentication-needed", method: "card-ending" };

/** A card that was changed by its link is fine: nobody is written to about the old one again. */
function asksOf({ purpose, state: link }: PaymentLink, pledge: typeof pledges.$inferSelect): LinkAsks {
  const { nextChargeAt, heldReason, lastDeclineCode } = pledge;
  const state = pledge.state as PledgeState;
  if (purpose === "method") {
    const canChange = link !== "used" && canChangeMethod({ state, nextChargeAt, isHeld: heldReason !== null });
    return canChange ? "card_before_charge" : "nothing";
  }
  if (state !== "action_required" || heldReason !== null) return "nothing";
  return needsAuthentication(lastDeclineCode) ? "authentication" : "another_card";
}
