const LA_POSTE_SIREN = "356000000";

/** What a person typed without its spaces, dots and dashes. Says nothing about validity. */
export const normaliseSiret = (text: string): string => text.replace(/[\s.\p{Pd}]/gu, "");

/**
 * True for 14 digits with a right check digit (Luhn, ISO/IEC 7812-1). Establishments of La Poste may instead have a
 * digit sum divisible by 5 (INSEE, Sirene documentation). Fourteen zeros pass Luhn but name nobody: false.
 */
export function isValidSiret(siret: string): boolean {
  if (!/^[0-9]{14}$/.test(siret) || /^0+$/.test(siret)) return false;
  return passesLuhn(siret) || (siret.startsWith(LA_POSTE_SIREN) && digitSum(siret) % 5 === 0);
}

const digitSum = (digits: string): number => [...digits].reduce((sum, digit) => sum + Number(digit), 0);

export function passesLuhn(digits: string): boolean {
  const doubled = (digit: number) => (digit > 4 ? digit * 2 - 9 : digit * 2);
  const sum = [...digits].toReversed().reduce((total, char, index) => {
    const digit = Number(char);
    return total + (index % 2 === 1 ? doubled(digit) : digit);
  }, 0);
  return sum % 10 === 0;
}
