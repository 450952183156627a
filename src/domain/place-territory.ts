/**
 * The département of a place: from its commune code (official geographical code, INSEE), else from its postcode.
 * Overseas territories have three characters; Corsica is 2A or 2B. Null where neither says.
 * A postcode may straddle a border: the commune code is the better witness.
 */
export function departementOf(communeCode: string | null, postcode: string): string | null {
  if (communeCode !== null) return /^9[78]/.test(communeCode) ? communeCode.slice(0, 3) : communeCode.slice(0, 2);
  if (!/^[0-9]{5}$/.test(postcode) || postcode.startsWith("00")) return null;
  if (/^9[78]/.test(postcode)) return OVERSEAS_BY_POSTCODE[postcode] ?? postcode.slice(0, 3);
  if (/^20[01]/.test(postcode)) return "2A";
  if (postcode.startsWith("20")) return "2B";
  return postcode.slice(0, 2);
}

/** Saint-Barthélemy and Saint-Martin kept postcodes of Guadeloupe. */
const OVERSEAS_BY_POSTCODE: Readonly<Record<string, string>> = { "97133": "977", "97150": "978" };
