import { STATUS_CODES } from "node:http";
import { z } from "zod";
import { createDocument, type ZodOpenApiOperationObject, type ZodOpenApiPathsObject } from "zod-openapi";
import type { ApiRoute } from "./api-kit.ts";

const problem = z
  .object({
    type: z.url(),
    title: z.string(),
    status: z.number().int(),
    detail: z.string(),
    errors: z.array(z.object({ field: z.string(), fr: z.string(), en: z.string() })),
    fr: z.string(),
    en: z.string(),
  })
  .meta({ id: "Problem", description: "RFC 9457, with the failing fields and both languages." });

const idempotencyKey = z
  .string()
  .min(8)
  .max(200)
  .meta({ description: "Chosen by the caller; the same key with the same request is answered the same." });

/** The OpenAPI 3.1 document of the routes, made of the very schemas that check requests. */
export function openApiDocument(routes: readonly ApiRoute[], server: { baseUrl: string; fundName: string }) {
  const paths: ZodOpenApiPathsObject = {};
  for (const route of routes) {
    paths[route.path] = { ...paths[route.path], [route.method.toLowerCase()]: operation(route) };
  }
  return createDocument({
    openapi: "3.1.0",
    info: {
      title: server.fundName,
      version: "1",
      description:
        "Amounts are whole euro cents (`…Cents`), instants are ISO 8601 in UTC. Lists are read with `limit` and `cursor`.",
    },
    servers: [{ url: `${server.baseUrl}/api/v1` }],
    tags: [...new Set(routes.map((route) => route.tag))].toSorted().map((name) => ({ name })),
    components: {
      securitySchemes: { token: { type: "http", scheme: "bearer", description: "A token made at /compte." } },
    },
    paths,
  });
}

function operation(route: ApiRoute): ZodOpenApiOperationObject {
  const { params, query, body, output } = route.schemas;
  const header = route.movesMoneyOrCreates ? z.object({ "Idempotency-Key": idempotencyKey }) : undefined;
  return {
    operationId: operationId(route),
    tags: [route.tag],
    summary: route.summary,
    security: route.access === "signed-in" ? [{ token: [] }] : [{}, { token: [] }],
    requestParams: {
      ...(params instanceof z.ZodObject && { path: params }),
      ...(query instanceof z.ZodObject && { query }),
      ...(header !== undefined && { header }),
    },
    ...(body !== undefined && {
      requestBody: {
        required: true,
        content: { [route.bodyType === "text" ? "application/xml" : "application/json"]: { schema: body } },
      },
    }),
    responses: {
      [String(route.status) as "200"]: {
        description: STATUS_CODES[route.status] ?? "",
        ...(output !== undefined && { content: { "application/json": { schema: output } } }),
      },
      default: { description: "A problem", content: { "application/problem+json": { schema: problem } } },
    },
  };
}

const operationId = ({ method, path }: ApiRoute): string =>
  `${method.toLowerCase()}${path.replace(/[^a-zA-Z0-9]+(\w?)/g, (_, letter: string) => letter.toUpperCase())}`;
