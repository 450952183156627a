import type { IncomingMessage } from "node:http";

const longestBytes = 1_000_000;

/** The whole body as text; more than a megabyte is cut off as an error. */
export async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request) {
    const bytes: Buffer = Buffer.isBuffer(chunk) ? chunk : Buffer.from(String(chunk));
    length += bytes.length;
    if (length > longestBytes) throw new Error("Request body too large");
    chunks.push(bytes);
  }
  return Buffer.concat(chunks).toString("utf8");
}
