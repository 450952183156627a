import { documentFor, type Nature } from "./agreement.ts";
import type { CampaignState } from "./campaign.ts";
import { type Cents, cents, floorShare, remaining } from "./money.ts";
import { hasEnded, type PledgeState } from "./pledge.ts";

/** Who a receipt names (T4): a person for Cerfa 11580, a company for Cerfa 16216. */
export type ReceiptIdentity =
  | {
      readonly kind: "person";
      readonly givenName: string;
      readonly familyName: string;
      readonly address: PostalAddress;
    }
  | CompanyIdentity;

export type CompanyIdentity = {
  readonly kind: "company";
  readonly companyName: string;
  readonly siren: string;
  readonly legalForm: string;
  readonly address: PostalAddress;
};

export type PostalAddress = {
  readonly line: string;
  readonly postcode: string;
  readonly town: string;
  readonly country: string;
};

export type ReceiptForm = "11580" | "16216";

/** Why no receipt is due (T3). */
export type NoReceipt =
  | "never_charged"
  | "campaign_over"
  | "not_credited"
  | "campaign_undecided"
  | "refunded"
  | "disputed"
  | "no_identity"
  | "reward_above_share"
  | "reward_above_yearly_cap";

export type GiftForReceipt = {
  /** `captured`: credited to the fund (T2). */
  readonly state: PledgeState;
  readonly campaign: CampaignState;
  /** To the project, without tip: neither tip nor match is ever on a receipt (T3). */
  readonly giftCents: Cents;
  /** Of the gift, refunds and lost disputes together. */
  readonly returnedCents: Cents;
  readonly isDisputed: boolean;
  readonly identity: ReceiptIdentity | undefined;
  /** Fair value of the reward the donor keeps; zero where there is none or it was declined. */
  readonly rewardCents: Cents;
  /** Of the donor's rewards of the year of credit up to this gift, this one included. */
  readonly rewardsOfYearCents: Cents;
};

/** In force on the day of credit (T5). */
export type ReceiptLimits = {
  readonly rewardSharePercent: bigint;
  readonly rewardYearlyCapCents: Cents;
};

export type ReceiptDecision =
  | {
      readonly kind: "due";
      readonly form: ReceiptForm;
      readonly amountCents: Cents;
      readonly identity: ReceiptIdentity;
    }
  | { readonly kind: "none"; readonly reason: NoReceipt };

/** T3: whether a gift gets a receipt, which, over how much, and else the first reason why not. */
export function decideReceipt(gift: GiftForReceipt, limits: ReceiptLimits): ReceiptDecision {
  const none = (reason: NoReceipt): ReceiptDecision => ({ kind: "none", reason });
  const amountCents = remaining(gift.giftCents, gift.returnedCents);
  const never = ruledOut(gift);
  if (never !== undefined) return none(never);
  if (gift.state !== "captured") return none("not_credited");
  if (gift.isDisputed) return none("disputed");
  if (gift.campaign !== "succeeded") return none("campaign_undecided");
  if (gift.rewardCents * 100n > amountCents * limits.rewardSharePercent) return none("reward_above_share");
  if (gift.rewardCents > 0n && gift.rewardsOfYearCents > limits.rewardYearlyCapCents)
    return none("reward_above_yearly_cap");
  if (gift.identity === undefined) return none("no_identity");
  return { kind: "due", form: formOf(gift.identity), amountCents, identity: gift.identity };
}

/** T3: why no receipt can ever come of a gift, whatever its donor does; undefined as long as one may. */
export function ruledOut({
  state,
  campaign,
  giftCents,
  returnedCents,
}: Pick<GiftForReceipt, "state" | "campaign" | "giftCents" | "returnedCents">): NoReceipt | undefined {
  if (hasEnded(state)) return "never_charged";
  if (remaining(giftCents, returnedCents) === 0n) return "refunded";
  return campaign === "failed" || campaign === "cancelled" ? "campaign_over" : undefined;
}

/** Why what a partner gave has no receipt. */
export type NoPartnerReceipt =
  | "not_giving"
  | "not_a_company"
  | "not_received"
  | "no_value"
  | "returned"
  | "no_identity";

/** Money a partner transferred, or goods or days it delivered, under a line of its agreement. */
export type PartnerGiving = {
  /** Unknown where the agreement was signed on paper and its lines are not recorded. */
  readonly nature: Nature | undefined;
  readonly isCompany: boolean;
  /** Credited at the bank, or confirmed by whoever received it. */
  readonly isReceived: boolean;
  /** As received, or as the company declares it: quantity by the cost price of the agreement. */
  readonly grossCents: Cents;
  /** Less what went back to the partner. */
  readonly leftCents: Cents;
  readonly identity: CompanyIdentity | undefined;
};

export type PartnerReceiptDecision =
  | { readonly kind: "due"; readonly amountCents: Cents; readonly identity: CompanyIdentity }
  | { readonly kind: "none"; readonly reason: NoPartnerReceipt };

/** T4, partners included: a receipt for mécénat alone (CGI art. 238 bis), once it is received and as long as it is kept. */
export function decidePartnerReceipt(giving: PartnerGiving): PartnerReceiptDecision {
  const none = (reason: NoPartnerReceipt): PartnerReceiptDecision => ({ kind: "none", reason });
  if (giving.nature === undefined || documentFor(giving.nature) !== "receipt") return none("not_giving");
  if (!giving.isCompany) return none("not_a_company");
  if (!giving.isReceived) return none("not_received");
  if (giving.grossCents === 0n) return none("no_value");
  if (giving.leftCents === 0n) return none("returned");
  if (giving.identity === undefined) return none("no_identity");
  return { kind: "due", amountCents: giving.leftCents, identity: giving.identity };
}

export const formOf = ({ kind }: ReceiptIdentity): ReceiptForm => (kind === "person" ? "11580" : "16216");

/** What the donor may take off the tax in the simplest case: 66 % for people, 60 % for companies (CGI 200, 238 bis). */
export const taxReduction = (amountCents: Cents, percent: bigint): Cents =>
  cents(floorShare(amountCents, percent, 100n));

export type CompanyRates = {
  readonly percent: bigint;
  readonly thresholdCents: Cents;
  /** Of what a company gave in the year beyond the threshold. */
  readonly abovePercent: bigint;
};

/** What a company may take off its tax where this is all it gave in the year, its cap aside (CGI art. 238 bis). */
export function companyReduction(amountCents: Cents, { percent, thresholdCents, abovePercent }: CompanyRates): Cents {
  const above = amountCents > thresholdCents ? cents(amountCents - thresholdCents) : cents(0n);
  return cents(taxReduction(cents(amountCents - above), percent) + taxReduction(above, abovePercent));
}

/** `2026-000042`: the number within the issuer's year (T1). */
export const receiptReference = (year: number, number: number): string => `${year}-${String(number).padStart(6, "0")}`;
