import type { Transaction } from "../db/client.ts";
import { deliveryEvidence } from "../db/schema/index.ts";
import type { Deps } from "../deps.ts";
import { invalidInput } from "../errors.ts";
import { fileRefused } from "./messages.ts";
import { sha256 } from "./terms-json.ts";

export type EvidenceFile = { readonly filename: string; readonly bytes: Uint8Array };

const MOST_BYTES = 10_000_000;

const SIGNATURES: readonly (readonly [contentType: string, bytes: readonly number[]])[] = [
  ["application/pdf", [0x25, 0x50, 0x44, 0x46, 0x2d]],
  ["image/png", [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]],
  ["image/jpeg", [0xff, 0xd8, 0xff]],
];

/** What a file is by its first bytes, whatever its name says; undefined where it is none of the kinds we keep. */
export const contentTypeOf = (bytes: Uint8Array): string | undefined =>
  SIGNATURES.find(([, start]) => start.every((byte, index) => bytes[index] === byte))?.[0];

/** @throws AppError 422 for a file that is too large, empty, or neither PDF, PNG nor JPEG. */
export async function keepEvidence(
  tx: Transaction,
  deps: Deps,
  deliveryId: string,
  { filename, bytes }: EvidenceFile,
): Promise<string> {
  const contentType = contentTypeOf(bytes);
  if (contentType === undefined || bytes.length > MOST_BYTES) throw invalidInput([fileRefused]);
  const hash = sha256(bytes);
  await tx.insert(deliveryEvidence).values({
    fundId: deps.fundId,
    deliveryId,
    filename: filename.replace(/[^\p{L}\p{N}._ -]/gu, "_").slice(-200),
    contentType,
    sizeBytes: bytes.length,
    sha256: hash,
    ciphertext: deps.cipher.encrypt(Buffer.from(bytes).toString("base64")),
  });
  return hash;
}

/** The file as it was sent. */
export const openEvidence = ({ cipher }: Deps, ciphertext: string): Buffer =>
  Buffer.from(cipher.decrypt(ciphertext), "base64");
