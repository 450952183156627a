import { z } from "zod";

export const visitForm = z.object({
  email: z.email().max(254),
  /** Read by the person visited: a word is not enough. */
  reason: z.string().trim().min(10).max(500),
});

export type VisitInput = z.infer<typeof visitForm>;
