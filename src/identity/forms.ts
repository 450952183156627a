import { z } from "zod";
import { STAFF_ROLES } from "../domain/actor.ts";
import { LANGUAGES } from "../i18n/text.ts";

export const emailForm = z.object({ email: z.email().max(254) });

export const profileForm = z.object({ name: z.string().trim().max(120), language: z.enum(LANGUAGES) });

export const TOKEN_DAYS = [30, 90, 365] as const;

export const tokenForm = z.object({
  name: z.string().trim().min(1).max(80),
  days: z.coerce.number().int().min(1).max(365).default(90),
});

export const roleForm = z.object({ email: z.email().max(254), role: z.enum(STAFF_ROLES) });

export type ProfileInput = z.infer<typeof profileForm>;
export type TokenInput = z.infer<typeof tokenForm>;
export type RoleInput = z.infer<typeof roleForm>;
