import { z } from "zod";

export const identityForm = z.object({
  outcome: z.enum(["verified", "not_verified"]),
  note: z.string().trim().min(3).max(1_000),
});

export type IdentityInput = z.infer<typeof identityForm>;
