import { z } from "zod";

export const questionBody = z.strictObject({
  name: z.string().trim().min(1).max(80),
  email: z.email().max(254),
  body: z.string().trim().min(5).max(2_000),
});

export const answerBody = z.strictObject({ answer: z.string().trim().min(1).max(5_000) });

export type QuestionInput = z.infer<typeof questionBody>;
