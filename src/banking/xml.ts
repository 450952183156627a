import { XMLParser, XMLValidator } from "fast-xml-parser";

export type XmlElement = {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly XmlElement[];
  readonly text: string;
};

export type XmlReading =
  | { readonly kind: "read"; readonly root: XmlElement }
  | { readonly kind: "refused"; readonly reason: "doctype" | "malformed" | "too-large" };

const parser = new XMLParser({
  preserveOrder: true,
  ignoreAttributes: false,
  attributeNamePrefix: "",
  parseTagValue: false,
  removeNSPrefix: true,
  processEntities: false,
  cdataPropName: "#cdata",
  ignoreDeclaration: true,
  ignorePiTags: true,
});

const PREDEFINED: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };

class UnknownEntity extends Error {}

const decode = (text: string): string =>
  text.replace(/&([^;&]*);?/g, (whole, name: string) => {
    const [, hexadecimal, decimal] = /^#(?:x([0-9a-fA-F]{1,6})|([0-9]{1,7}))$/.exec(name) ?? [];
    const point = hexadecimal === undefined ? Number(decimal) : Number.parseInt(hexadecimal, 16);
    if (point > 0 && point <= 0x10ffff) return String.fromCodePoint(point);
    const known = PREDEFINED[name];
    if (known === undefined || !whole.endsWith(";")) throw new UnknownEntity(name);
    return known;
  });

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null;
const rowsOf = (value: unknown): readonly Record<string, unknown>[] =>
  Array.isArray(value) ? value.filter(isRecord) : [];

const textOfRow = (row: Record<string, unknown>): string => {
  if (typeof row["#text"] === "string") return decode(row["#text"]);
  return rowsOf(row["#cdata"])
    .map((part) => (typeof part["#text"] === "string" ? part["#text"] : ""))
    .join("");
};

const elementOf = (name: string, row: Record<string, unknown>): XmlElement => {
  const rows = rowsOf(row[name]);
  const attributes = isRecord(row[":@"]) ? Object.entries(row[":@"]) : [];
  return {
    name,
    attributes: Object.fromEntries(attributes.map(([key, value]) => [key, decode(String(value))])),
    children: elementsOf(rows),
    text: rows.map(textOfRow).join("").trim(),
  };
};

const elementsOf = (rows: readonly Record<string, unknown>[]): readonly XmlElement[] =>
  rows.flatMap((row) =>
    Object.keys(row)
      .filter((key) => key !== ":@" && !key.startsWith("#"))
      .map((name) => elementOf(name, row)),
  );

/**
 * Reads XML that came from outside. A document type or an entity declaration is refused before parsing, so that nothing can be expanded or
 * fetched; only the five predefined entities and character references are decoded. Prefixes are dropped, values stay text.
 */
export const readXml = (text: string, maxCharacters: number): XmlReading => {
  if (text.length > maxCharacters) return { kind: "refused", reason: "too-large" };
  if (/<!\s*(?:DOCTYPE|ENTITY)/i.test(text)) return { kind: "refused", reason: "doctype" };
  const body = text.replace(/^\uFEFF/, "").trim();
  if (XMLValidator.validate(body) !== true) return { kind: "refused", reason: "malformed" };
  try {
    const [root, ...others] = elementsOf(rowsOf(parser.parse(body)));
    return root && others.length === 0 ? { kind: "read", root } : { kind: "refused", reason: "malformed" };
  } catch {
    return { kind: "refused", reason: "malformed" };
  }
};

/** All elements at a path of child names such as `NtryDtls/TxDtls`, in the order of the document. */
export const elementsAt = (element: XmlElement, path: string): readonly XmlElement[] =>
  path
    .split("/")
    .reduce<readonly XmlElement[]>(
      (found, name) => found.flatMap((one) => one.children.filter((child) => child.name === name)),
      [element],
    );

/** The first element at a path, or null. */
export const elementAt = (element: XmlElement, path: string): XmlElement | null => elementsAt(element, path)[0] ?? null;

/** The first non-empty text at any of the paths, tried in order, or null. */
export const textAt = (element: XmlElement, ...paths: readonly string[]): string | null =>
  paths.flatMap((path) => elementsAt(element, path).map((one) => one.text)).find((text) => text !== "") ?? null;
