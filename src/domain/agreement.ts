/** The two sides of a cooperation agreement. */
export const SIDES = ["partner", "fund"] as const;
export type Side = (typeof SIDES)[number];

export const otherSide = (side: Side): Side => (side === "partner" ? "fund" : "partner");

export const AGREEMENT_STATES = ["negotiating", "abandoned", "in_force", "suspended", "ended"] as const;
export type AgreementState = (typeof AGREEMENT_STATES)[number];

export const NATURES = ["corporate_giving", "grant", "sponsorship", "service"] as const;
/** What a commitment is in law: mécénat (CGI art. 238 bis), subvention, parrainage, prestation. */
export type Nature = (typeof NATURES)[number];

export type SupportingDocument = "receipt" | "agreement" | "invoice";

/** The document a commitment calls for: a tax receipt without anything in return, an invoice where there is. */
export function documentFor(nature: Nature): SupportingDocument {
  switch (nature) {
    case "corporate_giving":
      return "receipt";
    case "grant":
      return "agreement";
    case "sponsorship":
    case "service":
      return "invoice";
  }
}

/** The latest version of the terms and what both sides said to it. */
export type Round = {
  readonly version: number;
  /** Whose proposal it is: it stands by it, so that the other side alone accepts. */
  readonly side: Side;
  readonly isAccepted: boolean;
  /** A second administrator must sign (promised money above the fund's threshold). */
  readonly needsSecond: boolean;
  readonly signatures: readonly Signed[];
};

export type Signed = { readonly side: Side; readonly userId: string };

/** What is awaited, and of whom. */
export type NextStep =
  | { readonly kind: "answer" | "sign"; readonly by: Side }
  | { readonly kind: "sign-both" | "sign-second" }
  | { readonly kind: "none" };

export function nextStep(round: Round | undefined): NextStep {
  if (round === undefined) return { kind: "none" };
  if (!round.isAccepted) return { kind: "answer", by: otherSide(round.side) };
  const missing = missingSignatures(round);
  if (missing.length === 0) return { kind: "none" };
  if (missing.includes("partner") && missing.includes("fund")) return { kind: "sign-both" };
  if (missing.includes("partner")) return { kind: "sign", by: "partner" };
  return round.signatures.some((one) => one.side === "fund") ? { kind: "sign-second" } : { kind: "sign", by: "fund" };
}

/** One entry for each signature that is not there yet. */
export function missingSignatures({ needsSecond, signatures }: Round): readonly Side[] {
  const given = (side: Side) => signatures.filter((one) => one.side === side).length;
  const times = (side: Side, wanted: number): Side[] => Array(Math.max(0, wanted - given(side))).fill(side);
  return [...times("partner", 1), ...times("fund", needsSecond ? 2 : 1)];
}

export type SignatureObstacle = "not-accepted" | "text-changed" | "second-person" | "signed-by-side" | "over";

export type SignatureDecision =
  | { readonly kind: "sign"; readonly completes: boolean }
  | { readonly kind: "signed-already" }
  | { readonly kind: "refused"; readonly reason: SignatureObstacle };

/**
 * Whether this person may sign this version now: both sides agreed on it, it is the text they read, no one signs
 * twice or for both sides, and the agreement's last day has not passed.
 */
export function decideSignature(
  round: Round,
  signer: Signed,
  { seenHash, textHash, isOver }: { readonly seenHash: string; readonly textHash: string; readonly isOver: boolean },
): SignatureDecision {
  if (!round.isAccepted) return { kind: "refused", reason: "not-accepted" };
  if (seenHash !== textHash) return { kind: "refused", reason: "text-changed" };
  const own = round.signatures.find((one) => one.userId === signer.userId);
  if (own?.side === signer.side) return { kind: "signed-already" };
  if (own !== undefined) return { kind: "refused", reason: "second-person" };
  if (isOver) return { kind: "refused", reason: "over" };
  const missing = missingSignatures(round);
  if (!missing.includes(signer.side)) return { kind: "refused", reason: "signed-by-side" };
  return { kind: "sign", completes: missing.length === 1 };
}
