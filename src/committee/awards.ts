import { and, asc, eq } from "drizzle-orm";
import { recordAudit } from "../audit/record-audit.ts";
import type { Transaction } from "../db/client.ts";
import { fundNow } from "../db/clock.ts";
import { postgresError } from "../db/postgres-errors.ts";
import { ownGrantApplications } from "../db/schema/index.ts";
import type { Actor } from "../domain/actor.ts";
import { accounts, move } from "../domain/ledger.ts";
import { cents } from "../domain/money.ts";
import { InvariantViolation } from "../errors.ts";
import { postEntry } from "../ledger/post-entry.ts";
import { isApplication } from "./lock-application.ts";
import { generalPotSpent } from "./messages.ts";

/** Keeps what the committee granted aside: the general pot's account refuses what it does not hold (L3), with a 409. */
export async function reserveAward(
  tx: Transaction,
  fundId: string,
  actor: Actor,
  { applicationId, amountCents }: { readonly applicationId: string; readonly amountCents: bigint },
): Promise<void> {
  const entry = {
    key: `own-grant:${applicationId}:reserved`,
    kind: "own_grant_reserved",
    occurredAt: await fundNow(tx),
    source: `own-grant:${applicationId}`,
    postings: move(accounts.general, accounts.committed(applicationId), amountCents),
  };
  try {
    await postEntry(tx, fundId, actor, entry);
  } catch (error) {
    if (postgresError(error)?.constraint === "accounts_bounded_never_below_zero") throw generalPotSpent();
    throw error;
  }
}

/** The awards kept aside for a campaign, held: a grant takes them in, or they go back. */
async function reservedFor(tx: Transaction, fundId: string, campaignId: string) {
  const rows = await tx
    .select({ id: ownGrantApplications.id, amountCents: ownGrantApplications.awardedCents })
    .from(ownGrantApplications)
    .where(
      and(
        eq(ownGrantApplications.fundId, fundId),
        eq(ownGrantApplications.campaignId, campaignId),
        eq(ownGrantApplications.awardState, "reserved"),
      ),
    )
    .orderBy(asc(ownGrantApplications.id))
    .for("no key update");
  return rows.map(({ id, amountCents }) => {
    if (amountCents === null) throw new InvariantViolation(`award ${id} has no amount`);
    return { applicationId: id, amountCents: cents(amountCents) };
  });
}

export type Award = Awaited<ReturnType<typeof reservedFor>>[number];

/** D1: what a campaign that succeeded brings into its grant of the fund's own. Called with the campaign held. */
export const awardsToJoin = reservedFor;

/** Notes that awards stand in a grant now; its entry has moved their money. */
export async function joinAwards(
  tx: Transaction,
  fundId: string,
  actor: Actor,
  grantId: string,
  awards: readonly Award[],
): Promise<void> {
  for (const { applicationId, amountCents } of awards) {
    await tx
      .update(ownGrantApplications)
      .set({ awardState: "granted", grantId })
      .where(isApplication(fundId, applicationId));
    await recordAudit(tx, actor, {
      action: "own-grant.join",
      subject: ["own-grant", applicationId],
      change: { grantId, amountCents: Number(amountCents) },
    });
  }
}

/** The campaign ended without success: what was kept aside for it goes back to the general pot, once. */
export async function releaseAwards(tx: Transaction, fundId: string, actor: Actor, campaignId: string): Promise<void> {
  for (const { applicationId, amountCents } of await reservedFor(tx, fundId, campaignId)) {
    await tx.update(ownGrantApplications).set({ awardState: "released" }).where(isApplication(fundId, applicationId));
    await postEntry(tx, fundId, actor, {
      key: `own-grant:${applicationId}:released`,
      kind: "own_grant_released",
      occurredAt: await fundNow(tx),
      source: `own-grant:${applicationId}`,
      postings: move(accounts.committed(applicationId), accounts.general, amountCents),
    });
    await recordAudit(tx, actor, {
      action: "own-grant.release",
      subject: ["own-grant", applicationId],
      change: { amountCents: Number(amountCents) },
    });
  }
}
