/** A value put in the place of one leaf of a body, and the leaf's path as an answer names it. */
export type Mutation = { readonly field: string; readonly what: string; readonly body: unknown };

const TEXTS: Readonly<Record<string, unknown>> = {
  "a NUL": "a\u0000b",
  "a lone surrogate": "a\ud800b",
  "a right-to-left override": "fdp.\u202efed",
  "an isolate": "a\u2066b",
  "twenty thousand letters": "x".repeat(20_000),
  "a number": 7,
  "a list": ["x"],
  "an operator": { $ne: "x" },
};

const NUMBERS: Readonly<Record<string, unknown>> = {
  "a text": "1000",
  "a fraction": 10.5,
  "a negative": -1,
  "1e21": 1e21,
  "the greatest number": Number.MAX_VALUE,
  "more than a bigint": 2 ** 63,
  "a list": [1],
};

const DATES: Readonly<Record<string, unknown>> = {
  "a day that never was": "2026-02-30",
  "a month too many": "2026-13-01",
  "five digits of year": "99999-01-01",
  "a signed year": "+275760-09-13",
  "an instant": "2026-09-01T00:00:00Z",
};

const isDay = (value: string) => /^\d{4}-\d\d-\d\d$/.test(value);

/** Every leaf of a body, each replaced in turn by what it must refuse. */
export function mutations(body: unknown): readonly Mutation[] {
  return leaves(body).flatMap(({ path, value }) => {
    const hostile = typeof value === "number" ? NUMBERS : isDay(String(value)) ? { ...TEXTS, ...DATES } : TEXTS;
    return Object.entries(hostile).map(([what, bad]) => ({
      field: path.join("."),
      what,
      body: replaced(body, path, bad),
    }));
  });
}

type Leaf = { readonly path: readonly string[]; readonly value: string | number };

function leaves(value: unknown, path: readonly string[] = []): readonly Leaf[] {
  if (typeof value === "string" || typeof value === "number") return [{ path, value }];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, item]) => leaves(item, [...path, key]));
}

function replaced(value: unknown, [first, ...rest]: readonly string[], bad: unknown): unknown {
  if (first === undefined) return bad;
  if (Array.isArray(value)) return value.map((item, at) => (String(at) === first ? replaced(item, rest, bad) : item));
  return Object.fromEntries(
    Object.entries(Object(value)).map(([key, item]) => [key, key === first ? replaced(item, rest, bad) : item]),
  );
}

const nested = (depth: number) => `${"[".repeat(depth)}${"]".repeat(depth)}`;

/** Bodies that are no request at all. */
export const BROKEN_BODIES: Readonly<Record<string, string | Uint8Array>> = {
  "half an object": '{"title":',
  "two objects": "{}{}",
  "a list": "[]",
  "a text": '"title"',
  null: "null",
  nothing: "",
  "the prototype": '{"__proto__":{"staffRoles":["administrator"]}}',
  "the constructor": '{"constructor":{"prototype":{"staffRoles":["administrator"]}}}',
  "a thousand lists in each other": `{"title":${nested(1_000)}}`,
  "bytes that are no UTF-8": new Uint8Array([0x7b, 0xff, 0xfe, 0x7d]),
  "more than fits": `{"title":"${"x".repeat(200_000)}"}`,
};
