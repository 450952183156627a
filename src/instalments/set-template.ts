import { recordAudit } from "../audit/record-audit.ts";
import { fundNow } from "../db/clock.ts";
import { instalmentTemplates } from "../db/schema/index.ts";
import { inTransaction } from "../db/transaction.ts";
import type { Deps } from "../deps.ts";
import type { Actor } from "../domain/actor.ts";
import type { TemplateLine } from "../domain/instalment.ts";
import { permits } from "../domain/permissions.ts";
import { forbidden } from "../errors.ts";
import { readTemplate } from "./read-template.ts";

type TemplateInput = { readonly lines: readonly TemplateLine[]; readonly reason: string };

/** An administrator writes the next version of how grants are split; grants made before keep their schedule (D2). */
export async function setTemplate(
  deps: Deps,
  actor: Actor,
  { lines, reason }: TemplateInput,
): Promise<{ readonly version: number }> {
  if (actor.kind !== "user" || !permits(actor, "instalment-template.set")) throw forbidden();
  const { userId } = actor;
  return await inTransaction(deps.db, async (tx) => {
    const version = (await readTemplate(tx, deps.fundId)).version + 1;
    const stored = lines.map((line) => ({ ...line, share: line.share.toString() }));
    await tx.insert(instalmentTemplates).values({
      fundId: deps.fundId,
      version,
      lines: stored,
      reason,
      createdBy: userId,
      createdAt: await fundNow(tx),
    });
    await recordAudit(tx, actor, {
      action: "instalment-template.set",
      subject: ["fund", deps.fundId],
      change: { version, lines: lines.map(({ share, label }) => `${share} ${label}`).join("; ") },
      reason,
    });
    return { version };
  });
}
