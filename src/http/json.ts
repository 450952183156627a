import { InvariantViolation } from "../errors.ts";
import { brokenJson } from "./messages.ts";

// A string, or a number; what stands outside both is punctuation and words.
const TOKENS = /"(?:[^"\\]|\\.)*"|-?\d[\d.eE+-]*/g;
const WHOLE_NUMBER = /^-?\d{1,15}$/;
const ODD = "\u0000number:";

/**
 * Reads a JSON body. Numbers under a name in `…Cents` that are not written as whole numbers (`10.0`, `1e3`,
 * `100.00000000000000001`, more than 15 digits) stay text, so that A2 refuses them: `JSON.parse` would round them.
 */
export function readJson(raw: string): unknown {
  try {
    // First, since on valid JSON the expression below reads each character once.
    JSON.parse(raw);
  } catch {
    throw brokenJson();
  }
  const marked = raw.replace(TOKENS, (token) =>
    token.startsWith('"') || WHOLE_NUMBER.test(token) ? token : JSON.stringify(ODD + token),
  );
  return JSON.parse(marked, unmark);
}

function unmark(key: string, value: unknown): unknown {
  if (typeof value !== "string" || !value.startsWith(ODD)) return value;
  const literal = value.slice(ODD.length);
  return key.endsWith("Cents") ? literal : Number(literal);
}

/** JSON with bigints as whole numbers. @throws InvariantViolation beyond what JSON readers keep exact. */
export const writeJson = (value: unknown): string =>
  JSON.stringify(value, (_, item) => {
    if (typeof item !== "bigint") return item;
    const number = Number(item);
    if (!Number.isSafeInteger(number)) throw new InvariantViolation(`${item} is too large for JSON`);
    return number;
  });
