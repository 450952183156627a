import { randomBytes } from "node:crypto";
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import type { Express } from "express";
import { afterAll, beforeAll } from "vitest";
import type { ApiRoute } from "../../src/http/api-kit.ts";

/** A server on a free port of this machine while the file's tests run; the app is made when they begin. */
export function serveForFile(app: () => Express): { readonly origin: string } {
  const server = createServer((request, response) => made(request, response));
  let made: RequestListener = () => {};
  beforeAll(async () => {
    made = app();
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  });
  afterAll(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  return {
    get origin() {
      return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    },
  };
}

export const nameOf = (route: Pick<ApiRoute, "method" | "path">) => `${route.method} ${route.path}`;

/** The address with the world's ids in place of `{name}` and `:name`. */
export const filled = (path: string, ids: Readonly<Record<string, string>>): string =>
  path.replace(/\{(\w+)\}|:(\w+)/g, (whole, api?: string, page?: string) => {
    const id = ids[api ?? page ?? ""];
    if (id === undefined) throw new Error(`the test's world has nothing for ${whole} of ${path}`);
    return encodeURIComponent(id);
  });

export type Answer = { readonly status: number; readonly text: string; readonly location: string | null };

/** One request to a JSON route, with a key of its own where it needs one. */
export async function ask(
  origin: string,
  route: ApiRoute,
  {
    ids,
    headers,
    body,
    query = "",
  }: {
    ids: Readonly<Record<string, string>>;
    headers: Readonly<Record<string, string>>;
    body: unknown;
    query?: string;
  },
): Promise<Answer> {
  const isText = route.bodyType === "text";
  const answer = await fetch(`${origin}/api/v1${filled(route.path, ids)}${query}`, {
    method: route.method,
    redirect: "manual",
    headers: {
      ...headers,
      ...(body !== undefined && { "content-type": isText ? "application/xml" : "application/json" }),
      ...(route.movesMoneyOrCreates && { "idempotency-key": randomBytes(12).toString("hex") }),
    },
    ...(body !== undefined && { body: isText ? String(body) : JSON.stringify(body) }),
  });
  return { status: answer.status, text: await answer.text(), location: answer.headers.get("location") };
}
