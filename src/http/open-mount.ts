import type { Express, Request, Response } from "express";
import { notFound } from "../errors.ts";
import { refusedCharacters } from "./characters.ts";
import { sendCompressed } from "./compressed.ts";
import type { HttpContext } from "./context.ts";
import { etagOf, matchesEtag } from "./etag.ts";
import { known } from "./language.ts";
import type { OpenAnswer, OpenRoute } from "./open-kit.ts";
import { queryOf, requestUrl } from "./request-url.ts";
import { FRAMED_POLICY } from "./security-headers.ts";
import { sendFile } from "./send-file.ts";

const KEPT_SECONDS = 300;

/** Puts the open routes at their paths, before the pages: none of them knows who asks. */
export function mountOpenRoutes(app: Express, routes: readonly OpenRoute[], http: HttpContext): void {
  for (const route of routes) {
    app.get(route.path, http.limits.general, async (request, response) => {
      if (refusedCharacters(request.params).length > 0) throw notFound();
      const url = requestUrl(http.deps.baseUrl, request);
      const answer = await route.run({
        deps: http.deps,
        fundName: http.fundName,
        language: known(url.searchParams.get("lang")) ?? "fr",
        params: Object.fromEntries(Object.entries(request.params).map(([name, value]) => [name, String(value)])),
        query: queryOf(url),
        url,
      });
      await send(request, response, answer);
    });
  }
}

async function send(request: Request, response: Response, answer: OpenAnswer): Promise<void> {
  const { body, contentType, filename, frameable } = answer;
  response.set({
    "Cache-Control": `public, max-age=${KEPT_SECONDS}`,
    // Nothing here is anybody's own: scripts of other sites may read it too.
    "Access-Control-Allow-Origin": "*",
    "Cross-Origin-Resource-Policy": "cross-origin",
  });
  if (frameable) response.set("Content-Security-Policy", FRAMED_POLICY).removeHeader("X-Frame-Options");
  response.type(contentType);
  if (filename !== undefined) response.attachment(filename).type(contentType);
  if (typeof body !== "string") return await sendFile(response, body);

  const etag = `W/${etagOf(body)}`;
  response.set("ETag", etag);
  if (matchesEtag(request.get("if-none-match"), etag.slice(2))) return void response.status(304).end();
  await sendCompressed(request, response, body);
}
