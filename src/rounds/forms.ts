import { z } from "zod";

export const correctionBody = z.strictObject({
  reason: z.string().trim().min(1).max(1_000).meta({ description: "Published with the new version" }),
  takenIn: z
    .array(z.string().regex(/^[0-9A-Fa-f]{8}$/))
    .max(500)
    .default([])
    .meta({ description: "Code names of gifts to take in although the rule says no" }),
});

export const confirmationBody = z.strictObject({
  inputHash: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .meta({ description: "Of the shares the confirming person had before them" }),
});

/** Codes as people type them, one below the other or apart by commas or spaces. */
export const codesTyped = (text: string): readonly string[] => text.split(/[\s,;]+/).filter((code) => code !== "");
