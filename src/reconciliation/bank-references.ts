import { isValidCreditorReference } from "../banking/creditor-reference.ts";

const LONGEST_REFERENCE = 25;

/**
 * Every whole ISO 11649 reference in a remittance text, also printed in groups of four; never a part of a longer
 * word, so that one pot's reference is not found inside another's (R3).
 */
export function creditorReferencesIn(text: string): readonly string[] {
  const words = text
    .toUpperCase()
    .split(/[^A-Z0-9]+/)
    .filter((word) => word !== "");
  const found = new Set<string>();
  for (let start = 0; start < words.length; start += 1) {
    if (!words[start]?.startsWith("RF")) continue;
    let joined = "";
    for (const word of words.slice(start)) {
      joined += word;
      if (joined.length > LONGEST_REFERENCE) break;
      if (isValidCreditorReference(joined)) found.add(joined);
    }
  }
  return [...found];
}

const ORDER = /\b[DW][0-9A-F]{32}\b/g;

/** References of our payment orders: the bank's field for it, else those it prints in the text. In capitals. */
export function orderReferencesIn(endToEndId: string | null, text: string): readonly string[] {
  const given = endToEndId?.toUpperCase() ?? "";
  return [...new Set(given.match(ORDER) ?? text.toUpperCase().match(ORDER) ?? [])];
}

/** Ids of Stripe payouts quoted in a remittance text. Banks print in capitals, so case is no part of the comparison. */
export const payoutIdsIn = (text: string): readonly string[] => [
  ...new Set((text.match(/\bpo_?[A-Za-z0-9_]+/gi) ?? []).map((id) => id.toLowerCase())),
];
