import { and, eq } from "drizzle-orm";
import { storedFiles } from "../db/schema/index.ts";
import type { Deps } from "../deps.ts";
import { sha256Of } from "./keep-file.ts";
import { fileDamaged } from "./messages.ts";

export type OpenedFile = { readonly contentType: string; readonly bytes: Buffer };

/** Whoever calls it asked whether the reader may. @throws AppError 503 where the content is no longer what was sent. */
export async function openFile(deps: Deps, sha256: string): Promise<OpenedFile> {
  const [row] = await deps.db
    .select({ contentType: storedFiles.contentType, ciphertext: storedFiles.ciphertext })
    .from(storedFiles)
    .where(and(eq(storedFiles.fundId, deps.fundId), eq(storedFiles.sha256, sha256)));
  const bytes = row === undefined ? undefined : decrypted(deps, row.ciphertext);
  if (row === undefined || bytes === undefined || sha256Of(bytes) !== sha256) {
    deps.log.error({ sha256 }, "a kept file is damaged");
    throw fileDamaged();
  }
  return { contentType: row.contentType, bytes };
}

/** Undefined where the seal does not hold. */
export function decrypted({ cipher }: Pick<Deps, "cipher">, ciphertext: string): Buffer | undefined {
  try {
    return Buffer.from(cipher.decrypt(ciphertext), "base64");
  } catch {
    return undefined;
  }
}
