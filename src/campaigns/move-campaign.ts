import { and, eq, type SQL } from "drizzle-orm";
import { recordAudit } from "../audit/record-audit.ts";
import type { Transaction } from "../db/client.ts";
import { campaigns } from "../db/schema/campaigns.ts";
import type { Actor } from "../domain/actor.ts";
import { type CampaignAction, mayChange, nextState, wasOpened } from "../domain/campaign.ts";
import { permits } from "../domain/permissions.ts";
import { forbidden, notFound } from "../errors.ts";
import type { LockedCampaign } from "./lock-campaign.ts";
import { campaignElsewhere } from "./messages.ts";

type Instants = { readonly openedAt?: SQL; readonly closedAt?: SQL };

/**
 * Takes one step of P3 on a locked campaign, with its audit row. Refuses with 404 what the actor may not see, 403
 * what they may not do, 409 where the campaign has moved on. Returns the campaign as it then stands.
 */
export async function moveCampaign(
  tx: Transaction,
  actor: Actor,
  campaign: LockedCampaign,
  action: CampaignAction,
  { reason, instants = {} }: { readonly reason?: string | undefined; readonly instants?: Instants } = {},
): Promise<LockedCampaign> {
  const { state, organisationId } = campaign;
  if (!mayChange(actor, action, state, organisationId)) {
    const visible = wasOpened(state) || permits(actor, "campaign.read-draft", organisationId);
    throw visible ? forbidden() : notFound();
  }
  const to = nextState(state, action);
  if (to === undefined) throw campaignElsewhere(state);
  const moved = await tx
    .update(campaigns)
    .set({ state: to, ...instants })
    .where(and(eq(campaigns.fundId, campaign.fundId), eq(campaigns.id, campaign.id), eq(campaigns.state, state)))
    .returning({ id: campaigns.id });
  if (moved.length === 0) throw campaignElsewhere(state);
  await recordAudit(tx, actor, {
    action: `campaign.${action}`,
    subject: ["campaign", campaign.id],
    change: { from: state, to },
    ...(reason === undefined || reason === "" ? {} : { reason }),
  });
  return { ...campaign, state: to };
}
