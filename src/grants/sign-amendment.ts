import { and, eq } from "drizzle-orm";
import { recordAudit } from "../audit/record-audit.ts";
import { dayOf } from "../campaigns/paris-days.ts";
import type { Transaction } from "../db/client.ts";
import { fundNow } from "../db/clock.ts";
import { grantComplements, grants } from "../db/schema/index.ts";
import { inTransaction } from "../db/transaction.ts";
import { ceilingExceeded } from "../de-minimis/messages.ts";
import { readDeclaration } from "../de-minimis/read-declaration.ts";
import type { Deps } from "../deps.ts";
import type { Actor } from "../domain/actor.ts";
import { decideFundSignature, decideHolderSignature, type SigningState } from "../domain/grant.ts";
import { permits } from "../domain/permissions.ts";
import { forbidden, notFound } from "../errors.ts";
import { readComplement } from "./complement-queries.ts";
import { signatureRefused } from "./messages.ts";
import type { SignatureOutcome } from "./sign-grant-agreement.ts";

export type AmendmentSignature = {
  readonly grantId: string;
  readonly complementId: string;
  /** Hash of the text the signer had before them. */
  readonly agreementHash: string;
};

/** The holder's owner signs an amendment, then another person for the fund, as with the agreement; then it is payable (D3). */
export async function signAmendment(deps: Deps, actor: Actor, input: AmendmentSignature): Promise<SignatureOutcome> {
  return inTransaction(deps.db, async (tx) => {
    const [grant] = await tx
      .select()
      .from(grants)
      .where(and(eq(grants.fundId, deps.fundId), eq(grants.id, input.grantId)))
      .for("no key update");
    const complement = await readComplement(tx, deps.fundId, input.complementId);
    if (
      grant === undefined ||
      complement?.grantId !== input.grantId ||
      complement.amendment === undefined ||
      complement.amountCents === 0n
    )
      throw notFound();
    if (actor.kind !== "user" || !permits(actor, "grant.read", complement.organisationId)) throw notFound();
    if (!permits(actor, "grant.sign", complement.organisationId)) throw forbidden();
    const membership = actor.memberships.find((one) => one.organisationId === complement.organisationId);
    const party = membership?.role === "owner" ? "holder" : "fund";
    const state: SigningState = {
      signer: { userId: actor.userId, belongsToHolder: membership !== undefined },
      seenHash: input.agreementHash,
      currentHash: complement.amendment.hash,
      signedHash: complement.amendmentHash,
      holderSignedBy: complement.holderSignedBy,
      fundSignedBy: complement.fundSignedBy,
    };
    const decision = party === "holder" ? decideHolderSignature(state) : decideFundSignature(state);
    if (decision.kind === "refused") throw signatureRefused(decision.reason);
    if (decision.kind === "signed-already") return { kind: "signed-already", party };

    const at = await fundNow(tx);
    await checkAid(tx, deps, grant, { amountCents: complement.amountCents, on: dayOf(at) });
    await tx
      .update(grantComplements)
      .set(
        party === "holder"
          ? { holderSignedAt: at, holderSignedBy: actor.userId, amendmentHash: state.currentHash }
          : { fundSignedAt: at, fundSignedBy: actor.userId },
      )
      .where(and(eq(grantComplements.fundId, deps.fundId), eq(grantComplements.id, complement.id)));
    await recordAudit(tx, actor, {
      action: `grant.sign-amendment-for-${party}`,
      subject: ["grant", input.grantId],
      change: { complementId: complement.id, amendmentHash: state.currentHash },
    });
    return { kind: "signed", party };
  });
}

type Added = { readonly amountCents: bigint; readonly on: string };

/** More money is more aid: with it the organisation stays under its ceiling, or nobody signs. */
async function checkAid(tx: Transaction, deps: Deps, grant: typeof grants.$inferSelect, added: Added): Promise<void> {
  const amountCents = grant.amountCents - grant.reducedCents - grant.awaitingCents + added.amountCents;
  const facts = await readDeclaration(tx, deps.bankAccount.name, { ...grant, amountCents }, added.on);
  if (facts.declaration?.hasEconomicActivity === true && facts.verdict.kind === "over")
    throw ceilingExceeded(facts.verdict);
}
