import { timingSafeEqual } from "node:crypto";
import type { Cipher } from "../security/cipher.ts";

/** The secret in a donor's link: lets a guest come back to one pledge. Derived, so that it need not be stored. */
export const accessToken = (cipher: Cipher, pledgeId: string): string => cipher.fingerprint(`pledge-link:${pledgeId}`);

export function isAccessToken(cipher: Cipher, pledgeId: string, token: string): boolean {
  const expected = Buffer.from(accessToken(cipher, pledgeId));
  const given = Buffer.from(token);
  return expected.length === given.length && timingSafeEqual(expected, given);
}

export const pledgeUrl = (deps: { readonly baseUrl: string; readonly cipher: Cipher }, pledgeId: string): string =>
  `${deps.baseUrl}/dons/${pledgeId}?cle=${accessToken(deps.cipher, pledgeId)}`;
