/** The standard fonts know the characters of Windows-1252; what they lack is written with the nearest one they have. */
const KNOWN = /^[\u0020-\u007e\u00a0-\u00ff€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]$/u;
const NEAREST: Readonly<Record<string, string>> = {
  "\u202f": "\u00a0",
  "\u2009": "\u00a0",
  "−": "–",
  "‑": "-",
  "→": ">",
};

/** A text in characters the fonts have: `Łódź` becomes `Lódz`, what has no likeness `?`. */
export const printable = (text: string): string =>
  [...text.normalize("NFC")].map((one) => (KNOWN.test(one) ? one : nearest(one))).join("");

function nearest(one: string): string {
  const bare = NEAREST[one] ?? LETTERS[one] ?? one.normalize("NFD").replaceAll(/\p{M}/gu, "");
  return bare !== one && [...bare].every((letter) => KNOWN.test(letter)) ? bare : /\s|\p{C}/u.test(one) ? " " : "?";
}

/** Letters that no decomposition brings to their base. */
const LETTERS: Readonly<Record<string, string>> = { Ł: "L", ł: "l", Đ: "D", đ: "d", ı: "i", Ħ: "H", ħ: "h" };

export const FONTS = { regular: "Helvetica", bold: "Helvetica-Bold" } as const;
