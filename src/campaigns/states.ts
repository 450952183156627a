import { and, eq, inArray, ne, sql } from "drizzle-orm";
import type { Reader } from "../db/client.ts";
import { campaigns } from "../db/schema/campaigns.ts";
import { CAMPAIGN_STATES, type CampaignState } from "../domain/campaign.ts";
import { type Cents, cents } from "../domain/money.ts";
import { InvariantViolation } from "../errors.ts";

/** A stored state as the domain knows it; the CHECK `campaigns_state_known` holds the same list. */
export function asCampaignState(state: string): CampaignState {
  const known = CAMPAIGN_STATES.find((s) => s === state);
  if (known === undefined) throw new InvariantViolation(`unknown campaign state ${state}`);
  return known;
}

/** The states of a project's campaigns: they decide whether the project may still change. */
export async function campaignStatesOf(reader: Reader, fundId: string, projectId: string) {
  const rows = await reader
    .select({ state: campaigns.state, openedAt: campaigns.openedAt })
    .from(campaigns)
    .where(and(eq(campaigns.fundId, fundId), eq(campaigns.projectId, projectId)));
  return rows.map((row) => ({ ...row, state: asCampaignState(row.state) }));
}

const CLAIMING: readonly CampaignState[] = [
  "submitted",
  "approved",
  "scheduled",
  "live",
  "settling",
  "succeeded",
  "suspended",
];

/** What other campaigns of the project already claim of its funding plan, so that nothing is financed twice. */
export async function claimedByOthers(
  reader: Reader,
  fundId: string,
  projectId: string,
  campaignId: string,
): Promise<Cents> {
  const [row] = await reader
    .select({ total: sql<string>`coalesce(sum(${campaigns.goalCents}), 0)` })
    .from(campaigns)
    .where(
      and(
        eq(campaigns.fundId, fundId),
        eq(campaigns.projectId, projectId),
        ne(campaigns.id, campaignId),
        inArray(campaigns.state, [...CLAIMING]),
      ),
    );
  return cents(BigInt(row?.total ?? "0"));
}
