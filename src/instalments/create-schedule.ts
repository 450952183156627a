import { v7 as uuidv7 } from "uuid";
import { dayOf } from "../campaigns/paris-days.ts";
import type { Transaction } from "../db/client.ts";
import { instalments } from "../db/schema/index.ts";
import { plusMonths } from "../domain/calendar.ts";
import type { ScheduleLine } from "../domain/instalment.ts";
import { readTemplate } from "./read-template.ts";

type NewGrant = { readonly fundId: string; readonly grantId: string; readonly createdAt: Date };

/** A new grant is split as the fund's template says now (D1, D2). */
export async function createSchedule(tx: Transaction, grant: NewGrant): Promise<void> {
  const { lines } = await readTemplate(tx, grant.fundId);
  const from = dayOf(grant.createdAt);
  await writeLines(
    tx,
    grant,
    lines.map(({ monthsAfter, ...line }) => ({ ...line, dueOn: plusMonths(from, monthsAfter) })),
  );
}

/** Writes a whole schedule where none stands. */
export async function writeLines(
  tx: Transaction,
  { fundId, grantId, createdAt }: NewGrant,
  lines: readonly ScheduleLine[],
): Promise<void> {
  await tx.insert(instalments).values(
    lines.map(({ evidenceAsked = null, ...line }, index) => ({
      ...line,
      fundId,
      id: uuidv7(),
      grantId,
      number: index + 1,
      evidenceAsked,
      createdAt,
    })),
  );
}
