/** Cents as the decimal text of ISO 20022 amounts: `-5n` is `"-0.05"`. Exact: never passes through a float (A1). */
export const centsToDecimal = (cents: bigint): string => {
  const digits = (cents < 0n ? -cents : cents).toString().padStart(3, "0");
  return `${cents < 0n ? "-" : ""}${digits.slice(0, -2)}.${digits.slice(-2)}`;
};

/** Cents of an unsigned decimal text with at most two decimals; null for anything else (sign, exponent, comma, a third decimal). */
export const decimalToCents = (text: string): bigint | null => {
  const [, euros, decimals = ""] = /^(\d{1,16})(?:\.(\d{1,2}))?$/.exec(text) ?? [];
  return euros === undefined ? null : BigInt(euros + decimals.padEnd(2, "0"));
};
