import { z } from "zod";
import { invalidInput } from "../errors.ts";
import type { Cipher } from "../security/cipher.ts";

export const pageQuery = z.object({
  limit: z.coerce.number().int().min(1).max(100).default(20),
  cursor: z.string().max(1000).optional(),
});

export type Page<T> = { readonly items: readonly T[]; readonly nextCursor: string | null };

export const pageOutput = <T extends z.ZodType>(item: T) =>
  z.object({ items: z.array(item), nextCursor: z.string().nullable() });

/** Seals the sort key of the last row. `list` names the list, so that a cursor of one is refused by another. */
export function encodeCursor(cipher: Cipher, list: string, key: readonly string[]): string {
  const body = Buffer.from(JSON.stringify(key)).toString("base64url");
  return `${body}.${sealOf(cipher, list, body)}`;
}

/** The sort key to go on after, or undefined on the first page. A cursor we did not seal is a 422 on `cursor`. */
export function decodeCursor(cipher: Cipher, list: string, cursor: string | undefined): readonly string[] | undefined {
  if (cursor === undefined) return undefined;
  const [body, seal, ...rest] = cursor.split(".");
  if (body === undefined || seal !== sealOf(cipher, list, body) || rest.length > 0) throw invalidInput([REFUSAL]);
  return z.array(z.string()).parse(JSON.parse(Buffer.from(body, "base64url").toString("utf8")));
}

/** Cuts a page from `limit + 1` rows. */
export function toPage<T>(
  cipher: Cipher,
  list: string,
  rows: readonly T[],
  limit: number,
  keyOf: (row: T) => readonly string[],
): Page<T> {
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  const more = rows.length > limit && last !== undefined;
  return { items, nextCursor: more ? encodeCursor(cipher, list, keyOf(last)) : null };
}

const sealOf = (cipher: Cipher, list: string, body: string) =>
  cipher.fingerprint(`cursor:${list}:${body}`).slice(0, 32);

const REFUSAL = {
  field: "cursor",
  message: { fr: "Cette suite de liste n’est pas valable.", en: "This page cursor is not valid." },
};
