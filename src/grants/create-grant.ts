import { and, eq } from "drizzle-orm";
import { recordAudit } from "../audit/record-audit.ts";
import { type Award, joinAwards } from "../committee/awards.ts";
import type { Transaction } from "../db/client.ts";
import { grants } from "../db/schema/index.ts";
import type { Deps } from "../deps.ts";
import type { Actor } from "../domain/actor.ts";
import { grantPostings, grantShares } from "../domain/grant.ts";
import type { Cents } from "../domain/money.ts";
import { InvariantViolation } from "../errors.ts";
import { postEntry } from "../ledger/post-entry.ts";
import { grantedKey } from "./granted-key.ts";
import { insertGrant } from "./insert-grant.ts";

export type GrantInput = {
  readonly campaignId: string;
  readonly organisationId: string;
  readonly giftsCents: Cents;
  readonly matchesCents: Cents;
  readonly topUpCents: Cents;
  /** Awards of the committee, kept aside for this campaign, that join its grant. */
  readonly awards?: readonly Award[];
  readonly declaredFeeBps: number;
  readonly occurredAt: Date;
};

export type CreatedGrant = { readonly grantId: string; readonly amountCents: bigint; readonly created: boolean };

/**
 * Turns what a campaign that succeeded brought together into one payable, less the declared fee (D1). Called inside
 * the settlement's transaction; again for the same campaign it changes nothing.
 */
export async function createGrant(
  tx: Transaction,
  { fundId }: Pick<Deps, "fundId">,
  actor: Actor,
  input: GrantInput,
): Promise<CreatedGrant> {
  const shares = grantShares(input, input.declaredFeeBps);
  const { campaignId, organisationId } = input;
  const id = await insertGrant(tx, fundId, {
    campaignId,
    applicationId: null,
    organisationId,
    amountCents: shares.amountCents,
  });
  if (id === undefined) return existingGrant(tx, fundId, campaignId, shares.amountCents);

  await postEntry(tx, fundId, actor, {
    key: grantedKey(input),
    kind: "grant_created",
    occurredAt: input.occurredAt,
    source: `campaign:${input.campaignId}`,
    postings: grantPostings({ campaignId: input.campaignId, grantId: id }, input, shares),
  });
  await joinAwards(tx, fundId, actor, id, input.awards ?? []);
  await recordAudit(tx, actor, {
    action: "grant.create",
    subject: ["grant", id],
    change: {
      campaignId: input.campaignId,
      giftsCents: Number(input.giftsCents),
      matchesCents: Number(input.matchesCents),
      topUpCents: Number(input.topUpCents),
      awards: input.awards?.length ?? 0,
      feeCents: Number(shares.feeCents),
      amountCents: Number(shares.amountCents),
    },
  });
  return { grantId: id, amountCents: shares.amountCents, created: true };
}

async function existingGrant(
  tx: Transaction,
  fundId: string,
  campaignId: string,
  amountCents: bigint,
): Promise<CreatedGrant> {
  const [grant] = await tx
    .select({ id: grants.id, amountCents: grants.amountCents })
    .from(grants)
    .where(and(eq(grants.fundId, fundId), eq(grants.campaignId, campaignId)));
  if (grant?.amountCents !== amountCents) {
    throw new InvariantViolation(`campaign ${campaignId} was granted ${grant?.amountCents} cents, not ${amountCents}`);
  }
  return { grantId: grant.id, amountCents, created: false };
}
