import { createHash } from "node:crypto";
import express, { type ErrorRequestHandler, type Express, type Request, type Response } from "express";
import { actorReference } from "../domain/actor.ts";
import { AppError, notFound } from "../errors.ts";
import type { Cipher } from "../security/cipher.ts";
import type { ApiRoute, Visitor } from "./api-kit.ts";
import type { HttpContext } from "./context.ts";
import { etagOf, matchesEtag } from "./etag.ts";
import { hasBody, requestHeaders } from "./headers.ts";
import { oncePerKey } from "./idempotency.ts";
import { readJson, writeJson } from "./json.ts";
import { languageOf } from "./language.ts";
import { foreignForm, keyNeeded, methodNotAllowed, signInNeeded, wrongContentType } from "./messages.ts";
import { problemOf, sendProblem } from "./problem.ts";
import { comesFromUs } from "./same-origin.ts";
import { nothingDone, viewingOver } from "./viewing.ts";

export const API_ROOT = "/api/v1";
const JSON_TYPES = ["application/json", "application/*+json"];
const FILE_TYPES = ["application/xml", "text/xml", "text/csv", "text/plain"];
const KEY_SHAPE = /^[\x21-\x7e]{8,200}$/;
// Answers that say "not now": the same key may ask again.
const PASSING = new Set([401, 409, 429, 503]);

const readBody = {
  json: express.text({ type: () => true, limit: "100kb" }),
  text: express.text({ type: () => true, limit: "10mb" }),
};

/** Puts the JSON API under `/api/v1`: every failure is a problem, every path knows its methods. */
export function mountApi(app: Express, routes: readonly ApiRoute[], http: HttpContext): void {
  const router = express.Router({ caseSensitive: true, strict: true });
  router.use(http.limits.general);
  for (const [path, byMethod] of methodsByPath(routes)) {
    router.all(path.replace(/\{(\w+)\}/g, ":$1"), async (request, response) => {
      const route = byMethod.get(request.method === "HEAD" ? "GET" : request.method);
      if (route !== undefined) return await answer(route, http, request, response);
      response.set("Allow", [...byMethod.keys()].join(", "));
      if (request.method !== "OPTIONS") throw methodNotAllowed();
      response.status(204).end();
    });
  }
  router.use(() => {
    throw notFound();
  });
  router.use(problems(http));
  app.use(API_ROOT, router);
}

/** Fixed words before parameters, so that `/campaigns/mine` is not taken for an id. */
function methodsByPath(routes: readonly ApiRoute[]) {
  const paths = new Map<string, Map<string, ApiRoute>>();
  for (const route of routes.toSorted((a, b) => (a.path.replaceAll("{", "~") < b.path.replaceAll("{", "~") ? -1 : 1))) {
    const methods = paths.get(route.path) ?? new Map<string, ApiRoute>();
    if (methods.has(route.method)) throw new TypeError(`two routes answer ${route.method} ${route.path}`);
    paths.set(route.path, methods.set(route.method, route));
  }
  return paths;
}

async function answer(route: ApiRoute, http: HttpContext, request: Request, response: Response): Promise<void> {
  const visit = await http.recognise(requestHeaders(request));
  for (const cookie of visit.setCookies) response.append("Set-Cookie", cookie);
  const { actor } = visit;
  if (visit.viewing !== undefined) throw nothingDone();
  if (visit.viewingOver && request.method !== "GET" && request.method !== "HEAD") throw viewingOver();
  if (request.get("authorization") === undefined && !comesFromUs(request, http.deps.baseUrl)) throw foreignForm();
  if (route.access === "signed-in" && actor.kind === "guest") throw signInNeeded();

  const key = route.movesMoneyOrCreates ? keyOf(request) : undefined;
  const raw = await bodyOf(route, request, response);
  const run = route.prepare(http.deps, actor, {
    params: request.params,
    query: request.query,
    body: route.schemas.body === undefined ? undefined : parseBody(route, raw),
    ...(key !== undefined && { requestId: requestIdOf(http.deps.cipher, actor, key) }),
  });
  response.set("Cache-Control", actor.kind === "guest" ? "no-cache" : "private, no-cache");
  response.vary("Authorization").vary("Cookie");
  if (key !== undefined) return answerOnce(route, http, { actor, key, raw, run }, request, response);
  const output = await run();
  send(request, response, { status: route.status, body: output === undefined ? "" : writeJson(output) }, route);
}

function bodyOf(route: ApiRoute, request: Request, response: Response): Promise<string> {
  if (request.method === "GET" || request.method === "HEAD") return Promise.resolve("");
  const types = route.bodyType === "text" ? FILE_TYPES : JSON_TYPES;
  if (!hasBody(request)) return Promise.resolve("");
  if (route.schemas.body !== undefined && !request.is(types)) throw wrongContentType();
  return new Promise((resolve, reject) => {
    readBody[route.bodyType ?? "json"](request, response, (error: unknown) => {
      if (error !== undefined && error !== null) reject(error);
      else resolve(typeof request.body === "string" ? request.body : "");
    });
  });
}

function parseBody(route: ApiRoute, raw: string): unknown {
  if (route.bodyType === "text") return raw;
  return raw === "" ? undefined : readJson(raw);
}

function keyOf(request: Request): string {
  const key = request.get("idempotency-key");
  if (key === undefined || !KEY_SHAPE.test(key)) throw keyNeeded();
  return key;
}

/** A UUID (version 8) of the actor and their key, that nobody else can compute. */
function requestIdOf(cipher: Cipher, actor: Visitor, key: string): string {
  const hex = cipher.fingerprint(`request:${actorReference(actor)}:${key}`);
  return [hex.slice(0, 8), hex.slice(8, 12), `8${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`, hex.slice(20, 32)].join(
    "-",
  );
}

type Prepared = {
  readonly actor: Visitor;
  readonly key: string;
  readonly raw: string;
  readonly run: () => Promise<unknown>;
};

async function answerOnce(
  route: ApiRoute,
  http: HttpContext,
  { actor, key, raw, run }: Prepared,
  request: Request,
  response: Response,
): Promise<void> {
  const requestHash = createHash("sha256").update(`${request.method} ${request.originalUrl}\n${raw}`).digest("hex");
  const keyed = { actor: actorReference(actor), key, route: `${route.method} ${route.path}`, requestHash };
  const kept = await oncePerKey(http.deps.db, keyed, async () => {
    try {
      const output = await run();
      return { status: route.status, body: output === undefined ? "" : writeJson(output), keep: true };
    } catch (error) {
      const { problem, known } = problemOf(error, http.deps.baseUrl, languageOf(request.get("accept-language")));
      if (!(known instanceof AppError) || PASSING.has(known.status)) throw error;
      return { status: problem.status, body: JSON.stringify(problem), keep: true };
    }
  });
  if (kept.replayed) response.set("Idempotency-Replayed", "true");
  send(request, response, kept, route);
}

type Sent = { readonly status: number; readonly body: string };

function send(request: Request, response: Response, { status, body }: Sent, route: ApiRoute): void {
  response.status(status);
  if (body === "") return void response.end();
  response.type(status >= 400 ? "application/problem+json" : "application/json");
  if (route.method === "GET" && route.etag !== false) {
    const etag = etagOf(body);
    response.set("ETag", etag);
    if (matchesEtag(request.get("if-none-match"), etag)) return void response.status(304).end();
  }
  response.send(body);
}

const problems =
  (http: HttpContext): ErrorRequestHandler =>
  (error, request, response, next) => {
    if (response.headersSent) return next(error);
    const answer = problemOf(error, http.deps.baseUrl, languageOf(request.get("accept-language")));
    if (answer.known === undefined) http.deps.log.error({ err: error, reqId: request.id }, "unexpected failure");
    sendProblem(response, answer);
  };
