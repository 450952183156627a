import type { XmlElement } from "./xml.ts";

const ESCAPES: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

// XML 1.0 forbids these characters even as references.
const FORBIDDEN = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu;

const escapeText = (text: string): string =>
  text.replace(FORBIDDEN, "").replace(/[&<>"]/g, (character) => ESCAPES[character] ?? character);

/** A leaf with text. */
export const leaf = (name: string, text: string, attributes: Readonly<Record<string, string>> = {}): XmlElement => ({
  name,
  attributes,
  children: [],
  text,
});

/** An element of children in the order given; null stands for an absent optional child. */
export const branch = (name: string, ...children: readonly (XmlElement | null)[]): XmlElement => ({
  name,
  attributes: {},
  children: children.filter((child) => child !== null),
  text: "",
});

/** A leaf, or null where there is no value. */
export const optionalLeaf = (name: string, text: string | null | undefined): XmlElement | null =>
  text === null || text === undefined || text === "" ? null : leaf(name, text);

const lines = (element: XmlElement, indent: string): readonly string[] => {
  const attributes = Object.entries(element.attributes).map(([key, value]) => ` ${key}="${escapeText(value)}"`);
  const open = `${indent}<${element.name}${attributes.join("")}>`;
  const close = `</${element.name}>`;
  if (element.children.length === 0) return [`${open}${escapeText(element.text)}${close}`];
  return [open, ...element.children.flatMap((child) => lines(child, `${indent}  `)), `${indent}${close}`];
};

/** The document as UTF-8 text, indented, with the namespace on its root. */
export const writeXml = (root: XmlElement, namespace: string): string =>
  ['<?xml version="1.0" encoding="UTF-8"?>', ...lines({ ...root, attributes: { xmlns: namespace } }, ""), ""].join(
    "\n",
  );
