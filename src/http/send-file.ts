import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { Response } from "express";

/** What a file holds: piece by piece where it may be long. */
export type FileBody = string | Uint8Array | AsyncIterable<string | Uint8Array>;

/** A long file waits for a slow reader, and ends with one that left; its first piece is made before anything is sent. */
export async function sendFile(response: Response, body: FileBody): Promise<void> {
  if (typeof body === "string") return void response.send(body);
  if (body instanceof Uint8Array) return void response.send(Buffer.from(body));
  const pieces = body[Symbol.asyncIterator]();
  const first = await pieces.next();
  const all = async function* () {
    if (first.done !== true) yield first.value;
    yield* { [Symbol.asyncIterator]: () => pieces };
  };
  await pipeline(Readable.from(all(), { objectMode: false }), response).catch((error: unknown) => {
    if (!isReaderGone(error)) throw error;
  });
}

const isReaderGone = (error: unknown) =>
  error instanceof Error && "code" in error && error.code === "ERR_STREAM_PREMATURE_CLOSE";
