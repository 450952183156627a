import { recordAudit } from "../audit/record-audit.ts";
import type { Transaction } from "../db/client.ts";
import { fundNow } from "../db/clock.ts";
import type { Actor } from "../domain/actor.ts";
import { accounts, move } from "../domain/ledger.ts";
import { InvariantViolation } from "../errors.ts";
import { grantedKey } from "../grants/granted-key.ts";
import { insertGrant } from "../grants/insert-grant.ts";
import { postEntry } from "../ledger/post-entry.ts";
import { type Award, joinAwards } from "./awards.ts";

/** An award tied to no campaign is the project's grant at once, with its agreement and instalments (D1). */
export async function grantAward(
  tx: Transaction,
  fundId: string,
  actor: Actor,
  award: Award & { readonly organisationId: string },
): Promise<string> {
  const { applicationId, organisationId, amountCents } = award;
  const grantId = await insertGrant(tx, fundId, { campaignId: null, applicationId, organisationId, amountCents });
  if (grantId === undefined) throw new InvariantViolation(`application ${applicationId} was granted before`);
  await postEntry(tx, fundId, actor, {
    key: grantedKey({ campaignId: null, applicationId }),
    kind: "grant_created",
    occurredAt: await fundNow(tx),
    source: `own-grant:${applicationId}`,
    postings: move(accounts.committed(applicationId), accounts.grant(grantId), amountCents),
  });
  await joinAwards(tx, fundId, actor, grantId, [award]);
  await recordAudit(tx, actor, {
    action: "grant.create",
    subject: ["grant", grantId],
    change: { applicationId, amountCents: Number(amountCents) },
  });
  return grantId;
}
