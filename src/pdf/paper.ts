import PDFDocument from "pdfkit";
import type { Language } from "../i18n/text.ts";
import { type Flow, openFlow, PAGE } from "./flow.ts";
import { FONTS, printable } from "./fonts.ts";

export const INK = { text: "#1b2330", quiet: "#5a6472", rule: "#c9d0d9", accent: "#0b5f54", shade: "#e7f0ec" } as const;

export type PaperOptions = {
  readonly title: string;
  readonly author: string;
  readonly language: Language;
  /** On every page, before its number. */
  readonly footer: string;
  /** How many pages there will be, for "1/3". */
  readonly pages: number;
};

type Style = {
  readonly size?: number;
  readonly bold?: boolean;
  readonly color?: string;
  readonly align?: "left" | "right";
};
type Box = { readonly x: number; readonly y: number; readonly width: number };
type Doc = PDFKit.PDFDocument;
type Element = PDFKit.PDFStructureElement;

/**
 * A4 pages with their structure for those who hear them: headings, paragraphs and tables are tagged, page numbers and
 * rules are marked as decoration. Text in the standard fonts, which every reader has; so it is no PDF/UA, which asks
 * for embedded ones.
 */
export type Paper = {
  readonly flow: Flow;
  /** One piece of content in a box; what is too long for a line wraps, or with `fit` ends in an ellipsis. */
  say(parent: Element, tag: string, text: string, box: Box, style?: Style, more?: Says): void;
  group(tag: string, parent?: Element): Element;
  heightOf(text: string, width: number, size: number): number;
  /** Lines and areas that mean nothing by themselves, and headings repeated on a next page. */
  decorate(draw: (doc: Doc) => void): void;
  decoration(text: string, box: Box, style?: Style): void;
};

type Says = { readonly fit?: boolean; readonly scope?: "Column" | "Row" };

/** Draws a document piece by piece, and yields its bytes as they come: only the page being drawn is kept. */
export async function* drawPaper(
  options: PaperOptions,
  draw: (paper: Paper) => AsyncIterable<void>,
): AsyncGenerator<Uint8Array> {
  const doc = new PDFDocument({
    size: "A4",
    margin: 0,
    autoFirstPage: false,
    tagged: true,
    lang: options.language === "fr" ? "fr-FR" : "en-GB",
    displayTitle: true,
    pdfVersion: "1.7",
    info: { Title: options.title, Author: options.author },
  });
  const root = doc.struct("Document");
  doc.addStructure(root);
  const paper = paperOn(doc, root, options);
  for await (const _ of draw(paper)) {
    for (let chunk = doc.read(); chunk !== null; chunk = doc.read()) yield chunk;
  }
  root.end();
  doc.end();
  for await (const chunk of doc) yield chunk;
}

/** How many pages a drawing will have: the same steps on paper that is thrown away. */
export function countPages(lay: (flow: Flow, heightOf: Paper["heightOf"]) => void): number {
  const doc = new PDFDocument({ size: "A4", margin: 0 });
  const flow = openFlow(() => {});
  lay(flow, measureOn(doc));
  return flow.page();
}

const measureOn =
  (doc: Doc): Paper["heightOf"] =>
  (text, width, size) =>
    doc.font(FONTS.regular).fontSize(size).heightOfString(printable(text), { width });

function paperOn(doc: Doc, root: Element, options: PaperOptions): Paper {
  const write = (text: string, box: Box, style: Style, fit: boolean) => {
    const { size = 9, bold = false, color = INK.text, align = "left" } = style;
    doc
      .font(bold ? FONTS.bold : FONTS.regular)
      .fontSize(size)
      .fillColor(color);
    const said = fit ? fitted(doc, printable(text), box.width) : printable(text);
    if (align === "right") doc.text(said, box.x + box.width - doc.widthOfString(said), box.y, { lineBreak: false });
    else doc.text(said, box.x, box.y, fit ? { lineBreak: false } : { width: box.width });
  };
  const decorate = (act: (on: Doc) => void) => {
    doc.markContent("Artifact", { type: "Layout" });
    act(doc);
    doc.endMarkedContent();
  };
  const flow = openFlow((page) => {
    doc.addPage();
    doc.markContent("Artifact", { type: "Pagination", attached: ["Bottom"] });
    const y = PAGE.height - PAGE.margin + 12;
    write(options.footer, { x: PAGE.margin, y, width: PAGE.width - 60 }, { size: 7.5, color: INK.quiet }, true);
    const number = { x: PAGE.margin + PAGE.width - 60, y, width: 60 };
    write(`${page}/${options.pages}`, number, { size: 7.5, color: INK.quiet, align: "right" }, false);
    doc.endMarkedContent();
  });
  return {
    flow,
    group(tag, parent = root) {
      const element = doc.struct(tag);
      parent.add(element);
      return element;
    },
    say(parent, tag, text, box, style = {}, { fit = false, scope } = {}) {
      const shape = scope === undefined ? {} : { title: undefined, scope };
      parent.add(doc.struct(tag, shape as PDFKit.Mixins.StructureElementOptions, () => write(text, box, style, fit)));
    },
    heightOf: measureOn(doc),
    decorate,
    decoration: (text, box, style = {}) => decorate(() => write(text, box, style, true)),
  };
}

/** As much of a text as a line holds, ended by an ellipsis where some is left out. */
function fitted(doc: Doc, text: string, width: number): string {
  if (doc.widthOfString(text) <= width) return text;
  let [low, high] = [0, text.length];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (doc.widthOfString(`${text.slice(0, middle).trimEnd()}…`) <= width) low = middle;
    else high = middle - 1;
  }
  return `${text.slice(0, low).trimEnd()}…`;
}
