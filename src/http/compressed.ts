import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";
import type { Request, Response } from "express";

const [brotli, gzipped] = [promisify(brotliCompress), promisify(gzip)];

/** Well packed and still quick: a page is made anew for each visit. */
const QUICK = { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } };

/** Sends a text as small as the browser takes it. The type is set before. */
export async function sendCompressed(request: Request, response: Response, body: string): Promise<void> {
  response.vary("Accept-Encoding");
  switch (request.acceptsEncodings("br", "gzip")) {
    case "br":
      response.set("Content-Encoding", "br").send(await brotli(body, QUICK));
      return;
    case "gzip":
      response.set("Content-Encoding", "gzip").send(await gzipped(body));
      return;
    default:
      response.send(body);
  }
}
