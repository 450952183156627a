import type Stripe from "stripe";
import { invalidRequest } from "../errors.ts";
import { emptyable, type Field, integer, isRecord, object, text } from "./params.ts";

/** What a request says about metadata: `null` clears all of it, a null value removes one key. */
export type MetadataPatch = Readonly<Record<string, string | null>> | null;

export const metadata: Field<MetadataPatch> = {
  read(value, param) {
    if (value === "") return null;
    if (!isRecord(value)) throw invalidRequest("Invalid object", { param });
    const entries = Object.entries(value);
    if (entries.length > 50) throw invalidRequest("Metadata can have at most 50 keys.", { param });
    return Object.fromEntries(
      entries.map(([key, item]) => {
        if (key.length > 40) throw invalidRequest(`Metadata keys can have up to 40 characters: ${key}`, { param });
        if (typeof item !== "string" && item !== null)
          throw invalidRequest("Metadata values must be strings.", { param });
        if ((item ?? "").length > 500) {
          throw invalidRequest(`Metadata values can have up to 500 characters: ${key}`, { param: `${param}[${key}]` });
        }
        return [key, item === "" ? null : item];
      }),
    );
  },
};

export function patchMetadata(before: Stripe.Metadata | null, patch: MetadataPatch | undefined): Stripe.Metadata {
  if (patch === undefined) return before ?? {};
  const merged: Record<string, string | null> = patch === null ? {} : { ...before, ...patch };
  const kept: Stripe.Metadata = {};
  for (const [key, value] of Object.entries(merged)) if (value !== null) kept[key] = value;
  return kept;
}

export const currency: Field<"eur"> = {
  read(value, param) {
    const given = text.read(value, param).toLowerCase();
    if (given === "eur") return "eur";
    throw invalidRequest(`Invalid currency: ${given}. The sandbox covers eur only.`, { param });
  },
};

const part = emptyable(text);

export const address = object({ city: part, country: part, line1: part, line2: part, postal_code: part, state: part });

export function wireAddress(given: ReturnType<typeof address.read>): Stripe.Address {
  return {
    city: given.city ?? null,
    country: given.country ?? null,
    line1: given.line1 ?? null,
    line2: given.line2 ?? null,
    postal_code: given.postal_code ?? null,
    state: given.state ?? null,
  };
}

/** `created`: an instant or gt/gte/lt/lte bounds, in seconds. */
export const range: Field<(instant: number) => boolean> = {
  read(value, param) {
    if (typeof value === "string") {
      const wanted = integer.read(value, param);
      return (instant) => instant === wanted;
    }
    const { gt, gte, lt, lte } = object({ gt: integer, gte: integer, lt: integer, lte: integer }).read(value, param);
    return (instant) =>
      (gt === undefined || instant > gt) &&
      (gte === undefined || instant >= gte) &&
      (lt === undefined || instant < lt) &&
      (lte === undefined || instant <= lte);
  },
};

/** The least and the most a payment in euros can be. */
export function assertChargeable(amount: number, param = "amount"): void {
  if (amount < 50) {
    throw invalidRequest("Amount must be at least €0.50 eur", { code: "amount_too_small", param });
  }
  if (amount > 99_999_999) {
    throw invalidRequest("Amount must be no more than €999,999.99", { code: "amount_too_large", param });
  }
}
