import type { Context } from "../context.ts";
import { isRecord } from "./params.ts";

/** One request of the API, already authenticated and decoded. */
export interface Call {
  readonly ctx: Context;
  /** Values of the pattern's `:name` parts. */
  readonly path: Readonly<Record<string, string>>;
  /** Decoded form, query or JSON, without `expand`. */
  readonly params: Readonly<Record<string, unknown>>;
  /** The path without its query: the `url` of a list. */
  readonly url: string;
}

export interface Route {
  readonly method: "GET" | "POST" | "DELETE";
  readonly pattern: string;
  readonly run: (call: Call) => object;
}

export const get = (pattern: string, run: Route["run"]): Route => ({ method: "GET", pattern, run });
export const post = (pattern: string, run: Route["run"]): Route => ({ method: "POST", pattern, run });
export const remove = (pattern: string, run: Route["run"]): Route => ({ method: "DELETE", pattern, run });

/** What a route must say to be found. */
export interface Addressed {
  readonly method: string;
  readonly pattern: string;
}

export interface Match<R extends Addressed = Route> {
  readonly route: R;
  readonly path: Readonly<Record<string, string>>;
}

/** Finds the route of a request in the one table; a literal part wins over a `:name` by standing earlier in the table. */
export function matchRoute<R extends Addressed>(
  routes: readonly R[],
  method: string,
  url: string,
): Match<R> | undefined {
  const parts = url.split("/");
  for (const route of routes) {
    if (route.method !== method) continue;
    const path = matchParts(route.pattern.split("/"), parts);
    if (path !== undefined) return { route, path };
  }
  return undefined;
}

function matchParts(pattern: readonly string[], parts: readonly string[]): Record<string, string> | undefined {
  if (pattern.length !== parts.length) return undefined;
  const path: Record<string, string> = {};
  for (const [index, expected] of pattern.entries()) {
    const part = decodeURIComponent(parts[index] ?? "");
    if (expected.startsWith(":")) path[expected.slice(1)] = part;
    else if (expected !== part) return undefined;
  }
  return path;
}

/** The value of a `:name` part; the pattern guarantees it. */
export function pathPart(call: Call, name: string): string {
  return call.path[name] ?? "";
}

/** Takes `expand` out of the parameters: every endpoint accepts it. */
export function splitExpand(params: Record<string, unknown>): {
  readonly expand: readonly string[];
  readonly rest: Record<string, unknown>;
} {
  const { expand, ...rest } = params;
  const given = Array.isArray(expand) ? expand : isRecord(expand) ? Object.values(expand) : [];
  return { expand: given.filter((path) => typeof path === "string"), rest };
}
