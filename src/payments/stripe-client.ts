import Stripe from "stripe";
import { InvariantViolation } from "../errors.ts";

/** The version this code was written against. A newer SDK is taken on purpose, never by accident. */
const API_VERSION = "2026-10-28.endive";

export type StripeSettings = {
  readonly secretKey: string;
  /** One per endpoint, and two while a secret is rotated. */
  readonly webhookSecrets: readonly string[];
  /** Where the API answers when not at Stripe's own address: the sandbox. */
  readonly apiUrl?: string | undefined;
  readonly timeoutMs?: number;
  /** How often the SDK sends a request again by itself, under the same key. */
  readonly networkRetries?: number;
};

export function createStripeClient(settings: StripeSettings): Stripe {
  if (Stripe.API_VERSION !== API_VERSION) {
    throw new InvariantViolation(`the stripe package speaks ${Stripe.API_VERSION}, this code ${API_VERSION}`);
  }
  return new Stripe(settings.secretKey, {
    apiVersion: API_VERSION,
    telemetry: false,
    maxNetworkRetries: settings.networkRetries ?? 2,
    timeout: settings.timeoutMs ?? 20_000,
    ...(settings.apiUrl === undefined ? {} : addressOf(new URL(settings.apiUrl))),
  });
}

/** Real money moves only under a live key; events of the other mode are refused (S5). */
export const isLiveKey = (secretKey: string): boolean => /^[a-z]+_live_/.test(secretKey);

function addressOf(url: URL) {
  const protocol = url.protocol === "http:" ? ("http" as const) : ("https" as const);
  return { host: url.hostname, port: url.port === "" ? (protocol === "http" ? 80 : 443) : Number(url.port), protocol };
}
