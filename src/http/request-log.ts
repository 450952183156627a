import type { Request } from "express";
import type { Logger } from "pino";
import { pinoHttp } from "pino-http";
import { v7 as uuidv7 } from "uuid";

const QUIET = /^\/(?:health|metrics|assets)(?:\/|$)/;

/**
 * One line a request: its id, method, route and outcome. The route's pattern stands for the address, since addresses
 * may hold names and links that open things (X7); no header, no body, no IP address.
 */
export const requestLog = (log: Logger) =>
  pinoHttp<Request>({
    logger: log,
    genReqId: (_, response) => {
      const id = uuidv7();
      response.setHeader("X-Request-Id", id);
      return id;
    },
    autoLogging: { ignore: (request) => QUIET.test(request.url) },
    // Left to itself, pino-http would write headers and address with every line.
    serializers: { req: () => undefined, res: () => undefined },
    quietReqLogger: true,
    customLogLevel: (_, response) => (response.statusCode >= 500 ? "error" : "info"),
    customSuccessMessage: () => "request",
    customErrorMessage: () => "request",
    customSuccessObject: (request, response, value: { responseTime: number }) => ({
      method: request.method,
      route: routeOf(request),
      status: response.statusCode,
      ms: value.responseTime,
    }),
    customErrorObject: (request, response) => ({
      method: request.method,
      route: routeOf(request),
      status: response.statusCode,
    }),
  });

const routeOf = (request: Request): string => {
  const pattern: unknown = request.route?.path;
  return typeof pattern === "string" ? `${request.baseUrl}${pattern}` : "none";
};
