import { PaymentFileRefused, type PaymentRefusal } from "./errors.ts";
import { isSepaCountry, isValidBic, isValidIban, normaliseIban } from "./iban.ts";
import { isSepaText, toSepaText } from "./sepa-text.ts";

/** Largest amount of one SEPA credit transfer: 999 999 999.99 EUR (EPC SCT rulebook, AT-T002). */
export const MAX_TRANSFER_CENTS = 99_999_999_999n;

const refuse = (code: PaymentRefusal, field: string, reason: string): never => {
  throw new PaymentFileRefused(code, field, reason);
};

/** An identifier is refused rather than changed: it must come back from the bank as it was sent. */
export const checkedId = (id: string, field: string): string => {
  if (id === "") return refuse("empty", field, "is empty");
  if (id.length > 35) return refuse("too-long", field, "is longer than 35 characters");
  if (!isSepaText(id) || id !== id.trim()) return refuse("characters", field, "holds characters banks do not accept");
  // EPC SCT customer-to-bank guidelines, 1.4: identifiers and slashes.
  if (id.startsWith("/") || id.endsWith("/") || id.includes("//")) {
    return refuse("slash", field, "starts or ends with / or holds //");
  }
  return id;
};

export const checkedIban = (text: string, field: string): string => {
  const iban = normaliseIban(text);
  if (!isValidIban(iban)) return refuse("iban", field, "is not a valid IBAN");
  if (!isSepaCountry(iban.slice(0, 2))) return refuse("not-sepa", field, "belongs to a country outside SEPA");
  return iban;
};

export const checkedBic = (text: string, field: string): string => {
  const bic = text.replace(/\s/g, "").toUpperCase();
  return isValidBic(bic) ? bic : refuse("bic", field, "is not a valid BIC");
};

export const checkedCents = (cents: bigint, field: string): bigint =>
  cents > 0n && cents <= MAX_TRANSFER_CENTS
    ? cents
    : refuse("amount", field, "is not between 0.01 and 999999999.99 EUR");

/** Text a bank's staff must be able to read: something is left of it in Latin letters or digits. */
export const checkedText = (text: string, maxLength: number, field: string): string => {
  const latin = toSepaText(text, maxLength);
  return /[A-Za-z0-9]/.test(latin) ? latin : refuse("empty", field, "has no letter or digit in the SEPA character set");
};
