import { randomBytes, timingSafeEqual } from "node:crypto";
import type { Cipher } from "../security/cipher.ts";
import { readCookies, writeCookie } from "./cookies.ts";

const SHAPE = /^[\w-]{22}$/;

const cookieName = (secure: boolean) => (secure ? "__Host-visit" : "visit");

/** The browser's random mark that form tokens are bound to, and the cookie to set where it has none yet. */
export function visitMark(cookieHeader: string | null, secure: boolean): { mark: string; setCookie?: string } {
  const seen = readCookies(cookieHeader).get(cookieName(secure));
  if (seen !== undefined && SHAPE.test(seen)) return { mark: seen };
  const mark = randomBytes(16).toString("base64url");
  return { mark, setCookie: writeCookie(cookieName(secure), mark, secure) };
}

/** What a form must carry: only we can make it, only for this browser. */
export const formTokenOf = (cipher: Cipher, mark: string): string => cipher.fingerprint(`form:${mark}`);

export function isFormToken(given: unknown, expected: string): boolean {
  if (typeof given !== "string") return false;
  const [one, other] = [Buffer.from(given), Buffer.from(expected)];
  return one.length === other.length && timingSafeEqual(one, other);
}
