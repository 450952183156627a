import { isOneSlipAway } from "./one-slip.ts";

/** Words that tell nothing of who it is: small words, titles, forms of companies and of associations. */
const EMPTY_WORDS = new Set(
  `A AU AUX D DE DES DU EN ET L LA LE LES SUR M MR MME MONSIEUR MADAME ASSOCIATION ASSO ENTREPRISE EURL GIE SA SARL SAS
  SASU SCI SCIC SCOP SNC SOCIETE STE`.split(/\s+/),
);

/** A commune pays as its town hall, its treasury writes it as a commune. */
const COMMUNE = "COMMUNE";
const SAID_OTHERWISE: ReadonlyMap<string, string> = new Map([
  ["MAIRIE", COMMUNE],
  ["VILLE", COMMUNE],
  ["ST", "SAINT"],
]);

const LEAST_FOR_SLIP = 5;
const LEAST_IN_COMMON = 4;

/** The words that tell who it is, without accents, in capitals. */
function wordsOf(name: string): readonly string[] {
  const latin = name.toUpperCase().replaceAll("Œ", "OE").replaceAll("Æ", "AE").normalize("NFD").replace(/\p{M}/gu, "");
  const words = latin.split(/[^A-Z0-9]+/).filter((word) => word !== "");
  const telling = words.filter((word) => !EMPTY_WORDS.has(word));
  return [...new Set((telling.length > 0 ? telling : words).map((word) => SAID_OTHERWISE.get(word) ?? word))];
}

/**
 * Whether two names are those of one payer: `same` where they hold the same telling words in any order; `near` where
 * every word of the shorter stands in the other, one slip or a cut end allowed.
 */
export function closenessOfNames(one: string, other: string): "same" | "near" | "far" {
  const [words, others] = [wordsOf(one), wordsOf(other)];
  const [shorter, longer] = words.length <= others.length ? [words, others] : [others, words];
  const letters = shorter.filter((word) => word !== COMMUNE).join("").length;
  if (letters < LEAST_IN_COMMON) return "far";
  if (shorter.length === longer.length && shorter.every((word) => longer.includes(word))) return "same";
  return shorter.every((word) => longer.some((known) => isLike(word, known))) ? "near" : "far";
}

const isLike = (word: string, known: string): boolean =>
  word === known ||
  (Math.min(word.length, known.length) >= LEAST_FOR_SLIP &&
    (isOneSlipAway(word, known) || known.startsWith(word) || word.startsWith(known)));
