import type { FieldError } from "../errors.ts";

const MOST_DEPTH = 20;
const STRANGE_KEYS = new Set(["__proto__", "constructor", "prototype"]);
// NUL (PostgreSQL refuses it), halves of surrogate pairs (not text at all), and the marks that turn around the text
// which follows, by which a name may show as another one.
// biome-ignore lint/suspicious/noControlCharactersInRegex: NUL is what is looked for
const STRANGE_TEXT = /[\u0000\u202a-\u202e\u2066-\u2069]|\p{Surrogate}/u;

const refusal = (field: string): FieldError => ({
  field,
  message: {
    fr: "Contient un caractère ou un nom qui n’est pas accepté.",
    en: "Contains a character or a name that is not accepted.",
  },
});

/** Every place of a body or query that holds strange text, `__proto__` or too deep a nesting. */
export function refusedCharacters(value: unknown, path = "", depth = 0): readonly FieldError[] {
  if (typeof value === "string") return STRANGE_TEXT.test(value) ? [refusal(path)] : [];
  if (typeof value !== "object" || value === null) return [];
  if (depth >= MOST_DEPTH) return [refusal(path)];
  return Object.entries(value).flatMap(([key, item]) => {
    const field = path === "" ? key : `${path}.${key}`;
    if (STRANGE_KEYS.has(key) || STRANGE_TEXT.test(key)) return [refusal(path === "" ? "body" : path)];
    return refusedCharacters(item, field, depth + 1);
  });
}
