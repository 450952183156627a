import { and, eq } from "drizzle-orm";
import { recordAudit } from "../audit/record-audit.ts";
import type { Transaction } from "../db/client.ts";
import { fundNow } from "../db/clock.ts";
import { grants, signedAgreements } from "../db/schema/index.ts";
import { inTransaction } from "../db/transaction.ts";
import { ceilingExceeded, declarationMissing } from "../de-minimis/messages.ts";
import type { DeMinimisFacts } from "../de-minimis/read-declaration.ts";
import type { Deps } from "../deps.ts";
import type { Actor } from "../domain/actor.ts";
import { decideFundSignature, decideHolderSignature, type SigningState } from "../domain/grant.ts";
import { permits } from "../domain/permissions.ts";
import { forbidden, invalidInput, notFound } from "../errors.ts";
import { commitmentNotAgreed, signatureRefused } from "./messages.ts";
import { type Agreement, readAgreement } from "./read-agreement.ts";

export type SignatureInput = {
  readonly grantId: string;
  /** Hash of the text the signer had before them. */
  readonly agreementHash: string;
  /** The holder subscribes to the contrat d'engagement républicain, annexed to the text. */
  readonly agreesToCommitment?: boolean | undefined;
};

export type SignatureOutcome = { readonly kind: "signed" | "signed-already"; readonly party: "holder" | "fund" };

/**
 * The holder's owner signs and subscribes to the republican commitment, then an administrator of the fund who is another
 * person (D3). Nobody signs before public aid was declared, nor above its ceiling. The signed text is kept whole.
 */
export async function signGrantAgreement(deps: Deps, actor: Actor, input: SignatureInput): Promise<SignatureOutcome> {
  return await inTransaction(deps.db, async (tx) => {
    const [grant] = await tx
      .select()
      .from(grants)
      .where(and(eq(grants.fundId, deps.fundId), eq(grants.id, input.grantId)))
      .for("no key update");
    if (grant === undefined || actor.kind !== "user" || !permits(actor, "grant.read", grant.organisationId)) {
      throw notFound();
    }
    if (!permits(actor, "grant.sign", grant.organisationId)) throw forbidden();
    const membership = actor.memberships.find((one) => one.organisationId === grant.organisationId);
    const party = membership?.role === "owner" ? "holder" : "fund";
    const agreement = await readAgreement(tx, deps, grant.id);
    const state: SigningState = {
      signer: { userId: actor.userId, belongsToHolder: membership !== undefined },
      seenHash: input.agreementHash,
      currentHash: agreement.hash,
      signedHash: grant.agreementHash,
      holderSignedBy: grant.holderSignedBy,
      fundSignedBy: grant.fundSignedBy,
    };
    const decision = party === "holder" ? decideHolderSignature(state) : decideFundSignature(state);
    if (decision.kind === "refused") throw signatureRefused(decision.reason);
    if (decision.kind === "signed-already") return { kind: "signed-already", party };
    checkAid(agreement.deMinimis);
    if (party === "holder" && input.agreesToCommitment !== true) throw invalidInput([commitmentNotAgreed]);

    await writeSignature(tx, grant, party, actor.userId, agreement);
    await recordAudit(tx, actor, {
      action: `grant.sign-for-${party}`,
      subject: ["grant", grant.id],
      change: { agreementHash: state.currentHash, ...(party === "holder" && { agreesToCommitment: true }) },
    });
    return { kind: "signed", party };
  });
}

function checkAid({ declaration, verdict }: DeMinimisFacts): void {
  if (declaration === undefined) throw declarationMissing();
  if (declaration.hasEconomicActivity && verdict.kind === "over") throw ceilingExceeded(verdict);
}

async function writeSignature(
  tx: Transaction,
  { fundId, id }: typeof grants.$inferSelect,
  party: "holder" | "fund",
  userId: string,
  { hash, paragraphs }: Agreement,
): Promise<void> {
  const at = await fundNow(tx);
  const signature =
    party === "holder"
      ? {
          holderSignedAt: at,
          holderSignedBy: userId,
          agreementHash: hash,
          commitmentAgreedAt: at,
          commitmentAgreedBy: userId,
        }
      : { fundSignedAt: at, fundSignedBy: userId };
  await tx
    .update(grants)
    .set(signature)
    .where(and(eq(grants.fundId, fundId), eq(grants.id, id)));
  await tx
    .insert(signedAgreements)
    .values({ fundId, grantId: id, hash, paragraphs, createdAt: at })
    .onConflictDoNothing();
}
