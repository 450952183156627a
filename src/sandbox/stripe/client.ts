import type Stripe from "stripe";
import type { LoggedRequest } from "./http/request-log.ts";
import type { Delivery, StoredEvent } from "./records.ts";

export interface CheckoutForm {
  /** Card number or IBAN of Stripe's test lists. */
  readonly card: string;
  readonly email?: string;
  readonly name?: string;
  /** What the payer answers where the bank asks. Default: succeed. */
  readonly authentication?: "succeed" | "fail";
}

/** The page didn't lead on: declined, expired or incomplete. `status` 402, 410 or 422. */
export class CheckoutRefusedError extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/**
 * A donor completes the hosted page as a browser without scripts would: by posting its forms.
 * @returns where the page finally redirects: the session's success_url.
 */
export async function completeCheckout(sessionUrl: string, form: CheckoutForm): Promise<string> {
  const { card, email = "donor@example.com", name = "Camille Martin", authentication = "succeed" } = form;
  let url = sessionUrl;
  let fields: Record<string, string> = { number: card, email, name };
  for (let step = 0; step < 4; step += 1) {
    const answer = await fetch(url, { method: "POST", redirect: "manual", body: new URLSearchParams(fields) });
    const location = answer.headers.get("location");
    if (answer.status !== 303 || location === null) throw refusedBy(answer.status, await answer.text());
    const next = new URL(location, url);
    if (!next.pathname.startsWith("/c/authenticate/") || next.origin !== new URL(url).origin) return next.href;
    url = next.href;
    fields = { result: authentication };
  }
  throw new CheckoutRefusedError(0, "The checkout didn't come to an end.");
}

function refusedBy(status: number, page: string): CheckoutRefusedError {
  const alert = /role="alert"[^>]*>([^<]*)</.exec(page)?.[1] ?? "The checkout was refused.";
  return new CheckoutRefusedError(status, alert.trim().replaceAll("&#39;", "'"));
}

export interface FaultOrder {
  readonly action: "rate_limit" | "slow" | "fail_before" | "fail_after";
  readonly count?: number;
  readonly delayMs?: number;
  /** A 500, or the connection dropped without an answer. */
  readonly how?: "error" | "drop";
  readonly method?: "GET" | "POST" | "DELETE";
  /** Part of the path. */
  readonly path?: string;
  readonly replays?: "failure" | "result";
}

export interface WebhookOrder {
  readonly action: "drop" | "duplicate" | "delay" | "distort";
  readonly count?: number;
  readonly types?: readonly string[];
  readonly delayMs?: number;
  readonly distortion?: {
    readonly wrongSecret?: boolean;
    readonly ageSeconds?: number;
    readonly livemode?: boolean;
    readonly apiVersion?: string;
    readonly account?: string;
  };
}

export type SandboxControls = ReturnType<typeof sandboxControls>;

/** The test controls of a running sandbox, typed. Every call throws on anything but 200. */
export function sandboxControls(baseUrl: string) {
  const call = async <T>(method: string, path: string, body?: object): Promise<T> => {
    const answer = await fetch(`${baseUrl}/_sandbox${path}`, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { "content-type": "application/json" } }),
    });
    const text = await answer.text();
    if (answer.status !== 200) throw new Error(`Sandbox control ${method} ${path} answered ${answer.status}: ${text}`);
    return JSON.parse(text) as T;
  };
  const post = <T>(path: string, body: object = {}) => call<T>("POST", path, body);
  return {
    /** The sandbox's time in seconds. */
    now: async () => (await call<{ now: number }>("GET", "/clock")).now,
    advanceClock: (advanceSeconds: number) => post<{ now: number }>("/clock", { advanceSeconds }),
    /** Waits until nothing is due within the next second and no webhook is under way. */
    idle: async () => (await post<{ idle: boolean }>("/idle")).idle,
    requests: async (filter: { readonly method?: string; readonly path?: string } = {}) => {
      const query = new URLSearchParams(Object.entries(filter));
      return (await call<{ requests: LoggedRequest[] }>("GET", `/requests?${query}`)).requests;
    },
    events: async (type?: string) => {
      const query = type === undefined ? "" : `?type=${type}`;
      return (await call<{ events: StoredEvent[] }>("GET", `/events${query}`)).events;
    },
    deliveries: async () => (await call<{ deliveries: Delivery[] }>("GET", "/deliveries")).deliveries,
    settleDebit: (paymentIntent: string, outcome: "succeeds" | "fails") =>
      post<Stripe.PaymentIntent>(`/payment_intents/${paymentIntent}/settle`, { outcome }),
    authenticate: (paymentIntent: string, result: "succeed" | "fail") =>
      post<Stripe.PaymentIntent>(`/payment_intents/${paymentIntent}/authenticate`, { result }),
    authenticateSetUp: (setupIntent: string, result: "succeed" | "fail") =>
      post<Stripe.SetupIntent>(`/setup_intents/${setupIntent}/authenticate`, { result }),
    /** A saved card behaves like another test card from now on. */
    letCardBehave: (paymentMethod: string, like: string) =>
      post<object>(`/payment_methods/${paymentMethod}/behave`, { like }),
    /** The card's bank gives it another end and tells Stripe. */
    renewCard: (paymentMethod: string, expMonth: number, expYear: number) =>
      post<Stripe.PaymentMethod>(`/payment_methods/${paymentMethod}/renew`, { expMonth, expYear }),
    /** `amount` in cents: part of the charge; left out, all that was not refunded. */
    openDispute: (
      charge: string,
      reason: "fraudulent" | "product_not_received" | "inquiry" = "fraudulent",
      amount?: number,
    ) => post<Stripe.Dispute>(`/charges/${charge}/dispute`, { reason, ...(amount === undefined ? {} : { amount }) }),
    /** An inquiry becomes a dispute and takes the money. */
    escalateInquiry: (dispute: string) => post<Stripe.Dispute>(`/disputes/${dispute}/escalate`),
    /** `amount`: what comes back, where that is not all or nothing. */
    closeDispute: (dispute: string, outcome: "won" | "lost", amount?: number) =>
      post<Stripe.Dispute>(`/disputes/${dispute}/close`, { outcome, ...(amount === undefined ? {} : { amount }) }),
    /** The customer's bank transfer arrives, in cents. */
    receiveTransfer: (customer: string, amount: number, reference?: string) =>
      post<Stripe.CustomerCashBalanceTransaction>(`/customers/${customer}/transfer`, {
        amount,
        ...(reference === undefined ? {} : { reference }),
      }),
    failRefund: (refund: string) => post<Stripe.Refund>(`/refunds/${refund}/fail`),
    /** Everything pending becomes available. */
    releaseFunds: () => post<object>("/funds/release"),
    /** Cents of our own money paid into the balance. */
    addFunds: (amount: number) => post<Stripe.BalanceTransaction>("/funds", { amount }),
    /** The daily automatic payout; null where nothing is available. */
    runPayout: async () => (await post<{ payout: Stripe.Payout | null }>("/payouts")).payout,
    payPayout: (payout: string) => post<Stripe.Payout>(`/payouts/${payout}/pay`),
    failPayout: (payout: string) => post<Stripe.Payout>(`/payouts/${payout}/fail`),
    onboardAccount: (account: string) => post<Stripe.Account>(`/accounts/${account}/onboard`),
    orderFault: (order: FaultOrder) => post<object>("/faults", order),
    /** Faults ordered and not used up. */
    faults: async () => (await call<{ faults: readonly object[] }>("GET", "/faults")).faults,
    clearFaults: () => call<object>("DELETE", "/faults"),
    orderWebhooks: (order: WebhookOrder) => post<object>("/webhooks/rules", order),
    clearWebhookOrders: () => call<object>("DELETE", "/webhooks/rules"),
    holdWebhooks: () => post<object>("/webhooks/hold"),
    flushWebhooks: (
      order: { readonly order?: "as_held" | "reversed" | "shuffled"; readonly first?: readonly string[] } = {},
    ) => post<{ flushed: string[] }>("/webhooks/flush", order),
  };
}
