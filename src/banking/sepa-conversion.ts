const pairs = (from: string, to: string): readonly (readonly [string, string])[] => {
  const latin = to.split(" ");
  return Array.from(from, (letter, index) => [letter, latin[index] ?? "."] as const);
};

/**
 * Characters whose Latin writing isn't found by taking off their accents. After the EPC's conversion table (EPC217-08), except that
 * a ligature or ß keeps both letters and € becomes EUR, so that a name stays readable for the beneficiary's bank.
 */
export const SEPA_CONVERSIONS: ReadonlyMap<string, string> = new Map([
  ...pairs("œŒæÆßẞøØđĐðÐþÞłŁıħĦŋŊŧŦ", "oe OE ae AE ss SS o O d D d D th TH l L i h H n N t T"),
  ...pairs("’‘‚‛`´ʼ′«»“”„‟″‹›", "' ' ' ' ' ' ' ' ' ' ' ' ' ' ' ' '"),
  ...pairs("–—‒―‐‑−_~", "- - - - - - - - -"),
  ...pairs("&;[]{}\\|⁄€•·", "+ , ( ) ( ) / / / EUR - -"),
  ...pairs("ΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩ", "A V G D E Z I TH I K L M N X O P R S T Y F CH PS O"),
  ...pairs("αβγδεζηθικλμνξοπρστυφχψως", "a v g d e z i th i k l m n x o p r s t y f ch ps o s"),
  ...pairs(
    "АБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЬЮЯЫЭ",
    "A B V G D E ZH Z I Y K L M N O P R S T U F H TS CH SH SHT A Y YU YA Y E",
  ),
  ...pairs(
    "абвгдежзийклмнопрстуфхцчшщъьюяыэ",
    "a b v g d e zh z i y k l m n o p r s t u f h ts ch sh sht a y yu ya y e",
  ),
]);
