import { and, desc, eq } from "drizzle-orm";
import { auditLog } from "../db/schema/platform.ts";
import type { Deps } from "../deps.ts";
import type { CampaignState } from "../domain/campaign.ts";

const STEP_INTO: Partial<Record<CampaignState, string>> = {
  suspended: "campaign.suspend",
  cancelled: "campaign.cancel",
};

/** The reason written when a campaign that stands still was last stopped (X2); undefined for one that was not. */
export async function readStopReason(
  { db }: Deps,
  { id, state }: { readonly id: string; readonly state: CampaignState },
): Promise<string | undefined> {
  const action = STEP_INTO[state];
  if (action === undefined) return undefined;
  const [row] = await db
    .select({ reason: auditLog.reason })
    .from(auditLog)
    .where(and(eq(auditLog.subjectKind, "campaign"), eq(auditLog.subjectId, id), eq(auditLog.action, action)))
    .orderBy(desc(auditLog.at))
    .limit(1);
  return row?.reason ?? undefined;
}
