import { v7 as uuidv7 } from "uuid";
import { dayOf } from "../campaigns/paris-days.ts";
import type { Transaction } from "../db/client.ts";
import { fundNow } from "../db/clock.ts";
import { grants } from "../db/schema/index.ts";
import { plusDays, plusMonths } from "../domain/calendar.ts";
import { createSchedule } from "../instalments/create-schedule.ts";
import { latestTemplateVersion } from "./template-queries.ts";

type NewGrant = Pick<typeof grants.$inferSelect, "campaignId" | "applicationId" | "organisationId" | "amountCents">;

/** The project's period, until the fund sets another. */
const MONTHS_BY_DEFAULT = 12;

/** Writes a grant with its instalments; undefined where what it comes of was granted before. The caller books it. */
export async function insertGrant(tx: Transaction, fundId: string, grant: NewGrant): Promise<string | undefined> {
  const createdAt = await fundNow(tx);
  const startsOn = dayOf(createdAt);
  const [inserted] = await tx
    .insert(grants)
    .values({
      ...grant,
      fundId,
      id: uuidv7(),
      createdAt,
      templateVersion: await latestTemplateVersion(tx, fundId),
      startsOn,
      endsOn: plusDays(plusMonths(startsOn, MONTHS_BY_DEFAULT), -1),
    })
    .onConflictDoNothing()
    .returning({ id: grants.id });
  if (inserted !== undefined) await createSchedule(tx, { fundId, grantId: inserted.id, createdAt });
  return inserted?.id;
}
