import { constants, inflateSync } from "node:zlib";

/** A stream whose last byte is a line end loses it to the one that follows it. */
const ENDS_SOMEHOW = { finishFlush: constants.Z_SYNC_FLUSH };

/** What stands on each page of a PDF file read as latin1, as it was drawn: one line a piece of text. */
export function textsOf(file: string): readonly string[] {
  const streams = [...file.matchAll(/stream\r?\n([\s\S]*?)\r?\nendstream/g)].flatMap(([, body = ""]) => {
    try {
      return inflateSync(Buffer.from(body, "latin1"), ENDS_SOMEHOW).toString("latin1");
    } catch {
      return [];
    }
  });
  return streams
    .filter((stream) => stream.includes("TJ"))
    .map((stream) =>
      [...stream.matchAll(/\[(.*?)\] TJ/g)]
        .map(([, shown = ""]) =>
          [...shown.matchAll(/<([0-9a-f]+)>/g)]
            .map(([, hex = ""]) => Buffer.from(hex, "hex").toString("latin1"))
            .join(""),
        )
        .join("\n"),
    );
}

/** The words of a PDF as latin1, lines joined by spaces; characters that latin1 lacks are left out. */
export const pdfText = (file: Uint8Array): string =>
  textsOf(Buffer.from(file).toString("latin1")).join("\n").replaceAll(/\s+/g, " ");
