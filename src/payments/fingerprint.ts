import type Stripe from "stripe";

export type Fingerprint = { readonly kind: "card" | "iban"; readonly value: string };

/** Recognises the same card or bank account across customers and accounts (M6). */
export function fingerprintOf(method: Stripe.PaymentMethod | undefined): Fingerprint | undefined {
  const card = method?.card?.fingerprint;
  if (card != null) return { kind: "card", value: card };
  const iban = method?.sepa_debit?.fingerprint;
  return iban == null ? undefined : { kind: "iban", value: iban };
}
