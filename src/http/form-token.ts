import { randomBytes, timingSafeEqual } from "node:crypto";
import type { Cipher } from "../security/cipher.ts";
import type { Visitor } from "./api-kit.ts";
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

const OWNER = /^[0-9a-f]{24}$/;

/** What a form must carry: only we can make it, only for this browser; and behind the point, whose form it is. */
export const formTokenOf = (cipher: Cipher, mark: string, actor: Visitor = { kind: "guest" }): string =>
  `${cipher.fingerprint(`form:${mark}`)}.${formOwner(cipher, mark, actor)}`;

/** Keyed hash of the person in this browser; "" for a visitor. */
export const formOwner = (cipher: Cipher, mark: string, actor: Visitor): string =>
  actor.kind === "user" ? cipher.fingerprint(`form:${mark}:${actor.userId}`).slice(0, 24) : "";

/** Whom the form was made for, as its token says; "" where it says nothing. */
export const ownerInToken = (given: unknown): string => {
  const owner = typeof given === "string" ? (given.split(".")[1] ?? "") : "";
  return OWNER.test(owner) ? owner : "";
};

/** Whether the token is of this browser; whom it was made for may have signed out since. */
export function isFormToken(given: unknown, cipher: Cipher, mark: string): boolean {
  if (typeof given !== "string") return false;
  const [one, other] = [Buffer.from(given.split(".")[0] ?? ""), Buffer.from(cipher.fingerprint(`form:${mark}`))];
  return one.length === other.length && timingSafeEqual(one, other);
}
