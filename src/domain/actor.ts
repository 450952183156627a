/** Fund staff permissions, kept apart as in French public accounting. */
export const STAFF_ROLES = ["administrator", "case_officer", "authoriser", "paymaster", "auditor"] as const;
export type StaffRole = (typeof STAFF_ROLES)[number];

export const MEMBER_ROLES = ["owner", "member"] as const;
export type MemberRole = (typeof MEMBER_ROLES)[number];

export type Membership = { readonly organisationId: string; readonly role: MemberRole };

/** Who acts. Every use case takes one, every audit row names one. */
export type Actor =
  | {
      readonly kind: "user";
      readonly userId: string;
      readonly email: string;
      readonly staffRoles: readonly StaffRole[];
      readonly memberships: readonly Membership[];
    }
  | { readonly kind: "guest" }
  | { readonly kind: "worker"; readonly name: string };

export const worker = (name: string): Actor => ({ kind: "worker", name });

/** The actor as the journal and the audit log keep it: no e-mail, no name. */
export function actorReference(actor: Actor | Pick<Extract<Actor, { kind: "user" }>, "kind" | "userId">): string {
  switch (actor.kind) {
    case "user":
      return `user:${actor.userId}`;
    case "guest":
      return "guest";
    case "worker":
      return `worker:${actor.name}`;
  }
}
