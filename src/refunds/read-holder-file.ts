import type { Deps } from "../deps.ts";
import type { Actor } from "../domain/actor.ts";
import type { Cents } from "../domain/money.ts";
import { notFound } from "../errors.ts";
import { findPledge } from "../pledges/lock-pledge.ts";
import { requireHolder } from "./ask-as-holder.ts";
import { notCaptured } from "./messages.ts";
import { isOpenRequest, type RequestState, requestsOf } from "./queries.ts";
import { leftOf } from "./return-facts.ts";

export type HolderRequest = {
  readonly state: RequestState;
  readonly giftCents: bigint;
  readonly refusal: string | null;
};

/** A captured gift as its campaign's holder may ask it back: no more of the person than their list of gifts shows. */
export type HolderFile = {
  readonly pledgeId: string;
  readonly campaign: { readonly id: string; readonly title: string };
  readonly displayName: string | null;
  readonly createdAt: Date;
  readonly amountCents: bigint;
  readonly leftCents: Cents;
  /** Their newest one. */
  readonly request: HolderRequest | undefined;
  /** Theirs or another request waits for an answer. */
  readonly isBusy: boolean;
};

export async function readHolderFile(deps: Deps, actor: Actor, pledgeId: string): Promise<HolderFile> {
  const pledge = await findPledge(deps.db, deps.fundId, pledgeId);
  if (pledge === undefined) throw notFound();
  const { id, title } = await requireHolder(deps.db, actor, pledge);
  if (pledge.state !== "captured") throw notCaptured();
  const requests = await requestsOf(deps, pledgeId);
  return {
    pledgeId,
    campaign: { id, title },
    displayName: pledge.anonymous ? null : pledge.displayName,
    createdAt: pledge.createdAt,
    amountCents: pledge.amountCents,
    leftCents: leftOf(pledge).giftCents,
    request: requests.find(({ askedBy }) => askedBy === "holder"),
    isBusy: requests.some(isOpenRequest),
  };
}
