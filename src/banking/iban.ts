import { isSEPACountry, isValidBIC, isValidIBAN } from "ibantools";

// In the SEPA schemes since 2024 and 2025 (EPC409-09, list of SEPA countries); the library's list is older.
const JOINED_SINCE_2024: ReadonlySet<string> = new Set(["AL", "MD", "ME", "MK", "RS"]);

/** The electronic form of what a person typed: no spaces, dots or dashes, no leading "IBAN", capitals. Says nothing about validity. */
export const normaliseIban = (text: string): string =>
  text
    .replace(/[\s\p{Cf}.:\p{Pd}]/gu, "")
    .toUpperCase()
    .replace(/^IBAN/, "");

/** True if the text, once normalised, has a known country, its length, its structure and its check digits (ISO 13616). */
export const isValidIban = (text: string): boolean => isValidIBAN(normaliseIban(text));

/** `FR76 •••• •••• 0122`: country, check digits and last four, for screens and logs (X7). Invalid text is masked whole. */
export const maskIban = (text: string): string => {
  const iban = normaliseIban(text);
  return isValidIBAN(iban) ? `${iban.slice(0, 4)} •••• •••• ${iban.slice(-4)}` : "••••";
};

/** True if accounts of this ISO 3166 country are reachable by SEPA credit transfer. */
export const isSepaCountry = (country: string): boolean => JOINED_SINCE_2024.has(country) || isSEPACountry(country);

/** True for a BIC of 8 or 11 characters, case aside (ISO 9362). */
export const isValidBic = (text: string): boolean => isValidBIC(text);
