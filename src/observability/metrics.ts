import { collectDefaultMetrics, Histogram, Registry } from "prom-client";

/** What `/metrics` shows. */
export const metrics = new Registry();
collectDefaultMetrics({ register: metrics });

export const httpDuration = new Histogram({
  name: "http_request_duration_seconds",
  help: "Time to answer a request, by method, route and status.",
  labelNames: ["method", "route", "status"] as const,
  buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5],
  registers: [metrics],
});
