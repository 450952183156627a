import { timingSafeEqual } from "node:crypto";
import { z } from "zod";
import type { Cipher } from "../security/cipher.ts";

const sealOf = (cipher: Cipher, pledgeId: string): string => cipher.fingerprint(`news-link:${pledgeId}`);

/** The link of a letter of news: it chooses about news and opens nothing of the gift. */
export const newsUrl = (deps: { readonly baseUrl: string; readonly cipher: Cipher }, pledgeId: string): string =>
  `${deps.baseUrl}/nouvelles/${pledgeId}.${sealOf(deps.cipher, pledgeId)}`;

/** The gift a link was made for, or undefined for what we never made. */
export function pledgeOfLink(cipher: Cipher, token: string): string | undefined {
  const [pledgeId = "", seal = "", ...rest] = token.split(".");
  if (rest.length > 0 || !z.uuid().safeParse(pledgeId).success) return undefined;
  const [expected, given] = [Buffer.from(sealOf(cipher, pledgeId)), Buffer.from(seal)];
  return expected.length === given.length && timingSafeEqual(expected, given) ? pledgeId : undefined;
}
