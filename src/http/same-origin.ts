import type { Request } from "express";

const SAFE = new Set(["GET", "HEAD", "OPTIONS"]);

/** Whether a browser itself says that one of our pages sent this: programs and old browsers say nothing. */
export const isSaidToBeOurs = (request: Request): boolean => request.get("sec-fetch-site") === "same-origin";

/**
 * Whether a browser says the request comes from our own pages. Programs send neither header and pass: they carry no
 * cookie a foreign site could borrow, and forms carry a token besides.
 */
export function comesFromUs(request: Request, baseUrl: string): boolean {
  if (SAFE.has(request.method)) return true;
  const site = request.get("sec-fetch-site");
  if (site !== undefined && site !== "same-origin" && site !== "none") return false;
  const origin = request.get("origin");
  if (origin === undefined) return true;
  return origin === new URL(baseUrl).origin || origin === `${request.protocol}://${request.host}`;
}
