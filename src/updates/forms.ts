import { z } from "zod";

export const updateBody = z.strictObject({
  title: z.string().trim().min(1).max(120),
  body: z.string().trim().min(1).max(10_000),
});

export type UpdateInput = z.infer<typeof updateBody>;
