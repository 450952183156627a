import { StatementRefused } from "./errors.ts";
import { elementAt, elementsAt, readXml, textAt, type XmlElement } from "./xml.ts";

type Page = { readonly element: XmlElement; readonly key: string; readonly number: number; readonly isLast: boolean };

const REASONS = {
  doctype: "declares a document type or an entity",
  malformed: "is not well-formed XML",
  "too-large": "is larger than accepted",
} as const;

const pagination = (statement: XmlElement, header: XmlElement | null): Pick<Page, "number" | "isLast"> => {
  const element = elementAt(statement, "StmtPgntn") ?? (header && elementAt(header, "MsgPgntn"));
  if (element === null) return { number: 1, isLast: true };
  const text = textAt(element, "PgNb") ?? "";
  if (!/^\d{1,5}$/.test(text)) throw new StatementRefused("malformed", "StmtPgntn/PgNb", "is not a page number");
  return { number: Number(text), isLast: ["true", "1"].includes(textAt(element, "LastPgInd") ?? "") };
};

const pagesOfFile = (text: string, maxCharacters: number): readonly Page[] => {
  const reading = readXml(text, maxCharacters);
  if (reading.kind === "refused") throw new StatementRefused(reading.reason, "file", REASONS[reading.reason]);
  const version = /<(?:[\w.-]+:)?Document\b[^>]*urn:iso:std:iso:20022:tech:xsd:camt\.053\.001\.(?:02|08)["']/;
  const message = elementAt(reading.root, "BkToCstmrStmt");
  if (reading.root.name !== "Document" || message === null || !version.test(text)) {
    throw new StatementRefused(
      "unsupported-format",
      "Document",
      "is not a camt.053.001.02 or camt.053.001.08 statement",
    );
  }
  const header = elementAt(message, "GrpHdr");
  const statements = elementsAt(message, "Stmt");
  if (statements.length === 0) throw new StatementRefused("incomplete", "BkToCstmrStmt", "holds no statement");
  return statements.map((element) => ({
    element,
    key: JSON.stringify([textAt(element, "Acct/Id/IBAN"), textAt(element, "Id"), textAt(element, "ElctrncSeqNb")]),
    ...pagination(element, header),
  }));
};

const inOrder = (pages: readonly Page[]): readonly XmlElement[] => {
  const sorted = pages.toSorted((a, b) => a.number - b.number);
  const first = sorted[0]?.number ?? 1;
  const isWhole = sorted.every(
    (page, index) => page.number === first + index && page.isLast === (index === sorted.length - 1),
  );
  if (!isWhole)
    throw new StatementRefused("incomplete", "StmtPgntn", "a page of the statement is missing or comes twice");
  return sorted.map((page) => page.element);
};

/** The `Stmt` elements of the files, those that are pages of one statement brought together in page order. */
export const statementPages = (files: readonly string[], maxCharacters: number): readonly (readonly XmlElement[])[] => {
  const pagesByStatement = new Map<string, readonly Page[]>();
  for (const page of files.flatMap((text) => pagesOfFile(text, maxCharacters))) {
    pagesByStatement.set(page.key, [...(pagesByStatement.get(page.key) ?? []), page]);
  }
  return Array.from(pagesByStatement.values(), inOrder);
};
