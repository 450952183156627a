import { sql } from "drizzle-orm";
import { recordAudit } from "../audit/record-audit.ts";
import { fundNow } from "../db/clock.ts";
import { agreementTemplates } from "../db/schema/index.ts";
import { inTransaction } from "../db/transaction.ts";
import type { Deps } from "../deps.ts";
import type { Actor } from "../domain/actor.ts";
import { templateFaults } from "../domain/agreement-template.ts";
import { permits } from "../domain/permissions.ts";
import { forbidden, invalidInput } from "../errors.ts";
import type { TemplateInput } from "./forms.ts";
import { templateChanged, templateFaultField } from "./template-messages.ts";
import { latestTemplateVersion } from "./template-queries.ts";

/** The next version of the wording, for grants to come: those that exist keep theirs. Throws 422 where a place is wrong. */
export async function writeTemplate(
  deps: Deps,
  actor: Actor,
  input: TemplateInput,
): Promise<{ readonly version: number }> {
  if (actor.kind !== "user" || !permits(actor, "agreement-template.write")) throw forbidden();
  const { userId } = actor;
  const faults = templateFaults({ fr: input.bodyFr, en: input.bodyEn });
  if (faults.length > 0) throw invalidInput(faults.map(templateFaultField));
  return await inTransaction(deps.db, async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`agreement-template:${deps.fundId}`}, 0))`);
    const latest = await latestTemplateVersion(tx, deps.fundId);
    if (latest !== input.baseVersion) throw templateChanged();
    const version = latest + 1;
    await tx.insert(agreementTemplates).values({
      fundId: deps.fundId,
      version,
      bodyFr: input.bodyFr,
      bodyEn: input.bodyEn,
      createdBy: userId,
      createdAt: await fundNow(tx),
    });
    await recordAudit(tx, actor, {
      action: "agreement-template.write",
      subject: ["agreement-template", deps.fundId],
      change: { version },
    });
    return { version };
  });
}
