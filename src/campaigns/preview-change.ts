import { sql } from "drizzle-orm";
import { fundNow } from "../db/clock.ts";
import type { Deps } from "../deps.ts";
import type { Actor } from "../domain/actor.ts";
import { type ChangedTerms, changeFaults } from "../domain/campaign-change.ts";
import { permits } from "../domain/permissions.ts";
import { forbidden, invalidInput } from "../errors.ts";
import { listOffers } from "../matching/queries.ts";
import { roomInPlan, termsOf } from "./campaign-terms.ts";
import { changeFaultField } from "./change-messages.ts";
import { mayChangeTerms } from "./change-terms.ts";
import { campaignElsewhere } from "./messages.ts";
import { readCampaign } from "./queries.ts";

/** What a change would do, before anybody decides it. @throws 422 where the terms would not hold. */
export async function previewChange(deps: Deps, actor: Actor, changed: ChangedTerms & { readonly campaignId: string }) {
  const campaign = await readCampaign(deps, actor, changed.campaignId);
  if (!permits(actor, "pledge.read-any") && !mayChangeTerms(actor, campaign.organisationId)) throw forbidden();
  if (campaign.state !== "live") throw campaignElsewhere(campaign.state);
  const terms = { plannedCents: await roomInPlan(deps.db, campaign), now: await fundNow(deps.db) };
  const faults = changeFaults(termsOf(campaign), changed, terms);
  if (faults.length > 0) throw invalidInput(faults.map(changeFaultField));
  const [reached] = await deps.db.execute<Reached>(sql`
    select count(distinct donor_id) filter (where firm)::int as donors,
      count(*) filter (where firm)::int as letters,
      count(*) filter (where state = 'draft')::int as checkouts,
      count(*) filter (where state in ('charging', 'action_required'))::int as charges,
      count(*) filter (where state = 'captured' and captured_cents > returned_cents)::int as captured
    from (select donor_id, state, captured_cents, returned_cents,
        state in ('authorised', 'charging', 'action_required', 'captured') as firm
      from pledges where fund_id = ${deps.fundId} and campaign_id = ${campaign.id}) p`);
  const offers = await listOffers(deps, campaign.id);
  return {
    ...(reached ?? { donors: 0, letters: 0, checkouts: 0, charges: 0, captured: 0 }),
    rulesEndingBefore: offers
      .filter((offer) => offer.endsAt < changed.deadlineAt)
      .map(({ partnerName, endsAt }) => ({ partnerName, endsAt })),
  };
}

type Reached = {
  readonly donors: number;
  readonly letters: number;
  readonly checkouts: number;
  readonly charges: number;
  readonly captured: number;
};

export type ChangePreview = Awaited<ReturnType<typeof previewChange>>;
