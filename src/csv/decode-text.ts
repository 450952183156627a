import { createReadStream } from "node:fs";

export type Encoding = "utf-8" | "windows-1252";

/** UTF-8 where every byte of the file agrees with it, else what older spreadsheets write. Reads the file once. */
export async function detectEncoding(path: string): Promise<Encoding> {
  const decoder = new TextDecoder("utf-8", { fatal: true });
  try {
    for await (const chunk of createReadStream(path)) decoder.decode(chunk, { stream: true });
    decoder.decode();
    return "utf-8";
  } catch (error) {
    if (error instanceof TypeError) return "windows-1252";
    throw error;
  }
}

/** The file's text piece by piece, without byte order mark, every end of line as `\n`. */
export async function* decodeText(path: string, encoding: Encoding): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding);
  let held = "";
  const unify = (text: string) => text.replace(/\r\n?/g, "\n");
  for await (const chunk of createReadStream(path)) {
    const text = held + decoder.decode(chunk, { stream: true });
    held = text.endsWith("\r") ? "\r" : "";
    yield unify(held === "" ? text : text.slice(0, -1));
  }
  yield unify(held + decoder.decode());
}

/** The same for a file that is held whole, as a form sends it. */
export function decodeBytes(bytes: Uint8Array): string {
  const unify = (text: string) => text.replace(/\r\n?/g, "\n");
  try {
    return unify(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    return unify(new TextDecoder("windows-1252").decode(bytes));
  }
}
