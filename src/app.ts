import express, { type Express, type Router } from "express";
import { countDecisions } from "./decisions/queries.ts";
import type { Deps } from "./deps.ts";
import type { Actor } from "./domain/actor.ts";
import { mountApiDocs } from "./http/api-docs.ts";
import type { ApiRoute } from "./http/api-kit.ts";
import { mountApi } from "./http/api-mount.ts";
import { mountAssets } from "./http/assets.ts";
import type { HttpContext } from "./http/context.ts";
import { keptFormPages } from "./http/kept-form-pages.tsx";
import { createLimits, type RateLimits } from "./http/limits.ts";
import type { OpenRoute } from "./http/open-kit.ts";
import { mountOpenRoutes } from "./http/open-mount.ts";
import type { PageRoute } from "./http/page-kit.tsx";
import { mountPages } from "./http/page-mount.tsx";
import { problemPages } from "./http/problem-pages.tsx";
import { requestLog } from "./http/request-log.ts";
import { securityHeaders } from "./http/security-headers.ts";
import { createAuth } from "./identity/auth.ts";
import { identityPages } from "./identity/pages.ts";
import { recogniseVisit } from "./identity/recognise-visit.ts";
import { type DeliverMail, letterOfLink } from "./identity/sign-in-letter.ts";
import type { DemoPerson } from "./identity/sign-in-views.tsx";
import { notePage } from "./impersonation/note-page.ts";

export type AppOptions = {
  readonly fundName: string;
  readonly production: boolean;
  /** At least 32 characters; signs session cookies. */
  readonly authSecret: string;
  readonly deliverMail: DeliverMail;
  /** Offered as buttons at /connexion. Empty with real people. */
  readonly demoPeople: readonly DemoPerson[];
  readonly requireTwoFactorForStaff: boolean;
  /** Origins a form may lead to besides our own: Stripe's payment pages. */
  readonly formOrigins: readonly string[];
  readonly trustedProxies: number;
  /** `off` for tests; `redis` counts for all web processes together. */
  readonly rateLimits: RateLimits;
  /** Mounted before any body is read: health, webhooks whose raw bytes are signed. */
  readonly firstRouters: readonly Router[];
  readonly apiRoutes: readonly ApiRoute[];
  readonly openRoutes: readonly OpenRoute[];
  readonly pageRoutes: readonly PageRoute[];
};

/** The web service on the given deps: webhooks, JSON API, pages. It listens nowhere yet. */
export function createApp(deps: Deps, options: AppOptions): Express {
  if (options.production && options.demoPeople.length > 0) throw new RangeError("no demo people in production");
  const secure = deps.baseUrl.startsWith("https://");
  const auth = createAuth(deps.db, {
    secret: options.authSecret,
    baseUrl: deps.baseUrl,
    secure,
    fundName: options.fundName,
    sendLink: letterOfLink(deps.baseUrl, options.fundName, options.deliverMail),
  });
  const http: HttpContext = {
    deps,
    recognise: recogniseVisit(deps, auth, options),
    formOrigins: options.formOrigins,
    secure,
    fundName: options.fundName,
    // A number in the menu is worth no page that fails, nor an error page that does.
    countDecisions: (actor) => (isStaff(actor) ? countDecisions(deps, actor).catch(() => 0) : Promise.resolve(0)),
    notePage: notePage(deps),
    limits: createLimits(options.rateLimits),
  };

  const app = express();
  app.disable("x-powered-by").set("etag", false).set("trust proxy", options.trustedProxies);
  app.set("query parser", "simple");
  app.use(requestLog(deps.log));
  app.use(securityHeaders(options));
  for (const router of options.firstRouters) app.use(router);
  mountAssets(app);
  mountApiDocs(app, options.apiRoutes, http);
  mountApi(app, options.apiRoutes, http);
  mountOpenRoutes(app, options.openRoutes, http);
  mountPages(
    app,
    [...options.pageRoutes, ...identityPages(auth, options.demoPeople), ...keptFormPages, ...problemPages],
    http,
  );
  return app;
}

const isStaff = (actor: Actor) => actor.kind === "user" && actor.staffRoles.length > 0;
