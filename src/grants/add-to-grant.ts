import { and, desc, eq, isNull, sql } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { recordAudit } from "../audit/record-audit.ts";
import type { Transaction } from "../db/client.ts";
import { grantComplements, grants } from "../db/schema/index.ts";
import type { Deps } from "../deps.ts";
import type { Actor } from "../domain/actor.ts";
import { accounts, move } from "../domain/ledger.ts";
import { type Cents, cents, minCents, remaining } from "../domain/money.ts";
import { InvariantViolation } from "../errors.ts";
import { postEntry } from "../ledger/post-entry.ts";

export type Complement = {
  readonly campaignId: string;
  readonly ruleId: string;
  readonly resultVersion: number;
  readonly amountCents: Cents;
  readonly occurredAt: Date;
};

/**
 * Adds a round's money, committed to a campaign that has its grant already, to that grant. A grant that both sides
 * have not signed yet simply grows, and is signed as it reads then. Under a signed agreement nothing changes silently:
 * the complement is owed at once, and payable once both have signed its amendment (D3). The grant's row is held.
 */
export async function addToGrant(tx: Transaction, deps: Deps, actor: Actor, input: Complement): Promise<void> {
  const { fundId } = deps;
  const grant = await theGrant(tx, fundId, input.campaignId);
  const id = uuidv7();
  const isAmendment = grant.fundSignedAt !== null;
  await tx.insert(grantComplements).values({
    fundId,
    id,
    grantId: grant.id,
    ruleId: input.ruleId,
    resultVersion: input.resultVersion,
    amountCents: input.amountCents,
    isAmendment,
    createdAt: input.occurredAt,
  });
  await postEntry(tx, fundId, actor, {
    key: `complement:${id}:granted`,
    kind: "grant_complemented",
    occurredAt: input.occurredAt,
    source: `campaign:${input.campaignId}`,
    postings: move(accounts.matches(input.campaignId), accounts.grant(grant.id), input.amountCents),
  });
  await recordAudit(tx, actor, {
    action: "grant.complement",
    subject: ["grant", grant.id],
    change: { complementId: id, amountCents: Number(input.amountCents), isAmendment },
  });
}

/**
 * Takes back from a grant what a correction of the round lowers: only of complements nobody is bound by yet. The money
 * stands on the campaign's matches again. Throws where those hold less: the caller asked before.
 */
export async function takeFromGrant(
  tx: Transaction,
  deps: Deps,
  actor: Actor,
  { campaignId, ruleId, resultVersion, amountCents, occurredAt }: Complement,
): Promise<void> {
  const { fundId } = deps;
  const grant = await theGrant(tx, fundId, campaignId);
  const free = await tx
    .select()
    .from(grantComplements)
    .where(
      and(
        eq(grantComplements.fundId, fundId),
        eq(grantComplements.grantId, grant.id),
        eq(grantComplements.ruleId, ruleId),
        isNull(grantComplements.fundSignedAt),
        sql`(${grantComplements.isAmendment} or ${grant.fundSignedAt === null})`,
      ),
    )
    .orderBy(desc(grantComplements.id));
  let left = amountCents;
  for (const complement of free) {
    const taken = minCents(left, cents(complement.amountCents));
    if (taken === 0n) continue;
    left = remaining(left, taken);
    await tx
      .update(grantComplements)
      .set({ amountCents: complement.amountCents - taken })
      .where(and(eq(grantComplements.fundId, fundId), eq(grantComplements.id, complement.id)));
  }
  if (left > 0n) throw new InvariantViolation(`grant ${grant.id} cannot give back ${amountCents} cents of ${ruleId}`);
  await postEntry(tx, fundId, actor, {
    key: `complement:${grant.id}:${ruleId}:${resultVersion}:lowered`,
    kind: "grant_complement_lowered",
    occurredAt,
    source: `campaign:${campaignId}`,
    postings: move(accounts.grant(grant.id), accounts.matches(campaignId), amountCents),
  });
  await recordAudit(tx, actor, {
    action: "grant.lower-complement",
    subject: ["grant", grant.id],
    change: { ruleId, resultVersion, amountCents: Number(amountCents) },
  });
}

async function theGrant(tx: Transaction, fundId: string, campaignId: string) {
  const [grant] = await tx
    .select({ id: grants.id, fundSignedAt: grants.fundSignedAt })
    .from(grants)
    .where(and(eq(grants.fundId, fundId), eq(grants.campaignId, campaignId)))
    .for("no key update");
  if (grant === undefined) throw new InvariantViolation(`campaign ${campaignId} has no grant`);
  return grant;
}
