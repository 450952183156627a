import { z } from "zod";
import { REVIEW_OUTCOMES } from "../domain/committee/application.ts";
import { MAJORITIES, VOTES } from "../domain/committee/result.ts";
import { centsSchema } from "../http/cents-schema.ts";
import { saying } from "../http/validation.ts";

const line = (most: number) => z.string().trim().min(1).max(most);

export const applicationBody = z.strictObject({
  campaignId: z.uuid().nullable().meta({
    description: "The project's campaign the grant would join when it succeeds; null for a grant by itself",
  }),
  askedCents: centsSchema,
  purpose: line(5_000).meta({ description: "What the money would be used for" }),
});
export const newApplicationBody = applicationBody.extend({ projectId: z.uuid() });

export const reviewBody = z.strictObject({ outcome: z.enum(REVIEW_OUTCOMES), message: line(4_000) });

export const memberBody = z
  .strictObject({ email: z.email().max(200), startsOn: z.iso.date(), endsOn: z.iso.date() })
  .refine(({ startsOn, endsOn }) => startsOn <= endsOn, {
    ...saying({ fr: "Le mandat finit avant de commencer.", en: "The term ends before it starts." }),
    path: ["endsOn"],
  });
export const termBody = z.strictObject({ endsOn: z.iso.date() });
/** One form a seat on one page: each names its own field. */
export const termField = (memberId: string) => `endsOn-${memberId}`;
export const termForm = (memberId: string) => z.strictObject({ [termField(memberId)]: z.iso.date() });

const MOST_CRITERIA = 12;
export const gridBody = z.strictObject({
  criteria: z
    .array(
      z.strictObject({
        label: line(120),
        description: z.string().trim().max(1_000).default(""),
        weight: z.int().min(1).max(100),
        scale: z.int().min(1).max(100).meta({ description: "The best score; the least is 0" }),
      }),
    )
    .min(1)
    .max(MOST_CRITERIA),
});

export const sessionBody = z.strictObject({
  heldOn: z.iso.date(),
  envelopeCents: centsSchema,
  quorum: z.discriminatedUnion("kind", [
    z.strictObject({ kind: z.literal("count"), voters: z.int().min(1).max(100) }),
    z.strictObject({ kind: z.literal("share"), percent: z.int().min(1).max(100) }),
  ]),
  majority: z.enum(MAJORITIES),
  chairId: z.uuid(),
  secretaryId: z.uuid(),
  applicationIds: z.array(z.uuid()).min(1).max(100),
});

export const conflictBody = z.strictObject({ reason: line(1_000) });
export const scoresBody = z.strictObject({
  scores: z
    .array(z.strictObject({ score: z.int().min(0).max(100), comment: z.string().trim().max(2_000).default("") }))
    .min(1)
    .max(MOST_CRITERIA),
});
export const voteBody = z
  .strictObject({ vote: z.enum(VOTES), amountCents: centsSchema.nullable().default(null) })
  .refine(({ vote, amountCents }) => (vote === "for") === (amountCents !== null), {
    ...saying({
      fr: "Un vote pour indique un montant ; les autres n’en ont pas.",
      en: "A vote for names an amount; the others have none.",
    }),
    path: ["amountCents"],
  });
export const minutesBody = z.strictObject({ minutesHash: z.string().regex(/^[0-9a-f]{64}$/) });

export type ApplicationInput = z.output<typeof applicationBody>;
export type NewApplicationInput = z.output<typeof newApplicationBody>;
export type SessionInput = z.output<typeof sessionBody>;
