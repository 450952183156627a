import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { ErrorRequestHandler, Express, Request, Response } from "express";
import { notFound } from "../errors.ts";
import type { Language } from "../i18n/text.ts";
import { ErrorPage, errorTitle } from "../ui/error-page.tsx";
import { FORM_TOKEN_FIELD } from "../ui/form.tsx";
import { renderDocument } from "../ui/layout.tsx";
import { refusedCharacters } from "./characters.ts";
import { sendCompressed } from "./compressed.ts";
import type { HttpContext, Visit } from "./context.ts";
import { readCookies, writeCookie } from "./cookies.ts";
import { knownFailure } from "./failures.ts";
import { formTokenOf, isFormToken, visitMark } from "./form-token.ts";
import { requestHeaders } from "./headers.ts";
import { known, languageOf } from "./language.ts";
import { foreignForm, internalError, signInNeeded } from "./messages.ts";
import type { PageResult, PageRoute } from "./page-kit.tsx";
import { readForm, type SentForm } from "./read-form.ts";
import { comesFromUs } from "./same-origin.ts";

const LANGUAGE_COOKIE = "langue";

type Reading = {
  readonly http: HttpContext;
  readonly hasPage: (path: string) => boolean;
  readonly visit: Visit;
  readonly language: Language;
  readonly mark: string;
  readonly url: URL;
  readonly requestId: string;
};

/** Puts the HTML pages at their paths, and a page for every failure. Call it after everything else is mounted. */
export function mountPages(app: Express, pages: readonly PageRoute[], http: HttpContext): void {
  const paths = new Set(pages.filter((route) => route.method === "get").map((route) => route.path));
  const hasPage = (path: string) => paths.has(path);
  app.use(http.limits.general);
  for (const route of pages) {
    const limits = route.sensitive && route.method === "post" ? [http.limits.sensitive] : [];
    app[route.method](route.path, ...limits, async (request, response) => {
      const visit = await http.recognise(requestHeaders(request));
      const reading = await startReading({ http, hasPage }, visit, request, response);
      await show(reading, response, await resultOf(route, reading, request, response));
    });
  }
  app.use(() => {
    throw notFound();
  });
  app.use(errorPages({ http, hasPage }));
}

async function resultOf(route: PageRoute, reading: Reading, request: Request, response: Response): Promise<PageResult> {
  const { http, visit, url, language } = reading;
  if (url.searchParams.has("lang") && route.method === "get") return { kind: "redirect", to: withoutLanguage(url) };
  if (route.access === "signed-in" && visit.actor.kind === "guest") {
    if (route.method === "post") throw signInNeeded();
    return { kind: "redirect", to: `/connexion?retour=${encodeURIComponent(url.pathname + url.search)}` };
  }
  if (refusedCharacters(request.params).length > 0) throw notFound();
  const sent = route.method === "post" ? await checkedForm(route, reading, request, response) : NOTHING_SENT;
  return route.run({
    deps: http.deps,
    actor: visit.actor,
    language,
    params: Object.fromEntries(Object.entries(request.params).map(([name, value]) => [name, String(value)])),
    query: queryOf(url),
    url,
    headers: requestHeaders(request),
    ...sent,
  });
}

const NOTHING_SENT: SentForm = { form: {}, files: {} };

async function checkedForm(
  route: PageRoute,
  { http, mark }: Reading,
  request: Request,
  response: Response,
): Promise<SentForm> {
  if (!comesFromUs(request, http.deps.baseUrl)) throw foreignForm();
  const sent = await readForm(request, response, route.upload);
  const { [FORM_TOKEN_FIELD]: token, ...form } = sent.form;
  if (!isFormToken(token, formTokenOf(http.deps.cipher, mark))) throw foreignForm();
  return { form, files: sent.files };
}

async function startReading(
  { http, hasPage }: Pick<Reading, "http" | "hasPage">,
  visit: Visit,
  request: Request,
  response: Response,
): Promise<Reading> {
  const url = new URL(`${http.deps.baseUrl}/${request.originalUrl.replace(/^\/+/, "")}`);
  const cookie = request.get("cookie") ?? null;
  for (const one of visit.setCookies) response.append("Set-Cookie", one);

  const { mark, setCookie } = visitMark(cookie, http.secure);
  if (setCookie !== undefined) response.append("Set-Cookie", setCookie);

  const asked = known(url.searchParams.get("lang"));
  if (asked !== undefined) response.append("Set-Cookie", writeCookie(LANGUAGE_COOKIE, asked, http.secure));
  const chosen = asked ?? known(readCookies(cookie).get(LANGUAGE_COOKIE)) ?? visit.language;
  const language = chosen ?? languageOf(request.get("accept-language"));
  return { http, hasPage, visit, language, mark, url, requestId: String(request.id ?? "") };
}

async function show(reading: Reading, response: Response, result: PageResult): Promise<void> {
  const { http, visit } = reading;
  for (const cookie of result.setCookies ?? []) response.append("Set-Cookie", cookie);
  response.set("Cache-Control", visit.actor.kind === "guest" ? "private, no-cache" : "private, no-store");
  response.vary("Cookie").vary("Accept-Language");
  switch (result.kind) {
    case "redirect":
      response.redirect(303, allowedTarget(result.to, http));
      return;
    case "file":
      response.type(result.contentType).attachment(result.filename);
      await sendFile(response, result.body);
      return;
    case "page":
      response.status(result.status ?? 200).type("html");
      if (result.refreshSeconds !== undefined) response.set("Refresh", String(result.refreshSeconds));
      await sendPage(
        visit,
        response,
        renderDocument({
          ...surroundings(reading),
          title: result.title,
          description: result.description,
          width: result.width,
          children: result.body,
        }),
      );
  }
}

/** Only visitors' pages are compressed: in a signed-in person's, sizes would tell of secrets beside typed text (BREACH). */
async function sendPage({ actor }: Visit, response: Response, html: string): Promise<void> {
  if (actor.kind === "guest") await sendCompressed(response.req, response, html);
  else response.send(html);
}

type FileBody = Extract<PageResult, { kind: "file" }>["body"];

/** A long file waits for a slow reader, and ends with one that left; its first piece is made before anything is sent. */
async function sendFile(response: Response, body: FileBody): Promise<void> {
  if (typeof body === "string") return void response.send(body);
  if (body instanceof Uint8Array) return void response.send(Buffer.from(body));
  const pieces = body[Symbol.asyncIterator]();
  const first = await pieces.next();
  const all = async function* () {
    if (first.done !== true) yield first.value;
    yield* { [Symbol.asyncIterator]: () => pieces };
  };
  await pipeline(Readable.from(all(), { objectMode: false }), response).catch((error: unknown) => {
    if (!isReaderGone(error)) throw error;
  });
}

const isReaderGone = (error: unknown) =>
  error instanceof Error && "code" in error && error.code === "ERR_STREAM_PREMATURE_CLOSE";

const surroundings = ({ http, visit, language, mark, url, hasPage }: Reading) => ({
  language,
  formToken: formTokenOf(http.deps.cipher, mark),
  fundName: http.fundName,
  actor: visit.actor,
  rolesWithheld: visit.rolesWithheld,
  url,
  hasPage,
});

function allowedTarget(to: string, http: HttpContext): string {
  const target = new URL(to, http.deps.baseUrl);
  if (target.origin === new URL(http.deps.baseUrl).origin) {
    return `${target.pathname.replace(/^\/+/, "/")}${target.search}${target.hash}`;
  }
  if (http.formOrigins.includes(target.origin)) return target.href;
  throw new RangeError(`redirects may not lead to ${target.origin}`);
}

function withoutLanguage(url: URL): string {
  const clean = new URL(url);
  clean.searchParams.delete("lang");
  return clean.pathname + clean.search;
}

function queryOf(url: URL): Readonly<Record<string, string | string[]>> {
  const names = [...new Set(url.searchParams.keys())].filter((name) => name !== "__proto__");
  return Object.fromEntries(
    names.map((name) => {
      const values = url.searchParams.getAll(name);
      return [name, values.length === 1 ? (values[0] ?? "") : values];
    }),
  );
}

const UNKNOWN_VISIT: Visit = { actor: { kind: "guest" }, language: undefined, setCookies: [], rolesWithheld: false };

const errorPages =
  (kit: Pick<Reading, "http" | "hasPage">): ErrorRequestHandler =>
  async (error, request, response, next) => {
    if (response.headersSent) return next(error);
    const failure = knownFailure(error);
    if (failure === undefined) kit.http.deps.log.error({ err: error, reqId: request.id }, "unexpected failure");
    if (failure?.retryAfterSeconds !== undefined) response.set("Retry-After", String(failure.retryAfterSeconds));
    const visit = await kit.http.recognise(requestHeaders(request)).catch(() => UNKNOWN_VISIT);
    const reading = await startReading(kit, visit, request, response);
    const status = failure?.status ?? 500;
    const body = (
      <ErrorPage status={status} text={failure?.text ?? internalError} error={failure} requestId={reading.requestId} />
    );
    await show(reading, response, { kind: "page", status, title: errorTitle(status), body });
  };
