import { and, eq } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import type { Transaction } from "../db/client.ts";
import { needsInKind, rewards } from "../db/schema/campaigns.ts";
import { termsFaults } from "../domain/campaign-terms.ts";
import { type Cents, cents } from "../domain/money.ts";
import type { ShortfallPolicy } from "../domain/settlement.ts";
import { invalidInput } from "../errors.ts";
import type { CampaignInput } from "./forms.ts";
import { termsFaultField } from "./messages.ts";
import { endOfDay, startOfDay } from "./paris-days.ts";

/** The columns an input decides. Throws where the terms contradict each other or the funding plan. */
export function campaignColumns(input: CampaignInput, plannedCents: Cents) {
  const terms = {
    goalCents: cents(input.goalCents),
    mode: input.mode,
    startsAt: startOfDay(input.startsOn),
    deadlineAt: endOfDay(input.deadlineOn),
    shortfall: policyOf(input.shortfall),
    stretchGoalsCents: input.stretchGoalsCents.map(cents),
  };
  const faults = termsFaults(terms, plannedCents);
  if (faults.length > 0) throw invalidInput(faults.map(termsFaultField));
  const { goalCents, mode, startsAt, deadlineAt, stretchGoalsCents } = terms;
  const { title, pitch, category, matchingCounts, matchCeilingCents } = input;
  return {
    title,
    pitch,
    category,
    goalCents,
    mode,
    startsAt,
    deadlineAt,
    stretchGoalsCents,
    matchingCounts,
    matchCeilingCents,
    ...policyColumns(terms.shortfall),
  };
}

function policyOf(shortfall: CampaignInput["shortfall"]): ShortfallPolicy {
  switch (shortfall.kind) {
    case "fail_and_refund":
      return shortfall;
    case "accept_minimum":
      return { kind: "accept_minimum", minimumCents: cents(shortfall.minimumCents) };
    case "reserve_top_up":
      return { kind: "reserve_top_up", topUpMaxBps: BigInt(shortfall.topUpMaxBps) };
  }
}

const policyColumns = (policy: ShortfallPolicy) => ({
  shortfallPolicy: policy.kind,
  minimumCents: policy.kind === "accept_minimum" ? policy.minimumCents : null,
  topUpMaxBps: policy.kind === "reserve_top_up" ? Number(policy.topUpMaxBps) : null,
});

/** Puts rewards and needs in place of those a draft had: no pledge can name them yet. */
export async function replaceRewardsAndNeeds(
  tx: Transaction,
  fundId: string,
  campaignId: string,
  input: CampaignInput,
): Promise<void> {
  const key = { fundId, campaignId };
  for (const table of [rewards, needsInKind])
    await tx.delete(table).where(and(eq(table.fundId, fundId), eq(table.campaignId, campaignId)));
  if (input.rewards.length > 0)
    await tx.insert(rewards).values(input.rewards.map((reward) => ({ ...key, id: uuidv7(), ...reward })));
  if (input.needs.length > 0)
    await tx.insert(needsInKind).values(input.needs.map((need, position) => ({ ...key, position, ...need })));
}
