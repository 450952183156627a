import { z } from "zod";

/** 64 hexadecimal digits: what the person had before them when they signed or approved. */
export const sha256 = z.string().regex(/^[0-9a-f]{64}$/);

export const signatureBody = z.strictObject({
  agreementHash: sha256.meta({ description: "Hash of the agreement as you read it" }),
});
