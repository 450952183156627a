import { isOneSlipAway } from "./one-slip.ts";

/** Shorter ones are numbers without check digits: one digit more is simply the next one. */
const LEAST_WITH_SLIP = 12;

/** Capitals and digits alone, with the letters that people and scanners take for digits. */
const squash = (text: string): string =>
  text
    .toUpperCase()
    .replace(/[^A-Z0-9]/g, "")
    .replaceAll("O", "0")
    .replaceAll("I", "1");

/**
 * Whether a text quotes a reference: `same` whatever its spaces, capitals, O for 0 or I for 1; `near` with one
 * character wrong, missing, added or two neighbours swapped.
 */
export function closenessToReference(text: string, reference: string): "same" | "near" | "far" {
  const [written, sought] = [squash(text), squash(reference)];
  if (sought === "") return "far";
  if (written.includes(sought)) return "same";
  if (sought.length < LEAST_WITH_SLIP) return "far";
  for (let start = 0; start < written.length; start += 1) {
    for (const length of [sought.length - 1, sought.length, sought.length + 1]) {
      if (start + length <= written.length && isOneSlipAway(written.slice(start, start + length), sought))
        return "near";
    }
  }
  return "far";
}
