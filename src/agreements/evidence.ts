import type { Transaction } from "../db/client.ts";
import { deliveryEvidence } from "../db/schema/index.ts";
import type { Deps } from "../deps.ts";
import { invalidInput } from "../errors.ts";
import { cleanFilename, contentTypeOf } from "../evidence/file-types.ts";
import { type FileToKeep, MOST_BYTES, sha256Of } from "../evidence/keep-file.ts";
import { fileDamaged } from "../evidence/messages.ts";
import { decrypted } from "../evidence/open-file.ts";
import { fileRefused } from "./messages.ts";

const CONTENT_TYPES: readonly string[] = ["application/pdf", "image/png", "image/jpeg"];

/** @throws AppError 422 for a file that is too large, empty, or neither PDF, PNG nor JPEG. */
export async function keepEvidence(
  tx: Transaction,
  deps: Deps,
  deliveryId: string,
  { filename, bytes }: FileToKeep,
): Promise<string> {
  const contentType = bytes.length > MOST_BYTES ? undefined : contentTypeOf(bytes);
  if (contentType === undefined || !CONTENT_TYPES.includes(contentType)) throw invalidInput([fileRefused]);
  const sha256 = sha256Of(bytes);
  await tx.insert(deliveryEvidence).values({
    fundId: deps.fundId,
    deliveryId,
    filename: cleanFilename(filename),
    contentType,
    sizeBytes: bytes.length,
    sha256,
    ciphertext: deps.cipher.encrypt(Buffer.from(bytes).toString("base64")),
  });
  return sha256;
}

/** The file as it was sent. @throws AppError 503 where the content is no longer what was sent. */
export function openEvidence(
  deps: Deps,
  { ciphertext, sha256 }: Pick<typeof deliveryEvidence.$inferSelect, "ciphertext" | "sha256">,
): Buffer {
  const bytes = decrypted(deps, ciphertext);
  if (bytes === undefined || sha256Of(bytes) !== sha256) {
    deps.log.error({ sha256 }, "a kept file is damaged");
    throw fileDamaged();
  }
  return bytes;
}
