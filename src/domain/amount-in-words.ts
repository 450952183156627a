const UNITS = [
  "zéro",
  "un",
  "deux",
  "trois",
  "quatre",
  "cinq",
  "six",
  "sept",
  "huit",
  "neuf",
  "dix",
  "onze",
  "douze",
  "treize",
  "quatorze",
  "quinze",
  "seize",
] as const;
const TENS = [
  "",
  "",
  "vingt",
  "trente",
  "quarante",
  "cinquante",
  "soixante",
  "soixante",
  "quatre-vingt",
  "quatre-vingt",
];

/** A number from 0 to 999 999 999 999 in French words, with the hyphens of the 1990 spelling left out of thousands. */
export function inFrenchWords(value: bigint): string {
  if (value < 0n || value > 999_999_999_999n) throw new RangeError(`no words for ${value}`);
  if (value === 0n) return UNITS[0];
  const groups: readonly (readonly [bigint, string])[] = [
    [1_000_000_000n, "milliard"],
    [1_000_000n, "million"],
  ];
  let rest = value;
  const words: string[] = [];
  for (const [size, name] of groups) {
    const count = rest / size;
    rest %= size;
    if (count > 0n) words.push(`${belowThousand(Number(count), true)} ${name}${count > 1n ? "s" : ""}`);
  }
  const thousands = Number(rest / 1_000n);
  const last = Number(rest % 1_000n);
  if (thousands === 1) words.push("mille");
  if (thousands > 1) words.push(`${belowThousand(thousands, false)} mille`);
  if (last > 0) words.push(belowThousand(last, true));
  return words.join(" ");
}

/** `quatre-vingts` and `cents` take their s only where nothing follows them. */
function belowThousand(value: number, isLast: boolean): string {
  const hundreds = Math.floor(value / 100);
  const rest = value % 100;
  const words: string[] = [];
  if (hundreds === 1) words.push("cent");
  if (hundreds > 1) words.push(`${UNITS[hundreds]} cent${rest === 0 && isLast ? "s" : ""}`);
  if (rest > 0) words.push(belowHundred(rest, isLast));
  return words.join(" ");
}

function belowHundred(value: number, isLast: boolean): string {
  if (value <= 16) return UNITS[value] ?? "";
  if (value < 20) return `dix-${UNITS[value - 10]}`;
  const tens = Math.floor(value / 10);
  const isDozenBased = tens === 7 || tens === 9;
  const unit = value - tens * 10 + (isDozenBased ? 10 : 0);
  const ten = TENS[tens] ?? "";
  if (unit === 0) return tens === 8 && isLast ? "quatre-vingts" : ten;
  if (unit === 1 && tens < 8) return `${ten} et un`;
  if (unit === 11 && tens === 7) return "soixante et onze";
  return `${ten}-${belowHundred(unit, false)}`;
}

/** Euro cents as a receipt spells them: `cent vingt euros et cinquante centimes`. */
export function eurosInFrenchWords(cents: bigint): string {
  const euros = cents / 100n;
  const rest = cents % 100n;
  const wholeMillions = euros >= 1_000_000n && euros % 1_000_000n === 0n;
  const main = `${inFrenchWords(euros)} ${wholeMillions ? "d’" : ""}euro${euros > 1n ? "s" : ""}`;
  return rest === 0n ? main : `${main} et ${inFrenchWords(rest)} centime${rest > 1n ? "s" : ""}`;
}
