import { expect, test } from "vitest";
import { readXml, textAt } from "../../src/banking/xml.ts";
import { branch, leaf, writeXml } from "../../src/banking/xml-writing.ts";
import { fc } from "../support/property.ts";

const read = (text: string) => readXml(text, 10_000);

test("text, references and CDATA are read once, prefixes dropped", () => {
  const reading = read(
    '<?xml version="1.0"?><n:a xmlns:n="urn:x"><n:b k="1&lt;2"> &amp;lt;&#233;&#xE9; <![CDATA[&amp;<]]></n:b></n:a>',
  );

  if (reading.kind === "refused") expect.fail(reading.reason);
  expect(textAt(reading.root, "b")).toBe("&lt;éé&amp;<");
  expect(reading.root.children[0]?.attributes).toEqual({ k: "1<2" });
});

test.each([
  ["doctype", '<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>'],
  ["doctype", '<!doctype a SYSTEM "http://127.0.0.1/x"><a/>'],
  ["malformed", "<a>&x;</a>"],
  ["malformed", "<a>&amp</a>"],
  ["malformed", "<a>&#0;</a>"],
  ["malformed", "<a>&#x110000;</a>"],
  ["malformed", "<a><b></a>"],
  ["malformed", "<a>cut off"],
  ["malformed", "<a/><b/>"],
  ["malformed", "not XML"],
  ["malformed", ""],
  ["malformed", `${"<a>".repeat(500)}${"</a>".repeat(500)}`],
  ["malformed", "<a><__proto__>1</__proto__></a>"],
  ["too-large", `<a>${" ".repeat(10_000)}</a>`],
])("%s: %.60s", (reason, text) => {
  expect(read(text)).toEqual({ kind: "refused", reason });
});

test("what is written is read back, whatever characters it holds", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme" }), (text) => {
      const written = writeXml(branch("a", leaf("b", text, { k: text })), "urn:x");

      const reading = read(written);

      expect(reading.kind === "read" ? (textAt(reading.root, "b") ?? "") : reading).toBe(text.trim());
    }),
  );
});
