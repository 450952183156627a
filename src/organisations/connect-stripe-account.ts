import { eq, sql } from "drizzle-orm";
import { recordAudit } from "../audit/record-audit.ts";
import { organisations } from "../db/schema/organisations.ts";
import { inTransaction } from "../db/transaction.ts";
import type { Deps } from "../deps.ts";
import type { Actor } from "../domain/actor.ts";
import { lockOrganisation } from "./lock-organisation.ts";
import { personNeeded } from "./messages.ts";
import { tellOfAccount } from "./tell-of-account.ts";

/**
 * Opens, once, the account at Stripe on which the organisation may be paid by transfer (D6), and answers the address
 * of Stripe's page where it completes it. Called again it leads to the same account.
 */
export async function connectStripeAccount(deps: Deps, actor: Actor, organisationId: string): Promise<string> {
  if (actor.kind !== "user") throw personNeeded();
  const organisation = await inTransaction(deps.db, (tx) =>
    lockOrganisation(tx, actor, "organisation.edit", organisationId),
  );
  const accountId = organisation.stripeAccountId ?? (await openAccount(deps, actor, organisationId, organisation.name));
  const back = `${deps.baseUrl}/structures/${organisationId}/compte-stripe`;
  return deps.gateway.recipientOnboardingUrl(accountId, { returnUrl: back, refreshUrl: `${back}?lien=expire` });
}

type User = Extract<Actor, { kind: "user" }>;

async function openAccount(deps: Deps, actor: User, organisationId: string, name: string): Promise<string> {
  const opened = await deps.gateway.createRecipient({
    organisationId,
    name,
    email: actor.email,
    idempotencyKey: `organisation:${organisationId}:recipient:${actor.userId}`,
  });
  return inTransaction(deps.db, async (tx) => {
    const current = await lockOrganisation(tx, actor, "organisation.edit", organisationId);
    if (current.stripeAccountId !== null) return current.stripeAccountId;
    await tx
      .update(organisations)
      .set({ stripeAccountId: opened, stripeConnectedAt: sql`fund_now()` })
      .where(eq(organisations.id, organisationId));
    await recordAudit(tx, actor, {
      action: "organisation.connect-stripe-account",
      subject: ["organisation", organisationId],
      change: { stripeAccountId: opened },
    });
    await tellOfAccount(tx, "stripe-account-connected", organisationId, organisationId);
    return opened;
  });
}
