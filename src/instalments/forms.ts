import { z } from "zod";
import { MOST_INSTALMENTS, type ScheduleLine, WHOLE_BPS } from "../domain/instalment.ts";
import { sha256 } from "../grants/forms.ts";
import { saying } from "../http/validation.ts";

const line = (most: number) => z.string().trim().min(1).max(most);
const MOST_SHARE = 10_000_000_000;

const words = {
  label: line(80).meta({ description: "Its name, in French: the agreement holds it" }),
  condition: line(600).meta({ description: "What must be true before it is paid, in French" }),
  evidenceAsked: line(600)
    .optional()
    .meta({ description: "What the holder must show first, in French; nothing where it is left out" }),
};

const share = (description: string) =>
  z
    .int()
    .min(1)
    .max(MOST_SHARE)
    .transform(BigInt)
    .meta({ description, override: { type: "integer", minimum: 1 } });

const reason = line(1_000);
const shareSum = (lines: readonly { readonly share: bigint }[]) => lines.reduce((sum, one) => sum + one.share, 0n);

const notWhole = saying({
  fr: "Les parts doivent faire ensemble 100 %.",
  en: "The shares must make 100% together.",
});
const daysInOrder = saying({
  fr: "Les dates limites doivent se suivre dans l’ordre des tranches.",
  en: "The limit dates must follow in the order of the instalments.",
});

export const templateBody = z.strictObject({
  lines: z
    .array(
      z.strictObject({
        share: share("Basis points of the grant"),
        ...words,
        monthsAfter: z.int().min(1).max(120).meta({ description: "Limit date, in months after the grant" }),
      }),
    )
    .min(1)
    .max(MOST_INSTALMENTS)
    .refine((lines) => shareSum(lines) === WHOLE_BPS, notWhole)
    .refine((lines) => lines.every((one, i) => one.monthsAfter >= (lines[i - 1]?.monthsAfter ?? 0)), daysInOrder),
  reason,
});

/** In the database a share is text: JSON has no big integers. */
export const templateLinesStored = z.array(
  z.object({
    share: z.string().regex(/^\d+$/).transform(BigInt),
    label: z.string(),
    condition: z.string(),
    evidenceAsked: z.string().optional(),
    monthsAfter: z.int(),
  }),
);

export const scheduleBody = z.strictObject({
  unit: z
    .enum(["bps", "cents"])
    .meta({ description: "What the shares are in; together 10 000, or the grant’s amount" }),
  lines: z
    .array(z.strictObject({ share: share("Basis points or cents"), ...words, dueOn: z.iso.date() }))
    .min(1)
    .max(MOST_INSTALMENTS)
    .refine((lines) => lines.every((one, i) => one.dueOn >= (lines[i - 1]?.dueOn ?? "")), daysInOrder),
  reason,
});

export const amendmentBody = z.strictObject({
  lines: z
    .array(
      z.strictObject({ instalmentId: z.uuid(), share: share("As the schedule’s shares are"), dueOn: z.iso.date() }),
    )
    .min(1)
    .max(MOST_INSTALMENTS),
  reason,
});

export type ScheduleInput = {
  readonly unit: "bps" | "cents";
  readonly lines: readonly ScheduleLine[];
  readonly reason: string;
};

export const acceptanceBody = z.strictObject({
  contentHash: sha256.meta({ description: "Hash of the evidence as you read it" }),
});
export const refusalBody = acceptanceBody.extend({ reason });
export const reasonBody = z.strictObject({ reason });
export const extensionBody = z.strictObject({ dueOn: z.iso.date(), reason });
export const evidenceBody = z.strictObject({
  comment: z.string().trim().max(2_000).default("").meta({ description: "A word to the case officer" }),
});
export const fileQuery = z.object({ filename: line(200) });
