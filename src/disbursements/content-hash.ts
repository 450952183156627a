import { createHash } from "node:crypto";
import { canonicalContent, type DisbursementContent } from "../domain/disbursement.ts";

/** SHA-256 of what is approved, as lower-case hexadecimal (D4). */
export const contentHash = (content: DisbursementContent): string =>
  createHash("sha256").update(canonicalContent(content)).digest("hex");
