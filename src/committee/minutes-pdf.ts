import type { Deps } from "../deps.ts";
import { type Flow, PAGE } from "../pdf/flow.ts";
import { countPages, drawPaper, INK, type Paper } from "../pdf/paper.ts";
import { formatDate, formatInstant } from "../ui/format.ts";
import { COMMITTEE } from "./page-messages.ts";
import type { SessionDetail } from "./read-session.ts";

type Piece = { readonly tag: "H1" | "H2" | "P"; readonly text: string; readonly size: number; readonly gap: number };

export type FrozenSession = SessionDetail & { readonly minutes: string; readonly minutesHash: string };

/** A closed session's minutes on paper, in French, with who signed when and the hash both sign. */
export async function* minutesPdf(deps: Pick<Deps, "bankAccount">, session: FrozenSession): AsyncGenerator<Uint8Array> {
  const pieces = piecesOf(session);
  const lay = (flow: Flow, heightOf: Paper["heightOf"]) => {
    for (const piece of pieces) place(flow, heightOf, piece);
  };
  const { name } = deps.bankAccount;
  const title = `${COMMITTEE.minutes.fr}, ${formatDate(session.heldOn, "fr")}`;
  const footer = `${name} · ${title} · ${session.id}`;
  yield* drawPaper({ title, author: name, language: "fr", footer, pages: countPages(lay) }, async function* (paper) {
    for (const piece of pieces) {
      const y = place(paper.flow, paper.heightOf, piece);
      const bold = piece.tag !== "P";
      paper.say(
        paper.group("Sect"),
        piece.tag,
        piece.text,
        { x: PAGE.margin, y, width: PAGE.width },
        { size: piece.size, bold, color: bold ? INK.accent : INK.text },
      );
      yield;
    }
  });
}

/** A heading keeps room for what it announces. */
function place(flow: Flow, heightOf: Paper["heightOf"], { tag, text, size, gap }: Piece): number {
  const height = heightOf(text, tag === "P" ? PAGE.width : PAGE.width * 0.9, size) + gap;
  if (tag !== "P") flow.keep(height + 40);
  return flow.take(height);
}

function piecesOf(session: FrozenSession): readonly Piece[] {
  const small = (text: string): Piece => ({ tag: "P", text, size: 9, gap: 4 });
  const signed = (role: string, at: Date | null) =>
    small(`${role} : ${at === null ? COMMITTEE.notSigned.fr : formatInstant(at, "fr")}`);
  return [
    { tag: "H1", text: COMMITTEE.minutes.fr, size: 18, gap: 12 },
    ...session.minutes.split("\n\n").map((text): Piece => ({ tag: "P", text, size: 9.5, gap: 6 })),
    { tag: "H2", text: COMMITTEE.signatures.fr, size: 11.5, gap: 6 },
    signed(COMMITTEE.chair.fr, session.chairSignedAt),
    signed(COMMITTEE.secretary.fr, session.secretarySignedAt),
    { tag: "P", text: `${COMMITTEE.hash.fr} : ${session.minutesHash}`, size: 8, gap: 4 },
  ];
}
