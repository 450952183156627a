import { and, eq } from "drizzle-orm";
import { recordAudit } from "../audit/record-audit.ts";
import type { Transaction } from "../db/client.ts";
import { fundNow } from "../db/clock.ts";
import { grants } from "../db/schema/index.ts";
import { inTransaction } from "../db/transaction.ts";
import type { Deps } from "../deps.ts";
import type { Actor } from "../domain/actor.ts";
import { decideFundSignature, decideHolderSignature, type SigningState } from "../domain/grant.ts";
import { permits } from "../domain/permissions.ts";
import { forbidden, notFound } from "../errors.ts";
import { signatureRefused } from "./messages.ts";
import { readAgreement } from "./read-agreement.ts";

export type SignatureInput = {
  readonly grantId: string;
  /** Hash of the text the signer had before them. */
  readonly agreementHash: string;
};

export type SignatureOutcome = { readonly kind: "signed" | "signed-already"; readonly party: "holder" | "fund" };

/** The holder's owner signs, then an administrator of the fund who is another person (D3); the log keeps the text's hash. */
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
    const state: SigningState = {
      signer: { userId: actor.userId, belongsToHolder: membership !== undefined },
      seenHash: input.agreementHash,
      currentHash: (await readAgreement(tx, deps.fundId, grant.id)).hash,
      signedHash: grant.agreementHash,
      holderSignedBy: grant.holderSignedBy,
      fundSignedBy: grant.fundSignedBy,
    };
    const decision = party === "holder" ? decideHolderSignature(state) : decideFundSignature(state);
    if (decision.kind === "refused") throw signatureRefused(decision.reason);
    if (decision.kind === "signed-already") return { kind: "signed-already", party };

    await writeSignature(tx, deps.fundId, grant.id, party, actor.userId, state.currentHash);
    await recordAudit(tx, actor, {
      action: `grant.sign-for-${party}`,
      subject: ["grant", grant.id],
      change: { agreementHash: state.currentHash },
    });
    return { kind: "signed", party };
  });
}

async function writeSignature(
  tx: Transaction,
  fundId: string,
  grantId: string,
  party: "holder" | "fund",
  userId: string,
  agreementHash: string,
): Promise<void> {
  const at = await fundNow(tx);
  await tx
    .update(grants)
    .set(
      party === "holder"
        ? {
            holderSignedAt: at,
            holderSignedBy: userId,
            agreementHash,
            commitmentAgreedAt: at,
            commitmentAgreedBy: userId,
          }
        : { fundSignedAt: at, fundSignedBy: userId },
    )
    .where(and(eq(grants.fundId, fundId), eq(grants.id, grantId)));
}
