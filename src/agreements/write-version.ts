import { v7 as uuidv7 } from "uuid";
import type { Transaction } from "../db/client.ts";
import { agreementNegotiations, agreementVersions } from "../db/schema/index.ts";
import type { Deps } from "../deps.ts";
import type { Side } from "../domain/agreement.ts";
import type { TermsInput } from "./forms.ts";
import { canonicalJson, sha256, storedTerms } from "./terms-json.ts";

export type Proposal = {
  readonly agreementId: string;
  readonly side: Side;
  readonly userId: string;
  readonly message: string;
  readonly terms: TermsInput;
};

/** Opens a negotiation with one side's first word to it. */
export async function openWith(
  tx: Transaction,
  deps: Deps,
  proposal: Proposal,
  version: number,
  at: Date,
): Promise<void> {
  const id = uuidv7();
  await tx.insert(agreementNegotiations).values({
    fundId: deps.fundId,
    id,
    agreementId: proposal.agreementId,
    state: "open",
    openedBy: proposal.userId,
    createdAt: at,
  });
  await writeVersion(tx, deps, id, proposal, version, at);
}

export async function writeVersion(
  tx: Transaction,
  { fundId }: Deps,
  negotiationId: string,
  { agreementId, side, userId, message, terms }: Proposal,
  version: number,
  at: Date,
): Promise<void> {
  await tx.insert(agreementVersions).values({
    fundId,
    agreementId,
    version,
    negotiationId,
    side,
    proposedBy: userId,
    message,
    terms: storedTerms(terms),
    termsHash: sha256(canonicalJson(terms)),
    createdAt: at,
  });
}
