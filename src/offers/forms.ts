import { z } from "zod";

const MOST_PIECES = 1_000_000;

export const offerBody = z.strictObject({
  position: z.int().min(0).max(1_000),
  quantity: z.int().min(1).max(MOST_PIECES),
  name: z.string().trim().min(1).max(80),
  email: z.email().max(254),
  phone: z
    .string()
    .trim()
    .regex(/^[+\d][\d .-]{5,24}$/)
    .nullable(),
  message: z.string().trim().max(2_000),
});

export const acceptanceBody = z.strictObject({
  quantity: z.int().min(1).max(MOST_PIECES),
  word: z.string().trim().max(2_000),
});

export const refusalBody = z.strictObject({ word: z.string().trim().min(1).max(2_000) });

export type OfferInput = z.infer<typeof offerBody>;
