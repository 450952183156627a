import { timingSafeEqual } from "node:crypto";
import { fundNow } from "../db/clock.ts";
import type { Deps } from "../deps.ts";

/** Whose data go: an account's, or those of a guest, found by one of their gifts. */
export type ErasureSubject = { readonly kind: "compte" | "don"; readonly id: string };

const LINK_MINUTES = 60;

/** The address of the page that erases, good for an hour; only the letter to the person's own address holds it. */
export async function erasureUrl(deps: Deps, subject: ErasureSubject): Promise<string> {
  const limit = String((await fundNow(deps.db)).getTime() + LINK_MINUTES * 60_000);
  return `${deps.baseUrl}${erasurePath(subject)}?limite=${limit}&cle=${keyOf(deps, subject, limit)}`;
}

export const erasurePath = ({ kind, id }: ErasureSubject): string => `/effacement/${kind}/${id}`;

export type ErasureKey = { readonly limit: string; readonly key: string };

/** Whether the link is ours, of this subject, and not too old. */
export async function isErasureKey(deps: Deps, subject: ErasureSubject, { limit, key }: ErasureKey): Promise<boolean> {
  const [expected, given] = [Buffer.from(keyOf(deps, subject, limit)), Buffer.from(key)];
  if (expected.length !== given.length || !timingSafeEqual(expected, given)) return false;
  return Number(limit) > (await fundNow(deps.db)).getTime();
}

const keyOf = ({ cipher }: Deps, { kind, id }: ErasureSubject, limit: string): string =>
  cipher.fingerprint(`erasure:${kind}:${id}:${limit}`);
