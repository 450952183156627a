import { randomBytes } from "node:crypto";
import type { ErrorRequestHandler, Express, Request, Response } from "express";
import { notFound } from "../errors.ts";
import type { Language } from "../i18n/text.ts";
import { ErrorPage, errorTitle } from "../ui/error-page.tsx";
import { renderDocument } from "../ui/layout.tsx";
import { refusedCharacters } from "./characters.ts";
import { sendCompressed } from "./compressed.ts";
import type { HttpContext, Visit } from "./context.ts";
import { readCookies, writeCookie } from "./cookies.ts";
import { knownFailure } from "./failures.ts";
import { formTokenOf, visitMark } from "./form-token.ts";
import { requestHeaders } from "./headers.ts";
import { KEPT } from "./kept-form-messages.ts";
import { KeptFormNotice } from "./kept-form-view.tsx";
import { known, languageOf } from "./language.ts";
import { internalError } from "./messages.ts";
import type { PageResult, PageRoute } from "./page-kit.tsx";
import { queryOf, requestUrl } from "./request-url.ts";
import { sendFile } from "./send-file.ts";
import { checkedForm, FormKept, runForm } from "./sent-form.ts";
import { depsWhileViewing, staysPrivate, watchSupport, withoutPaymentLinks } from "./viewing.ts";

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
      await watchSupport(http, visit, request.method, reading.url.pathname);
      await show(reading, response, await resultOf(route, reading, request, response));
    });
  }
  app.use(() => {
    throw notFound();
  });
  app.use(errorPages({ http, hasPage }));
}

async function resultOf(route: PageRoute, reading: Reading, request: Request, response: Response): Promise<PageResult> {
  const { http, visit, url, language, mark } = reading;
  if (url.searchParams.has("lang") && route.method === "get") return { kind: "redirect", to: withoutLanguage(url) };
  if (route.access === "signed-in" && visit.actor.kind === "guest" && route.method === "get") {
    return { kind: "redirect", to: `/connexion?retour=${encodeURIComponent(url.pathname + url.search)}` };
  }
  if (refusedCharacters(request.params).length > 0) throw notFound();
  const context = {
    deps: depsWhileViewing(http.deps, visit.viewing, url.pathname),
    actor: visit.actor,
    language,
    params: Object.fromEntries(Object.entries(request.params).map(([name, value]) => [name, String(value)])),
    query: queryOf(url),
    url,
    headers: requestHeaders(request),
    sessionId: visit.sessionId,
    viewing: visit.viewing,
  };
  if (route.method === "get") return await route.run({ ...context, form: {}, files: {} });
  const sender = { deps: http.deps, actor: visit.actor, mark, path: url.pathname };
  const sent = await checkedForm(route, sender, request, response);
  return await runForm(sender, sent, () => route.run({ ...context, form: sent.form, files: sent.files }));
}

async function startReading(
  { http, hasPage }: Pick<Reading, "http" | "hasPage">,
  visit: Visit,
  request: Request,
  response: Response,
): Promise<Reading> {
  const url = requestUrl(http.deps.baseUrl, request);
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
  if (result.left === true) response.set("Clear-Site-Data", '"cache"');
  response.vary("Cookie").vary("Accept-Language");
  switch (result.kind) {
    case "redirect":
      response.redirect(303, allowedTarget(result.to, http));
      return;
    case "data":
      response.status(result.status ?? 200).json(result.data);
      return;
    case "file":
      if (visit.viewing !== undefined) throw staysPrivate();
      response.type(result.contentType).attachment(result.filename);
      await sendFile(response, result.body);
      return;
    case "page":
      response.status(result.status ?? 200).type("html");
      if (result.refreshSeconds !== undefined) response.set("Refresh", String(result.refreshSeconds));
      await sendPage(
        reading,
        response,
        renderDocument({
          ...surroundings(reading),
          waiting: await http.countDecisions(visit.actor),
          title: result.title,
          description: result.description,
          about: result.about,
          width: result.width,
          children: result.body,
        }),
      );
  }
}

const TYPED_INTO = /<textarea|<input[^>]* type="(?:text|email|date|datetime-local|url|tel|search|number)"/;
const SECRET = / class="secret"/;

/**
 * A page one types into may be kept by the browser, so that its back button brings what was typed; leaving throws it
 * away. What a signed-in person only reads is kept nowhere, nor is the answer to a form, which may show a secret once.
 */
const mayBeKept = (response: Response, html: string): boolean =>
  (response.req.method === "GET" || response.statusCode >= 400) && TYPED_INTO.test(html) && !SECRET.test(html);

/** Only visitors' pages are compressed: in a signed-in person's, sizes would tell of secrets beside typed text (BREACH). */
async function sendPage({ http, visit }: Reading, response: Response, document: string): Promise<void> {
  const html = visit.viewing === undefined ? document : withoutPaymentLinks(document, http.formOrigins);
  if (visit.viewing === undefined && mayBeKept(response, html)) response.set("Cache-Control", "private, no-cache");
  if (visit.actor.kind === "guest") await sendCompressed(response.req, response, html);
  else response.send(html);
}

const surroundings = ({ http, visit, language, mark, url, hasPage }: Reading) => ({
  language,
  formToken: formTokenOf(http.deps.cipher, mark, visit.actor),
  formOnce: randomBytes(16).toString("base64url"),
  fundName: http.fundName,
  actor: visit.actor,
  rolesWithheld: visit.rolesWithheld,
  viewing: visit.viewing,
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
    const title = failure instanceof FormKept && !failure.isAnothers ? KEPT.title : errorTitle(status);
    const told = { status, title, text: failure?.text ?? internalError, error: failure };
    const body = (
      <ErrorPage {...told} requestId={reading.requestId}>
        {failure instanceof FormKept && (
          <KeptFormNotice id={failure.keptId} actor={visit.actor} isAnothers={failure.isAnothers} />
        )}
      </ErrorPage>
    );
    await show(reading, response, { kind: "page", status, title, body });
  };
