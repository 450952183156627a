import type { Request } from "express";

/** The whole address asked for, under the address people reach the service at. */
export const requestUrl = (baseUrl: string, request: Request): URL =>
  new URL(`${baseUrl}/${request.originalUrl.replace(/^\/+/, "")}`);

export function queryOf(url: URL): Readonly<Record<string, string | string[]>> {
  const names = [...new Set(url.searchParams.keys())].filter((name) => name !== "__proto__");
  return Object.fromEntries(
    names.map((name) => {
      const values = url.searchParams.getAll(name);
      return [name, values.length === 1 ? (values[0] ?? "") : values];
    }),
  );
}
