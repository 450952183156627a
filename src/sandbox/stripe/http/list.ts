import type Stripe from "stripe";
import { invalidRequest, missingReference } from "../errors.ts";
import { integer, readParams, type Shape, text, type Values } from "./params.ts";
import type { Call } from "./router.ts";

export const paging = { limit: integer, starting_after: text, ending_before: text } satisfies Shape;

/** One page, newest first, with Stripe's cursors. `items` come oldest first. */
export function page<T extends object>(
  call: Call,
  items: readonly T[],
  given: { limit?: number | undefined; starting_after?: string | undefined; ending_before?: string | undefined },
  idOfItem: (item: T) => string,
): Stripe.ApiList<T> {
  const { limit = 10, starting_after: after, ending_before: before } = given;
  if (limit < 1 || limit > 100) {
    const message = `This value must be ${limit < 1 ? "greater than or equal to 1" : "less than or equal to 100"}.`;
    throw invalidRequest(message, { code: "parameter_invalid_integer", param: "limit" });
  }
  if (after !== undefined && before !== undefined) {
    throw invalidRequest("You may only specify one of these parameters: starting_after, ending_before.");
  }
  const newestFirst = items.toReversed();
  const position = (id: string, param: string) => {
    const index = newestFirst.findIndex((item) => idOfItem(item) === id);
    if (index < 0) throw missingReference("object", id, param);
    return index;
  };
  if (before !== undefined) {
    const end = position(before, "ending_before");
    const start = Math.max(0, end - limit);
    return { object: "list", data: newestFirst.slice(start, end), has_more: start > 0, url: call.url };
  }
  const start = after === undefined ? 0 : position(after, "starting_after") + 1;
  const data = newestFirst.slice(start, start + limit);
  return { object: "list", data, has_more: start + limit < newestFirst.length, url: call.url };
}

/** Reads the list's own parameters, filters, and cuts the page. */
export function listRecords<T extends { readonly id: string }, S extends Shape>(
  call: Call,
  items: readonly T[],
  filters: S,
  keep: (item: T, values: Values<S>) => boolean,
): Stripe.ApiList<T> {
  const cursors = readParams(paging, pick(call.params, Object.keys(paging)));
  const values = readParams(filters, omit(call.params, Object.keys(paging)));
  const kept = items.filter((item) => keep(item, values));
  return page(call, kept, cursors, (item) => item.id);
}

function pick(from: Readonly<Record<string, unknown>>, keys: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(Object.entries(from).filter(([key]) => keys.includes(key)));
}

function omit(from: Readonly<Record<string, unknown>>, keys: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(Object.entries(from).filter(([key]) => !keys.includes(key)));
}

/** True where nothing is asked for, or what is asked for is there. */
export function matches(wanted: string | undefined, found: string | null): boolean {
  return wanted === undefined || wanted === found;
}
