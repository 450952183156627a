import type Stripe from "stripe";

/** A price as it travels: its decimal amount is a string. */
type WirePrice = Omit<Stripe.Price, "unit_amount_decimal"> & { unit_amount_decimal: string | null };
export type WireLineItem = Omit<Stripe.LineItem, "price"> & { price: WirePrice | null };

/** What only the bank behind a payment method knows. `spent`: used or detached without a customer, so never usable again. */
export interface Instrument {
  readonly id: string;
  readonly number: string;
  readonly setUp: boolean;
  readonly spent: boolean;
  readonly mandate: string | null;
}

/** What a Checkout Session applies to the intent it makes. */
export interface CheckoutPlan {
  readonly id: string;
  readonly lineItems: readonly WireLineItem[];
  readonly intent: {
    readonly captureMethod: "automatic_async" | "manual";
    readonly description: string | null;
    readonly metadata: Stripe.Metadata;
    readonly receiptEmail: string | null;
    readonly setupFutureUsage: "off_session" | "on_session" | null;
    readonly statementDescriptor: string | null;
    readonly statementDescriptorSuffix: string | null;
    readonly transferGroup: string | null;
  };
}

/** Facts about an intent that Stripe keeps to itself: its session, and where to return. */
interface IntentNote {
  readonly id: string;
  readonly session: string | null;
  readonly returnUrl: string | null;
}

export type TaskKind =
  | "settle_charge"
  | "settle_debit"
  | "open_dispute"
  | "close_dispute"
  | "advance_refund"
  | "expire_session"
  | "finish_payout"
  | "deliver_event";

/** Something that will happen at an instant of the sandbox's clock, also after a restart. */
export interface Task {
  readonly id: string;
  readonly kind: TaskKind;
  readonly subject: string;
  readonly account: string;
  readonly dueAtMs: number;
}

/** One event on its way to one endpoint. */
export interface Delivery {
  readonly id: string;
  readonly account: string;
  readonly event: string;
  readonly endpoint: string;
  readonly attempts: number;
  readonly state: "pending" | "held" | "delivered" | "failed" | "dropped";
  readonly lastStatus: number | null;
}

/** `atStart`: given when the sandbox started, and so replaced at the next start. */
interface EndpointNote {
  readonly id: string;
  readonly secret: string;
  readonly connect: boolean;
  readonly atStart: boolean;
}

interface SavedAnswer {
  readonly id: string;
  readonly fingerprint: string;
  readonly status: number;
  readonly body: string;
  readonly requestId: string;
  readonly keptUntil: number;
}

/** Every kind of record the store holds, Stripe's own objects first. */
export interface Records {
  account: Stripe.Account;
  balance_transaction: Stripe.BalanceTransaction;
  cash_transaction: Stripe.CustomerCashBalanceTransaction;
  charge: Stripe.Charge;
  checkout_session: Stripe.Checkout.Session;
  customer: Stripe.Customer;
  deleted_customer: Stripe.DeletedCustomer;
  dispute: Stripe.Dispute;
  event: StoredEvent;
  mandate: Stripe.Mandate;
  payment_intent: Stripe.PaymentIntent;
  payment_method: Stripe.PaymentMethod;
  payout: Stripe.Payout;
  refund: Stripe.Refund;
  setup_attempt: Stripe.SetupAttempt;
  setup_intent: Stripe.SetupIntent;
  transfer: Stripe.Transfer;
  transfer_reversal: Stripe.TransferReversal;
  v2_account: Stripe.V2.Core.Account;
  webhook_endpoint: Stripe.WebhookEndpoint;
  cash_account: CashAccount;
  /** Cash already applied to an intent that isn't fully funded, in cents. */
  cash_hold: { readonly id: string; readonly appliedCents: number };
  checkout_plan: CheckoutPlan;
  delivery: Delivery;
  endpoint_note: EndpointNote;
  instrument: Instrument;
  intent_note: IntentNote;
  payout_item: { readonly id: string; readonly payout: string };
  saved_answer: SavedAnswer;
  setting: { readonly id: string; readonly value: number };
  task: Task;
}

export type RecordKind = keyof Records;

/** A customer's virtual bank account and the cash in it, in cents. */
export interface CashAccount {
  readonly id: string;
  readonly iban: string;
  readonly reference: string;
  readonly availableCents: number;
  readonly mode: "automatic" | "manual" | null;
}

/** An event as stored and sent; the SDK's `Stripe.Event` is a union over types, this is its common form. */
export interface StoredEvent {
  readonly id: string;
  readonly object: "event";
  readonly account?: string;
  readonly api_version: string;
  readonly created: number;
  readonly data: { readonly object: object; readonly previous_attributes?: object };
  readonly livemode: boolean;
  readonly pending_webhooks: number;
  readonly request: Stripe.Event.Request | null;
  readonly type: string;
}
