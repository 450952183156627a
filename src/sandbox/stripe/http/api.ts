import { createHash } from "node:crypto";
import type { IncomingMessage } from "node:http";
import Stripe from "stripe";
import { forbidden, invalidRequest, StripeApiError, unauthorised } from "../errors.ts";
import { newId } from "../ids.ts";
import type { Sandbox } from "../sandbox.ts";
import { type Answer, failure } from "./answer.ts";
import { answerOnce } from "./answer-once.ts";
import { decodeForm } from "./form.ts";
import { isRecord } from "./params.ts";
import { matchRoute } from "./router.ts";
import { apiRoutes } from "./routes.ts";

/** Answers one API request as Stripe would: authentication, idempotency, ordered failures, then the endpoint. */
export async function answerApi(sandbox: Sandbox, request: IncomingMessage, body: string): Promise<Answer> {
  const id = newId("req", 14);
  const url = new URL(request.url ?? "/", "http://sandbox");
  const method = request.method ?? "GET";
  const key = headerOf(request, "idempotency-key");
  const replayable = method === "POST" || (method === "DELETE" && url.pathname.startsWith("/v2/"));
  let params: Record<string, unknown> = {};
  let answer: Answer;
  try {
    checkVersion(headerOf(request, "stripe-version"));
    authenticate(sandbox, headerOf(request, "authorization"));
    params = decode(method, url, body);
    const match = matchRoute(apiRoutes, method, url.pathname);
    if (match === undefined) throw unknownUrl(method, url.pathname);
    answer = await answerOnce(sandbox, {
      id,
      method,
      path: url.pathname,
      account: accountOf(sandbox, headerOf(request, "stripe-account")),
      key: replayable ? checkKey(key) : null,
      params,
      fingerprint: createHash("sha256").update(`${method} ${url.pathname} ${body}`).digest("hex"),
      match,
    });
  } catch (error) {
    answer = failure(error, id);
  }
  sandbox.log.add({
    id,
    at: sandbox.clock.now(),
    method,
    path: url.pathname,
    account: headerOf(request, "stripe-account"),
    idempotencyKey: key,
    params,
    status: answer.status,
    replayed: answer.headers["idempotent-replayed"] === "true",
  });
  return {
    ...answer,
    headers: {
      "content-type": "application/json",
      "request-id": id,
      "stripe-version": headerOf(request, "stripe-version") ?? Stripe.API_VERSION,
      ...(key === null ? {} : { "idempotency-key": key }),
      ...answer.headers,
    },
  };
}

function headerOf(request: IncomingMessage, name: string): string | null {
  const value = request.headers[name];
  return typeof value === "string" ? value : null;
}

function authenticate(sandbox: Sandbox, authorization: string | null): void {
  const basic = /^Basic (.+)$/.exec(authorization ?? "")?.[1];
  const user = basic === undefined ? undefined : Buffer.from(basic, "base64").toString().split(":")[0];
  const key = user ?? /^Bearer (.+)$/.exec(authorization ?? "")?.[1];
  if (key === undefined) {
    throw unauthorised(
      "You did not provide an API key. You need to provide your API key in the Authorization header, using Bearer auth (e.g. 'Authorization: Bearer YOUR_SECRET_KEY').",
    );
  }
  if (key.startsWith("rk_test_")) {
    throw forbidden("The provided key does not have the required permissions for this endpoint. (sandbox)");
  }
  const { apiKey } = sandbox.settings;
  if (apiKey === null ? key.startsWith("sk_test_") : key === apiKey) return;
  throw unauthorised(`Invalid API Key provided: ${key.slice(0, 8)}${"*".repeat(8)}${key.slice(-4)}`);
}

/** The sandbox speaks the SDK's version only: another one's objects would look different. */
function checkVersion(version: string | null): void {
  if (version === null || version === Stripe.API_VERSION) return;
  throw invalidRequest(`Invalid Stripe API version: ${version}. The sandbox speaks ${Stripe.API_VERSION} only.`);
}

function decode(method: string, url: URL, body: string): Record<string, unknown> {
  const query = decodeForm(url.search.slice(1));
  if (method === "GET") return query;
  if (!url.pathname.startsWith("/v2/")) return { ...query, ...decodeForm(body) };
  if (body === "") return {};
  try {
    const given: unknown = JSON.parse(body);
    if (isRecord(given)) return given;
  } catch {}
  throw invalidRequest("Invalid JSON in the request body.");
}

function unknownUrl(method: string, path: string): StripeApiError {
  const message = `Unrecognized request URL (${method}: ${path}). Please see https://stripe.com/docs or we can help at https://support.stripe.com/.`;
  return new StripeApiError(404, { type: "invalid_request_error", message }, false);
}

function accountOf(sandbox: Sandbox, account: string | null): string {
  if (account === null || sandbox.context("").db.get("account", account) !== undefined) return account ?? "";
  const message = `The provided key does not have access to account '${account}' (or that account does not exist). Application access may have been revoked.`;
  throw new StripeApiError(403, { type: "invalid_request_error", code: "account_invalid", message }, false);
}

function checkKey(key: string | null): string | null {
  if (key === null || key.length <= 255) return key;
  throw invalidRequest("Idempotency keys can be at most 255 characters long.");
}
