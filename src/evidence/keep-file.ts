import { createHash } from "node:crypto";
import type { Transaction } from "../db/client.ts";
import { fundNow } from "../db/clock.ts";
import { storedFiles } from "../db/schema/index.ts";
import type { Deps } from "../deps.ts";
import { invalidInput } from "../errors.ts";
import { cleanFilename, contentTypeOf } from "./file-types.ts";
import { fileMissing, fileTooLarge, fileTypeRefused } from "./messages.ts";

export type FileToKeep = { readonly filename: string; readonly bytes: Uint8Array };
export type KeptFile = { readonly sha256: string; readonly filename: string };

export const MOST_BYTES = 10_000_000;

/**
 * Keeps a file's content, encrypted, under its hash: once, however often it is sent. Whoever calls it writes down whose
 * it is, under the name it answers. @throws AppError 422 naming `file` for one that is empty, too large or of another kind.
 */
export async function keepFile(tx: Transaction, deps: Deps, { filename, bytes }: FileToKeep): Promise<KeptFile> {
  if (bytes.length === 0) throw invalidInput([fileMissing]);
  if (bytes.length > MOST_BYTES) throw invalidInput([fileTooLarge]);
  const contentType = contentTypeOf(bytes);
  if (contentType === undefined) throw invalidInput([fileTypeRefused]);
  const sha256 = sha256Of(bytes);
  await tx
    .insert(storedFiles)
    .values({
      fundId: deps.fundId,
      sha256,
      contentType,
      sizeBytes: bytes.length,
      ciphertext: deps.cipher.encrypt(Buffer.from(bytes).toString("base64")),
      createdAt: await fundNow(tx),
    })
    .onConflictDoNothing();
  return { sha256, filename: cleanFilename(filename) };
}

/** As lower-case hexadecimal. */
export const sha256Of = (bytes: Uint8Array | string): string => createHash("sha256").update(bytes).digest("hex");
