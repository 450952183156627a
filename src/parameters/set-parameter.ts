import { recordAudit } from "../audit/record-audit.ts";
import { dayOf } from "../campaigns/paris-days.ts";
import { fundNow } from "../db/clock.ts";
import { parameters } from "../db/schema/parameters.ts";
import { inTransaction } from "../db/transaction.ts";
import type { Deps } from "../deps.ts";
import type { Actor } from "../domain/actor.ts";
import { permits } from "../domain/permissions.ts";
import { forbidden, invalidInput } from "../errors.ts";
import type { ParameterInput } from "./forms.ts";
import { cannotBeginInThePast } from "./messages.ts";

/** Sets a rate, cap or threshold from a day on, with its source; what was decided before keeps its value (T5). */
export async function setParameter(deps: Deps, actor: Actor, input: ParameterInput): Promise<void> {
  if (!permits(actor, "parameter.set") || actor.kind !== "user") throw forbidden();
  const { userId } = actor;
  await inTransaction(deps.db, async (tx) => {
    const now = await fundNow(tx);
    if (input.validFrom < dayOf(now)) throw invalidInput([cannotBeginInThePast]);
    await tx.insert(parameters).values({ fundId: deps.fundId, ...input, setBy: userId, setAt: now });
    await recordAudit(tx, actor, {
      action: "parameter.set",
      subject: ["parameter", input.name],
      change: { value: Number(input.value), validFrom: input.validFrom, source: input.source },
    });
  });
}
