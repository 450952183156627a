import type { Deps } from "../deps.ts";
import type { Language, Text } from "../i18n/text.ts";
import { type Flow, PAGE } from "../pdf/flow.ts";
import { countPages, drawPaper, INK, type Paper } from "../pdf/paper.ts";
import { formatInstant } from "../ui/format.ts";
import { agreementNumber } from "./agreement-number.ts";
import { AGREEMENT, GRANT } from "./page-messages.ts";
import type { GrantDetail } from "./queries.ts";

type Piece = { readonly tag: "H1" | "H2" | "P"; readonly text: string; readonly size: number; readonly gap: number };

/** The agreement on paper, with who signed when and the hash both signed. French is the text that binds. */
export async function* agreementPdf(
  deps: Pick<Deps, "bankAccount">,
  grant: GrantDetail,
  language: Language,
): AsyncGenerator<Uint8Array> {
  const pieces = piecesOf(grant, language);
  const lay = (flow: Flow, heightOf: Paper["heightOf"]) => {
    for (const piece of pieces) place(flow, heightOf, piece);
  };
  const title = `${GRANT.agreement[language]}, ${grant.organisationName}`;
  const { name } = deps.bankAccount;
  const footer = `${name} · ${grant.organisationName} · ${agreementNumber(grant.id)}`;
  yield* drawPaper({ title, author: name, language, footer, pages: countPages(lay) }, async function* (paper) {
    for (const piece of pieces) {
      const y = place(paper.flow, paper.heightOf, piece);
      const isHeading = piece.tag !== "P";
      paper.say(
        paper.group("Sect"),
        piece.tag,
        piece.text,
        { x: PAGE.margin, y, width: PAGE.width },
        { size: piece.size, bold: isHeading, color: isHeading ? INK.accent : INK.text },
      );
      yield;
    }
  });
}

/** Takes the height of a piece; a heading keeps room for what it announces. Bold runs wider, so headings get a margin. */
function place(flow: Flow, heightOf: Paper["heightOf"], { tag, text, size, gap }: Piece): number {
  const height = heightOf(text, tag === "P" ? PAGE.width : PAGE.width * 0.9, size) + gap;
  if (tag !== "P") flow.keep(height + 40);
  return flow.take(height);
}

function piecesOf(grant: GrantDetail, language: Language): readonly Piece[] {
  const paragraph = (text: Text): Piece => {
    const said = text[language];
    if (said.startsWith("# ")) return { tag: "H2", text: said.slice(2), size: 11.5, gap: 6 };
    return { tag: "P", text: said.startsWith("- ") ? `• ${said.slice(2)}` : said, size: 9.5, gap: 6 };
  };
  const fact = (label: Text, at: Date | null): Piece => {
    const value = at === null ? GRANT.notYet[language] : formatInstant(at, language);
    return { tag: "P", text: `${label[language]} : ${value}`, size: 9, gap: 4 };
  };
  return [
    { tag: "H1", text: GRANT.agreement[language], size: 18, gap: 12 },
    ...(language === "fr" ? [] : [{ tag: "P", text: AGREEMENT.frenchBinds[language], size: 8.5, gap: 8 } as const]),
    ...grant.agreement.paragraphs.map(paragraph),
    { tag: "H2", text: AGREEMENT.signatures[language], size: 11.5, gap: 6 },
    ...(grant.hasChangedSinceSigned
      ? [paragraph(grant.fundSignedAt === null ? GRANT.changed : GRANT.changedSinceBoth)]
      : []),
    fact(AGREEMENT.commitment, grant.commitmentAgreedAt),
    fact(GRANT.signedByHolder, grant.holderSignedAt),
    fact(GRANT.signedByFund, grant.fundSignedAt),
    { tag: "P", text: `${GRANT.fingerprint[language]} : ${grant.agreement.hash}`, size: 8, gap: 4 },
  ];
}
