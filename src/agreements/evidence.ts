import type { Transaction } from "../db/client.ts";
import { deliveryEvidence } from "../db/schema/index.ts";
import type { Deps } from "../deps.ts";
import { invalidInput } from "../errors.ts";
import { contentTypeOf } from "../evidence/file-types.ts";
import { type FileToKeep, keepFile, MOST_BYTES } from "../evidence/keep-file.ts";
import { fileRefused } from "./messages.ts";

const CONTENT_TYPES: readonly string[] = ["application/pdf", "image/png", "image/jpeg"];

/** @throws AppError 422 for a file that is too large, empty, or neither PDF, PNG nor JPEG. */
export async function keepEvidence(tx: Transaction, deps: Deps, deliveryId: string, file: FileToKeep): Promise<string> {
  const contentType = file.bytes.length > MOST_BYTES ? undefined : contentTypeOf(file.bytes);
  if (contentType === undefined || !CONTENT_TYPES.includes(contentType)) throw invalidInput([fileRefused]);
  const { sha256, filename } = await keepFile(tx, deps, file);
  await tx.insert(deliveryEvidence).values({ fundId: deps.fundId, deliveryId, filename, sha256 });
  return sha256;
}
