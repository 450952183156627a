import type { Express, RequestHandler } from "express";
import swaggerUi from "swagger-ui-express";
import type { ApiRoute } from "./api-kit.ts";
import { API_ROOT } from "./api-mount.ts";
import type { HttpContext } from "./context.ts";
import { etagOf, matchesEtag } from "./etag.ts";
import { openApiDocument } from "./openapi.ts";

// The reference page is a script of its own with inline styles: looser than our pages, for its path only.
const DOCS_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join("; ");

/** `/api/v1/openapi.json` and the reference page `/api/docs`, all of it served from here. */
export function mountApiDocs(app: Express, routes: readonly ApiRoute[], http: HttpContext): void {
  let described: { readonly body: string; readonly etag: string } | undefined;
  const describe = () => {
    const document = openApiDocument(routes, { baseUrl: http.deps.baseUrl, fundName: http.fundName });
    const body = JSON.stringify(document);
    return { body, etag: etagOf(body) };
  };

  app.get(`${API_ROOT}/openapi.json`, (request, response) => {
    // Few ask for it, and making it takes a good part of a start.
    described ??= describe();
    const { body, etag } = described;
    response.set("ETag", etag).set("Cache-Control", "no-cache").set("Access-Control-Allow-Origin", "*");
    if (matchesEtag(request.get("if-none-match"), etag)) return void response.status(304).end();
    response.type("application/json").send(body);
  });

  const policy: RequestHandler = (_, response, next) => {
    response.set("Content-Security-Policy", DOCS_POLICY);
    next();
  };
  const options = { swaggerOptions: { url: `${API_ROOT}/openapi.json` }, customSiteTitle: `API – ${http.fundName}` };
  app.use("/api/docs", policy, swaggerUi.serveFiles(undefined, options), swaggerUi.setup(undefined, options));
}
