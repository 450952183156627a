const remainderOf97 = (text: string): bigint =>
  BigInt(text.replace(/[A-Z]/g, (letter) => (letter.charCodeAt(0) - 55).toString())) % 97n;

const normalise = (text: string): string => text.replace(/\s/g, "").toUpperCase();

/**
 * Structured creditor reference `RFkk…` (ISO 11649) around 1 to 21 letters and digits, for a partner to quote when funding a pot.
 * @throws RangeError if the body is empty, longer than 21 or holds anything but A–Z and 0–9.
 */
export const createCreditorReference = (body: string): string => {
  const reference = normalise(body);
  if (!/^[A-Z0-9]{1,21}$/.test(reference))
    throw new RangeError("a creditor reference holds 1 to 21 letters and digits");
  const checkDigits = (98n - remainderOf97(`${reference}RF00`)).toString().padStart(2, "0");
  return `RF${checkDigits}${reference}`;
};

/** True if the text is an ISO 11649 reference with right check digits; spaces and lower case are accepted, as people copy it. */
export const isValidCreditorReference = (text: string): boolean => {
  const reference = normalise(text);
  return /^RF\d{2}[A-Z0-9]{1,21}$/.test(reference) && remainderOf97(reference.slice(4) + reference.slice(0, 4)) === 1n;
};

/** `RF18 5390 0754 7034`: groups of four, as it is printed. */
export const formatCreditorReference = (reference: string): string =>
  normalise(reference).replace(/(.{4})(?=.)/g, "$1 ");
