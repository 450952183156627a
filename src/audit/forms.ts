import { z } from "zod";

/** A calendar day as `2027-03-28`; an empty field asks for nothing. */
const day = z.iso
  .date()
  .optional()
  .or(z.literal("").transform(() => undefined));
const words = z
  .string()
  .trim()
  .max(100)
  .transform((text) => text || undefined)
  .optional();

/** What one may look for in the audit log: part of a name or e-mail, of an action, the exact number of a subject, days. */
export const auditSearch = z.object({
  person: words,
  action: words,
  subjectId: words,
  from: day,
  to: day,
});

export type AuditSearch = z.infer<typeof auditSearch>;
