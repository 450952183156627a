import { and, eq } from "drizzle-orm";
import { recordAudit } from "../audit/record-audit.ts";
import { fundNow } from "../db/clock.ts";
import { instalments } from "../db/schema/index.ts";
import { inTransaction } from "../db/transaction.ts";
import type { Deps } from "../deps.ts";
import type { Actor } from "../domain/actor.ts";
import { WHOLE_BPS } from "../domain/instalment.ts";
import { invalidInput } from "../errors.ts";
import { writeLines } from "./create-schedule.ts";
import type { ScheduleInput } from "./forms.ts";
import { belongsTo, lockGrant } from "./lock-instalment.ts";
import { notIndependent, scheduleSigned, wholeExpected } from "./messages.ts";
import { readSchedule } from "./read-schedule.ts";

/**
 * A case officer writes a grant's schedule anew while the fund has not signed; a holder that signed before signs the
 * new text again (D2, D3). The log keeps the schedule it replaces.
 */
export async function changeSchedule(
  deps: Deps,
  actor: Actor,
  { grantId, unit, lines, reason }: ScheduleInput & { readonly grantId: string },
): Promise<void> {
  await inTransaction(deps.db, async (tx) => {
    const { grant, person } = await lockGrant(tx, deps, actor, "instalment.edit", grantId);
    if (belongsTo(person, grant.organisationId)) throw notIndependent();
    if (grant.fundSignedAt !== null) throw scheduleSigned();
    const whole = unit === "bps" ? WHOLE_BPS : grant.amountCents;
    if (lines.reduce((sum, line) => sum + line.share, 0n) !== whole) throw invalidInput([wholeExpected(unit, whole)]);
    const before = await readSchedule(tx, grant);
    await tx.delete(instalments).where(and(eq(instalments.fundId, deps.fundId), eq(instalments.grantId, grantId)));
    await writeLines(tx, { fundId: deps.fundId, grantId, createdAt: await fundNow(tx) }, lines);
    await recordAudit(tx, actor, {
      action: "instalment.change-schedule",
      subject: ["grant", grantId],
      change: { from: inLog(before), to: inLog(lines), unit },
      reason,
    });
  });
}

type Logged = { readonly share: bigint; readonly label: string; readonly dueOn: string };

const inLog = (lines: readonly Logged[]): string =>
  lines.map(({ share, label, dueOn }) => `${share} ${label} (${dueOn})`).join("; ");
