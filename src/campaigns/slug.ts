import { and, eq, like, ne, sql } from "drizzle-orm";
import type { Transaction } from "../db/client.ts";
import { campaigns } from "../db/schema/campaigns.ts";

const LONGEST = 60;
const LIGATURES: Record<string, string> = { œ: "oe", æ: "ae", ß: "ss", ø: "o", đ: "d", ł: "l" };

/** A title as the end of an address: unaccented lower-case words joined by hyphens, cut at a word. */
export function slugOf(title: string): string {
  const words = title
    .toLowerCase()
    .replace(/[œæßøđł]/g, (letter) => LIGATURES[letter] ?? letter)
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== "");
  let slug = "";
  for (const word of words) {
    const longer = slug === "" ? word.slice(0, LONGEST) : `${slug}-${word}`;
    if (longer.length > LONGEST) break;
    slug = longer;
  }
  return slug === "" ? "collecte" : slug;
}

/** The first free address for the title: `atelier`, `atelier-2`, … Choices of a fund wait for each other. */
export async function freeSlug(tx: Transaction, fundId: string, title: string, campaignId: string): Promise<string> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`campaign-slug:${fundId}`}, 0))`);
  const wanted = slugOf(title);
  const rows = await tx
    .select({ slug: campaigns.slug })
    .from(campaigns)
    .where(and(eq(campaigns.fundId, fundId), like(campaigns.slug, `${wanted}%`), ne(campaigns.id, campaignId)));
  const taken = new Set(rows.map((row) => row.slug));
  if (!taken.has(wanted)) return wanted;
  for (let n = 2; ; n += 1) if (!taken.has(`${wanted}-${n}`)) return `${wanted}-${n}`;
}
