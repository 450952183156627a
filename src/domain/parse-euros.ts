export type ParsedEuros =
  | { readonly kind: "amount"; readonly cents: bigint }
  | { readonly kind: "unreadable" }
  | { readonly kind: "out-of-range" };

const MOST_CENTS = 10_000_000_000n;
const SPACES = /[\s\u00a0\u202f]+/gu;
// "1 000,50", "1000.5", "1.000,50" and "1,000.50". "1,000" and "1.000" could be one or a thousand: unreadable.
const PLAIN = /^(\d+)(?:[.,](\d{1,2}))?$/u;
const GROUPED = /^(\d{1,3})((?:\.\d{3})+|(?:,\d{3})+)(?:([.,])(\d{1,2}))?$/u;

/**
 * Reads an amount as people in France type it, into euro cents: `25`, `12,50`, `1 000,50 €`, `€1,000.50`.
 * A third decimal, a sign or letters are unreadable; above 100 million euros is out of range (A2).
 */
export function parseEuros(text: string): ParsedEuros {
  const bare = text.replace(SPACES, "").replace(/^€|€$|euros?$/iu, "");
  const parts = plain(bare) ?? grouped(bare);
  if (parts === undefined || parts.euros.length > 12) return { kind: parts ? "out-of-range" : "unreadable" };
  const cents = BigInt(parts.euros) * 100n + BigInt(parts.decimals.padEnd(2, "0"));
  return cents > MOST_CENTS ? { kind: "out-of-range" } : { kind: "amount", cents };
}

type Parts = { readonly euros: string; readonly decimals: string };

function plain(bare: string): Parts | undefined {
  const match = PLAIN.exec(bare);
  return match?.[1] === undefined ? undefined : { euros: match[1], decimals: match[2] ?? "" };
}

function grouped(bare: string): Parts | undefined {
  const [, first, rest, decimalMark, decimals] = GROUPED.exec(bare) ?? [];
  if (first === undefined || rest === undefined || first.startsWith("0")) return undefined;
  if (decimalMark === rest[0]) return undefined;
  if (decimalMark === undefined && rest.length === 4) return undefined;
  return { euros: first + rest.replace(/\D/gu, ""), decimals: decimals ?? "" };
}
