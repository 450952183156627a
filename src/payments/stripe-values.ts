import { type Cents, cents } from "../domain/money.ts";
import { GatewayUnavailable } from "./gateway.ts";

/** Cents as Stripe's JSON carries them. Throws RangeError beyond what a JSON number holds exactly. */
export function toWire(amountCents: Cents): number {
  if (amountCents > BigInt(Number.MAX_SAFE_INTEGER)) throw new RangeError(`${amountCents} cents is too much for JSON`);
  return Number(amountCents);
}

/** A signed amount of Stripe's in cents. */
export function fromWire(amount: number): bigint {
  if (!Number.isSafeInteger(amount)) throw new GatewayUnavailable(`Stripe sent ${amount} as an amount`);
  return BigInt(amount);
}

export const centsFromWire = (amount: number): Cents => cents(fromWire(amount));

/** Stripe's seconds. */
export const instantOf = (seconds: number): Date => new Date(seconds * 1000);
export const secondsOf = (instant: Date): number => Math.floor(instant.getTime() / 1000);

/** The id of a field that may be expanded. */
export function idOf(field: string | { readonly id: string } | null | undefined): string | undefined {
  if (field === null || field === undefined) return undefined;
  return typeof field === "string" ? field : field.id;
}

/** The expanded object, or undefined where Stripe gave only its id. */
export function objectOf<T extends object>(field: string | T | null | undefined): T | undefined {
  return typeof field === "object" && field !== null ? field : undefined;
}
