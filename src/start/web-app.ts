import type { Express } from "express";
import { createApp } from "../app.ts";
import type { Config } from "../config.ts";
import { healthRoutes } from "../http/health.ts";
import { jobPages } from "../job-watch/pages.tsx";
import { connectRedis } from "../jobs/redis.ts";
import { mailboxPages } from "../mail/mailbox-pages.tsx";
import { showBacklog } from "../observability/backlog-metrics.ts";
import { httpMetrics } from "../observability/http-metrics.ts";
import { stripeWebhookRouter } from "../payments/webhook-route.ts";
import { apiRoutes, openRoutes, pageRoutes } from "../routes.ts";
import { sandboxApi, sandboxPages } from "../sandbox/pages.tsx";
import { DEMO_PEOPLE } from "./demo-data.ts";
import type { Service } from "./open-service.ts";
import type { Unwinding } from "./unwinding.ts";

const STRIPE_PAGES = ["https://checkout.stripe.com", "https://connect.stripe.com"];

/** The web service as this configuration wants it. */
export async function webApp(config: Config, service: Service, opened: Unwinding): Promise<Express> {
  const redis = service.redisUrl === undefined ? undefined : await connectRedis(service.redisUrl, service.log);
  if (redis !== undefined) await opened.add(() => redis.disconnect());
  showBacklog(service.db, service.queues);
  const sandboxUrl = service.sandbox ? service.stripeUrl : undefined;
  return createApp(service, {
    fundName: config.fundName,
    production: config.production,
    authSecret: service.authSecret,
    deliverMail: (letter) => service.mailer.deliverMail(letter),
    demoPeople: service.sandbox ? DEMO_PEOPLE : [],
    requireTwoFactorForStaff: !service.sandbox,
    formOrigins: service.stripeUrl === undefined ? STRIPE_PAGES : [new URL(service.stripeUrl).origin],
    trustedProxies: config.trustedProxies,
    rateLimits: { redis, prefix: config.redisPrefix },
    firstRouters: [
      httpMetrics,
      healthRoutes({ ...service, metricsToken: config.metricsToken }),
      stripeWebhookRouter(service),
    ],
    apiRoutes: [...apiRoutes, ...(sandboxUrl === undefined ? [] : sandboxApi(sandboxUrl))],
    openRoutes,
    pageRoutes: [
      ...pageRoutes,
      ...jobPages(service.queues),
      ...(service.mailer.kind === "mailbox" ? mailboxPages : []),
      ...(sandboxUrl === undefined ? [] : sandboxPages(sandboxUrl)),
    ],
  });
}
