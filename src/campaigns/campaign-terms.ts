import type { Reader } from "../db/client.ts";
import type { campaigns } from "../db/schema/campaigns.ts";
import type { CampaignTerms } from "../domain/campaign-terms.ts";
import { type Cents, cents, remaining } from "../domain/money.ts";
import { plannedCentsOf } from "../projects/planned.ts";
import { shortfallPolicy } from "../settlement/totals.ts";
import { claimedByOthers } from "./states.ts";

type Row = typeof campaigns.$inferSelect;

/** A stored campaign as the domain judges its terms. */
export const termsOf = (row: Row): CampaignTerms => ({
  goalCents: cents(row.goalCents),
  mode: row.mode,
  startsAt: row.startsAt,
  deadlineAt: row.deadlineAt,
  shortfall: shortfallPolicy(row),
  stretchGoalsCents: row.stretchGoalsCents.map(cents),
});

/** What the project's plan expects of campaigns, less what its other campaigns claim of it. */
export const roomInPlan = async (
  reader: Reader,
  { fundId, id, projectId }: Pick<Row, "fundId" | "id" | "projectId">,
): Promise<Cents> =>
  remaining(await plannedCentsOf(reader, fundId, projectId), await claimedByOthers(reader, fundId, projectId, id));
