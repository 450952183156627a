/** What a person typed without spaces, in capitals. */
export const normaliseRna = (text: string): string => text.replace(/\s/g, "").toUpperCase();

/**
 * True for `W` and nine characters: the département or prefecture, then the order number (Répertoire national des
 * associations). Overseas prefectures have letters: `W9R1000001` is in La Réunion.
 */
export const isValidRna = (rna: string): boolean => /^W[0-9A-Z]{9}$/.test(rna);
