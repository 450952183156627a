import type { Cents } from "../domain/money.ts";

/** Stripe as the use cases see it. One adapter implements it, pointed at Stripe or at the sandbox. */
export interface PaymentGateway {
  createCustomer(input: {
    readonly donorId: string;
    readonly email: string;
    readonly name: string;
    readonly idempotencyKey: string;
  }): Promise<string>;
  openCheckout(input: CheckoutRequest): Promise<CheckoutSession>;
  expireCheckout(sessionId: string): Promise<CheckoutSession>;
  findCheckout(sessionId: string): Promise<CheckoutSession>;
  /** A decline is an outcome, not an error. A payment that went through meanwhile is told as it is. */
  chargeOffSession(input: ChargeRequest): Promise<PaymentAttempt>;
  findPayment(paymentIntentId: string): Promise<PaymentAttempt>;
  /** Cancels an off-session payment where Stripe still lets it; the answer is what it is now. */
  cancelPayment(paymentIntentId: string): Promise<PaymentAttempt>;
  findCharge(chargeId: string): Promise<GatewayCharge>;
  findSetup(setupIntentId: string): Promise<SavedMethod>;
  findMethod(paymentMethodId: string): Promise<MethodFacts>;
  forgetPaymentMethod(paymentMethodId: string): Promise<void>;
  refund(input: RefundRequest): Promise<RefundOutcome>;
  findRefund(
    refundId: string,
  ): Promise<RefundOutcome & { readonly metadataRefundId: string | undefined; readonly metadataAttempt: number }>;
  findDispute(disputeId: string): Promise<GatewayDispute>;
  /** Sends the fund's evidence to the bank, once and for all; or gives in. Answers the dispute as it is then. */
  answerDispute(input: DisputeAnswer): Promise<GatewayDispute>;
  transfer(input: TransferRequest): Promise<TransferOutcome>;
  /** Takes a transfer back from its connected account, wholly or in part. */
  reverseTransfer(input: ReversalRequest): Promise<ReversalOutcome>;
  /** What was taken back of a transfer, here or on Stripe's own pages. */
  listReversals(transferId: string): Promise<readonly GatewayReversal[]>;
  /** Opens the account at Stripe to which an organisation is paid by transfer; answers its id. */
  createRecipient(input: RecipientRequest): Promise<string>;
  /**
   * Stripe's own page, for one visit, on which the organisation says who it is and where its money goes. Stripe sends
   * its visitor to `returnUrl` when they leave it, to `refreshUrl` where the visit was over before.
   */
  recipientOnboardingUrl(
    accountId: string,
    back: { readonly returnUrl: string; readonly refreshUrl: string },
  ): Promise<string>;
  /** Whether the connected account can receive transfers now. */
  canReceiveTransfers(accountId: string): Promise<boolean>;
  /** Opens an account of ours at Stripe with an IBAN of its own, to which one pot is paid by bank transfer. */
  openTransferAccount(input: TransferAccountRequest): Promise<TransferAccount>;
  /** What arrived by bank transfer and no payment has taken yet. */
  findCash(customerId: string): Promise<Cents>;
  /** Takes cash by a payment of exactly that amount. Where less is there, the payment waits for more: cancel it. */
  collectCash(input: CashRequest): Promise<PaymentAttempt>;
  /** The receipts what is there now comes from, the newest first; they sum to it. */
  listWaitingCash(customerId: string): Promise<readonly WaitingCash[]>;
  /** Sends cash back to the bank it came from; answers Stripe’s refund. Throws `GatewayRefused` where less is there. */
  returnCash(input: CashReturnRequest): Promise<string>;
  /** Movements made at or after `since`, by Stripe's clock, newest first. */
  listBalanceTransactions(since: Date): AsyncIterable<GatewayBalanceTransaction>;
  /** Events made at or after `since`, newest first. Stripe keeps them 30 days. */
  listEvents(since: Date): AsyncIterable<GatewayEvent>;
  listPayoutTransactions(payoutId: string): AsyncIterable<GatewayBalanceTransaction>;
  findPayout(payoutId: string): Promise<GatewayPayout>;
  findBalance(): Promise<GatewayBalance>;
  /** Verifies a webhook on its raw body (S5). Throws `WebhookRefused`. */
  readWebhook(rawBody: Buffer, signature: string): GatewayEvent;
}

export type CheckoutRequest = {
  readonly pledgeId: string;
  /** Set where the page saves a card in the place of another. */
  readonly methodChangeId?: string;
  readonly mode: "setup" | "payment";
  readonly customerId: string;
  readonly amountCents: Cents;
  readonly tipCents: Cents;
  readonly campaignId: string;
  readonly campaignTitle: string;
  readonly language: "fr" | "en";
  readonly returnUrl: string;
  readonly cancelUrl: string;
  /** 30 minutes to 24 hours ahead by Stripe's clock; left out: 24 hours. */
  readonly expiresAt: Date | undefined;
  readonly idempotencyKey: string;
};

export type CheckoutSession = {
  readonly id: string;
  readonly url: string | undefined;
  readonly status: "open" | "complete" | "expired";
  readonly pledgeId: string | undefined;
  readonly methodChangeId: string | undefined;
  readonly setupIntentId: string | undefined;
  readonly paymentIntentId: string | undefined;
};

export type SavedMethod = {
  readonly id: string;
  readonly status: "succeeded" | "pending" | "failed";
  readonly pledgeId: string | undefined;
  readonly methodChangeId: string | undefined;
  readonly customerId: string | undefined;
  readonly paymentMethodId: string | undefined;
  /** When the method was saved, by Stripe's clock (its latest attempt); judges the deadline (P3). */
  readonly completedAt: Date | undefined;
  readonly fingerprint: { readonly kind: "card" | "iban"; readonly value: string } | undefined;
  readonly facts: MethodFacts;
};

/** What a person knows their card by. `cardExpiresOn`: the last day it is good for, as `2027-08-31`. */
export type MethodFacts = {
  readonly methodKind: "card" | "sepa_debit" | "other" | null;
  readonly cardLast4: string | null;
  readonly cardExpiresOn: string | null;
};

/**
 * Stripe forgets an idempotency key after a day or more: a write that a former run may have sent is looked up by our
 * own id before it is sent again (S1).
 */
type Resumable = { readonly sentBefore?: boolean };

export type ChargeRequest = Resumable & {
  readonly pledgeId: string;
  readonly campaignId: string;
  readonly attempt: number;
  readonly customerId: string;
  readonly paymentMethodId: string;
  readonly amountCents: Cents;
  /** Set from the second attempt on: the same payment is confirmed again, never a second one made. */
  readonly paymentIntentId: string | undefined;
  readonly idempotencyKey: string;
};

/** What Stripe says of one payment, whatever way we learned it. Amounts are Stripe's (S4). */
export type PaymentAttempt = {
  readonly paymentIntentId: string;
  readonly pledgeId: string | undefined;
  /** Set where it takes what arrived for a pot. */
  readonly potCollectionId?: string | undefined;
  readonly customerId: string | undefined;
  readonly paymentMethodId: string | undefined;
  readonly fingerprint: { readonly kind: "card" | "iban"; readonly value: string } | undefined;
  readonly outcome:
    | {
        readonly kind: "captured";
        readonly chargeId: string;
        readonly amountCents: Cents;
        readonly currency: string;
        readonly capturedAt: Date;
      }
    | { readonly kind: "pending" }
    /** Only its payer can go on: off session it can never succeed. */
    | { readonly kind: "action_required"; readonly declineCode: string }
    | { readonly kind: "declined"; readonly declineCode: string; readonly final: boolean }
    /** Not tried yet, or its payer is still on Stripe's page and may try again. */
    | { readonly kind: "open" }
    | { readonly kind: "cancelled" };
};

export type RecipientRequest = {
  readonly organisationId: string;
  readonly name: string;
  readonly email: string;
  readonly idempotencyKey: string;
};

export type RefundRequest = Resumable & {
  readonly refundId: string;
  /** Which sending of it this is: one that failed may be sent again under a key of its own (F5). */
  readonly attempt: number;
  readonly pledgeId: string;
  readonly chargeId: string;
  readonly amountCents: Cents;
  readonly idempotencyKey: string;
};
export type RefundOutcome = {
  readonly stripeRefundId: string;
  readonly state: "pending" | "succeeded" | "failed";
  readonly amountCents: Cents;
};

/** A payer's bank questions a charge. Amounts are Stripe's; `withdrawn` and `reinstated` are money that moved. */
export type GatewayDispute = {
  readonly id: string;
  readonly chargeId: string;
  readonly status: string;
  readonly reason: string;
  readonly amountCents: Cents;
  readonly openedAt: Date;
  /** Until when evidence is taken; none where nobody asks for it. */
  readonly evidenceDueAt: Date | undefined;
  readonly withdrawn: { readonly amountCents: bigint; readonly occurredAt: Date } | undefined;
  readonly reinstated: { readonly amountCents: bigint; readonly occurredAt: Date } | undefined;
};

export type DisputeAnswer = {
  readonly disputeId: string;
  readonly kind: "evidence" | "acceptance";
  readonly text: string;
  readonly idempotencyKey: string;
};

export type TransferRequest = Resumable & {
  readonly disbursementId: string;
  readonly campaignId: string;
  readonly accountId: string;
  readonly amountCents: Cents;
  readonly idempotencyKey: string;
};
/** `refused`: Stripe said no and nothing moved; the same key is refused again, a later try needs a new one. */
export type TransferOutcome =
  | { readonly kind: "sent"; readonly transferId: string; readonly amountCents: Cents }
  | { readonly kind: "refused"; readonly code: string };

export type ReversalRequest = {
  readonly transferId: string;
  readonly reversalId: string;
  readonly amountCents: Cents;
  readonly idempotencyKey: string;
};
/** `ourId` is the reversal's id here, where it was asked for here. */
export type GatewayReversal = {
  readonly id: string;
  readonly amountCents: bigint;
  readonly ourId: string | undefined;
};
export type ReversalOutcome =
  | { readonly kind: "reversed"; readonly reversal: GatewayReversal }
  | { readonly kind: "refused"; readonly code: string };

export type TransferAccountRequest = { readonly potId: string; readonly idempotencyKey: string };
export type TransferAccount = {
  readonly customerId: string;
  readonly holderName: string;
  readonly iban: string;
  readonly bic: string;
};

export type CashRequest = Resumable & {
  readonly potId: string;
  readonly collectionId: string;
  readonly customerId: string;
  readonly amountCents: Cents;
  readonly idempotencyKey: string;
};

export type WaitingCash = {
  /** Stripe’s movement that brought it. */
  readonly id: string;
  readonly amountCents: Cents;
  readonly arrivedAt: Date;
  readonly payer: string | undefined;
  readonly reference: string | undefined;
};

export type CashReturnRequest = {
  readonly differenceId: string;
  readonly customerId: string;
  readonly amountCents: Cents;
  /** When it came, by Stripe’s clock: its return was made later. */
  readonly arrivedAt: Date;
  readonly idempotencyKey: string;
};

export type GatewayBalanceTransaction = {
  readonly id: string;
  readonly type: string;
  readonly reportingCategory: string;
  readonly amountCents: bigint;
  readonly feeCents: bigint;
  readonly netCents: bigint;
  readonly sourceId: string | undefined;
  readonly occurredAt: Date;
  readonly availableAt: Date;
};

export type GatewayCharge = {
  readonly id: string;
  readonly paymentIntentId: string | undefined;
  /** Comes a moment after the charge. */
  readonly balanceTransaction: GatewayBalanceTransaction | undefined;
};

/** What Stripe holds for us, in euro cents; negative where we owe it. */
export type GatewayBalance = { readonly availableCents: bigint; readonly pendingCents: bigint };

export type GatewayPayout = {
  readonly id: string;
  /** Negative where Stripe debits our bank account. */
  readonly amountCents: bigint;
  /** `pending`, `in_transit`, `paid`, `failed` or `canceled`; `paid` may still become `failed`. */
  readonly state: string;
  readonly arrivesAt: Date;
  /** Whether Stripe sent it by itself; what somebody sends by hand can never be itemised. */
  readonly automatic: boolean;
  /** Whether Stripe can say which movements it is made of. */
  readonly itemised: boolean;
  /** Why the bank sent it back, in Stripe's word. */
  readonly failureCode: string | undefined;
};

export type GatewayEvent = {
  readonly id: string;
  readonly type: string;
  readonly objectKind: string;
  readonly objectId: string;
  readonly apiVersion: string | undefined;
  readonly createdAt: Date;
};

/** A call whose outcome is unknown or that Stripe asks to repeat: the same key is sent again (S1). */
export class GatewayUnavailable extends Error {
  override readonly name = "GatewayUnavailable";
}

/** Stripe refuses the request as it is: repeating it cannot help. Nothing took effect. */
export class GatewayRefused extends Error {
  override readonly name = "GatewayRefused";
  /** Stripe's code, such as `resource_missing`. */
  readonly code: string;

  constructor(code: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** A webhook that is not Stripe's, too old, or of another mode (S5): answered 400, nothing stored. */
export class WebhookRefused extends Error {
  override readonly name = "WebhookRefused";
}
