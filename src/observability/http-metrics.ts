import { Router } from "express";
import { httpDuration } from "./metrics.ts";

/** Times every request under its route's pattern, never its address: addresses hold ids and secrets. */
export const httpMetrics: Router = Router().use((request, response, next) => {
  const stop = httpDuration.startTimer({ method: request.method });
  response.once("finish", () => {
    const pattern: unknown = request.route?.path;
    stop({ route: typeof pattern === "string" ? pattern : "none", status: response.statusCode });
  });
  next();
});
