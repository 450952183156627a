import { SEPA_CONVERSIONS } from "./sepa-conversion.ts";

const graphemes = new Intl.Segmenter("fr", { granularity: "grapheme" });
const isAllowed = (text: string): boolean => /^[A-Za-z0-9/\-?:().,'+ ]*$/.test(text);

const latinOf = (character: string): string | undefined =>
  SEPA_CONVERSIONS.get(character) ?? (isAllowed(character) ? character : undefined);

const latinOfGrapheme = (grapheme: string): string => {
  if (/^[\s\p{Cc}]+$/u.test(grapheme)) return " ";
  if (/^[\p{Cf}\p{M}]+$/u.test(grapheme)) return "";
  const whole = latinOf(grapheme);
  if (whole !== undefined) return whole;
  const known = Array.from(grapheme.normalize("NFKD"), latinOf).filter((latin) => latin !== undefined);
  return known.length === 0 ? "." : known.join("");
};

/** True if the text holds only the Latin characters every SEPA bank accepts (EPC217-08, 1.4). */
export const isSepaText = isAllowed;

/**
 * The text in the SEPA Latin character set, at most `maxLength` characters: accents come off, œ becomes oe, € becomes EUR, what has no
 * Latin writing (an emoji) becomes one full stop. Spaces are single and never at an end. Converting twice changes nothing.
 */
export const toSepaText = (text: string, maxLength: number): string => {
  const latin = Array.from(graphemes.segment(text.normalize("NFC")), ({ segment }) => latinOfGrapheme(segment)).join(
    "",
  );
  return latin.replace(/ +/g, " ").trim().slice(0, maxLength).trimEnd();
};
