import { z } from "zod";

export const contactBody = z.object({
  name: z.string().trim().min(1).max(120),
  email: z.email().max(254),
  body: z.string().trim().min(10).max(5_000),
});

export const answerBody = z.object({ answer: z.string().trim().min(2).max(5_000) });

export type ContactInput = z.infer<typeof contactBody>;
