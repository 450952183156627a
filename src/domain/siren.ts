import { passesLuhn } from "./siret.ts";

/** True for the nine digits of a legal unit with a right check digit (Luhn; INSEE, Sirene). Nine zeros name nobody. */
export const isValidSiren = (siren: string): boolean =>
  /^[0-9]{9}$/.test(siren) && !/^0+$/.test(siren) && passesLuhn(siren);
