import type { MemberRole } from "./actor.ts";

/** Legal forms a person chooses from; what the grant agreement and the tax rules look at comes with them later. */
export const LEGAL_FORMS = [
  "association",
  "foundation",
  "local_authority",
  "public_body",
  "cooperative",
  "company",
  "other",
] as const;
export type LegalForm = (typeof LEGAL_FORMS)[number];

export type Member = { readonly userId: string; readonly role: MemberRole };

/** An organisation always has an owner: whether `after` still has one. */
export const hasOwner = (after: readonly Member[]): boolean => after.some((member) => member.role === "owner");

export type Identifiers = { readonly siret: string | null; readonly rna: string | null };

/** An identifier may be added but never changed or taken away: agreements and payments were made with it. */
export function changedIdentifiers(before: Identifiers, after: Identifiers): readonly (keyof Identifiers)[] {
  return (["siret", "rna"] as const).filter((key) => before[key] !== null && before[key] !== after[key]);
}

export type BankAccountState = "pending" | "verified" | "replaced" | "blocked";

export type Verification =
  | { readonly kind: "verify" }
  | { readonly kind: "refused"; readonly reason: "not-pending" | "entered-it" | "belongs-to-it" };

/** D3: the person who checks an account neither entered it nor belongs to the organisation that is paid on it. */
export function decideVerification(
  account: { readonly state: BankAccountState; readonly createdBy: string },
  verifier: { readonly userId: string; readonly isMember: boolean },
): Verification {
  if (account.createdBy === verifier.userId) return { kind: "refused", reason: "entered-it" };
  if (verifier.isMember) return { kind: "refused", reason: "belongs-to-it" };
  return account.state === "pending" ? { kind: "verify" } : { kind: "refused", reason: "not-pending" };
}
